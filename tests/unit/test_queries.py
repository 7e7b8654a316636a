"""Named statements: how a file is read, and that every file of the server can be."""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import hallmint_server
from hallmint_server.db.queries import load

_ROOT = Path(hallmint_server.__file__).parent
_FILES = sorted(path for path in _ROOT.rglob("*.sql") if path.parent.name != "migrations")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "a_package").mkdir()
    (tmp_path / "a_package" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield "a_package"
    sys.modules.pop("a_package", None)


def write(package: str, text: str) -> None:
    folder = import_module(package).__file__
    assert folder is not None
    (Path(folder).parent / "some.sql").write_text(text, encoding="utf-8")


def test_a_statement_ends_where_the_next_begins(package: str) -> None:
    write(package, "-- About the file.\n\n-- name: one\n-- Why.\nSELECT 'ä;'\nFROM t;\n\n-- name: two\nSELECT 2;\n")
    assert load(package, "some.sql") == {"one": "-- Why.\nSELECT 'ä;'\nFROM t".encode(), "two": b"SELECT 2"}


def test_a_name_that_stands_twice_is_refused(package: str) -> None:
    write(package, "-- name: one\nSELECT 1;\n-- name: one\nSELECT 2;\n")
    with pytest.raises(ValueError, match=r"some\.sql: two statements are named one"):
        load(package, "some.sql")


def test_a_file_without_statements_is_empty(package: str) -> None:
    write(package, "SELECT 1;\n")
    assert load(package, "some.sql") == {}


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.name)
def test_every_statement_of_the_server_is_one_and_is_used(path: Path) -> None:
    package = ".".join(("hallmint_server", *path.parent.relative_to(_ROOT).parts))
    statements = load(package, path.name)
    assert statements
    sources = "".join(p.read_text() for p in path.parent.glob("*.py"))
    for name, statement in statements.items():
        text = statement.decode()
        assert ";" not in re.sub(r"--.*", "", text), f"{name} is more than one statement"
        # A parameter without its `s` would be sent as text; %% is a percent sign.
        assert re.findall(r"%(?!\(\w+\)s)", re.sub(r"--.*", "", text).replace("%%", "")) == [], name
        assert f'"{name}"' in sources, f"{path.name}: nobody runs {name}"
