"""docs/operate: every setting is there, and what is there is a setting."""

import re

from hallmint_console.settings import Settings as ConsoleSettings
from hallmint_resolver.settings import Settings as ResolverSettings
from hallmint_server.settings import Settings, known_names
from tests.support.markdown import ROOT, pages

_MANUAL = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "operate").glob("*.md")))
_CLIENT = (ROOT / "clients" / "python" / "README.md").read_text(encoding="utf-8")
_NAME = re.compile(r"HALLMINT_[A-Z0-9_]*[A-Z0-9]")
_NOT_TODAYS = {"CHANGELOG.md"}


def names(fields: object) -> set[str]:
    return {f"HALLMINT_{name.upper()}" for name in dict.fromkeys(fields) if name != "code_keys"}  # type: ignore[call-overload]


def test_the_manual_has_every_setting_of_a_program() -> None:
    wanted = names(Settings.model_fields) | names(ResolverSettings.model_fields) | names(ConsoleSettings.model_fields)
    assert {name for name in wanted if f"`{name}`" not in _MANUAL} == set()
    assert "`HALLMINT_CODE_KEY_<n>`" in _MANUAL


def test_what_other_programs_read_is_in_their_page() -> None:
    assert {name for name in known_names() if f"{name}" not in _MANUAL + _CLIENT} == set()


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in pages()
        if path.name not in _NOT_TODAYS
        for name in _NAME.findall(path.read_text(encoding="utf-8"))
        if name not in known_names() and not re.fullmatch(r"HALLMINT_CODE_KEY(_[0-9]+)?", name)
    }
    assert found == set()


def test_defaults_of_the_manual_are_those_of_the_program() -> None:
    """Of the server's table: a number or an address beside one setting alone, or as many as there are settings."""
    checked = 0
    for row in re.findall(r"^\| (`HALLMINT_[^|]*) \| ([^|]*) \|", _MANUAL, re.MULTILINE):
        settings = [name.removeprefix("HALLMINT_").lower() for name in _NAME.findall(row[0])]
        defaults = [text.strip().partition(":")[0] for text in row[1].split(",")]
        if len(settings) != len(defaults) or not set(settings) <= set(Settings.model_fields):
            continue
        for setting, default in zip(settings, defaults, strict=True):
            if re.fullmatch(r"[0-9.]+|info|false", default):
                told = str(Settings.model_fields[setting].default).lower().removesuffix(".0")
                assert (setting, default) == (setting, told)
                checked += 1
    assert checked > 15
