"""What pages, hints and the demo say to type can be typed: every command, option and target of make is there."""

import re
from pathlib import Path

import pytest

from hallmint_client.cli.hint import BY_REASON, BY_STATUS
from hallmint_server.demo import __main__ as demo
from tests.support.documented import PROGRAMS, Shown, fault, shown
from tests.support.markdown import ROOT, pages

_TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
_NOT_TODAYS = {"docs/decisions", "CHANGELOG.md"}
"""They tell of a day that is over."""
_PAGES = [
    path
    for path in pages()
    if not any(path.relative_to(ROOT).as_posix().startswith(name) for name in _NOT_TODAYS)
    and path.name != "CHANGELOG.md"
]


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HALLMINT_LOG_KEY", "HALLMINT_WITNESS_FOLDER", "HALLMINT_WITNESS_LOGS"):
        monkeypatch.delenv(name, raising=False)


def faults(text: str) -> dict[str, str]:
    """What is wrong with the commands of a text, by the command."""
    found = {}
    for each in shown(text):
        if each.words[0] == "make":
            unknown = [word for word in each.words[1:] if "=" not in word and word not in _TARGETS]
            said = f"no target {unknown[0]}" if unknown else ""
        else:
            said = fault(each)
        if said:
            found[" ".join(each.words)] = said
    return found


@pytest.mark.parametrize("path", _PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_of_a_page_are_there(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == {}


def test_hints_name_commands_that_are_there() -> None:
    assert faults("\n".join((*BY_REASON.values(), *BY_STATUS.values()))) == {}


def test_the_demo_advises_what_can_be_pasted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A comment in a pasted line must be one for the shell too."""
    batch = {"batch_id": "01890000-0000-7000-8000-000000000001", "sku": "NL-BAT-LMT-500"}
    tokens = [{"code": "K0MKFZJGNEQ0SESH"}, {"code": "VEW4830ZSE2VPJAQ"}]
    demo.advise("127.0.0.1:7601", tmp_path, batch, tokens, "--log-key KEY", has_ended=False)
    told = capsys.readouterr().out
    block = "".join(f"{line.strip()}\n" for line in told.splitlines() if line.startswith("  "))
    assert faults(f"```sh\n{block}```\n") == {}
    commands = [each.words[:2] for each in shown(f"```sh\n{block}```\n")]
    assert {("hallmint", "mint"), ("hallmint", "export"), ("hallmint", "verify"), ("hallmint-server", "fsck")} <= {
        *commands
    }


def test_the_check_sees_what_it_is_for() -> None:
    page = """
`hallmint credential create --name erp` and `hallmint frob`, `make nothing`, `hallmint product show`

```sh
FOO=1 hallmint-server fsck --pack   # a comment
hallmint product show
$ hallmint tokens <batch> | head -1
hallmint mint --product A --quantity 5 --lott B
```
"""
    assert set(faults(page)) == {
        "hallmint-server fsck --pack",
        "hallmint product show",
        "hallmint mint --product A --quantity 5 --lott B",
        "hallmint credential create --name erp",
        "hallmint frob",
        "make nothing",
    }
    assert Shown(words=("hallmint", "tokens", "BATCH"), whole=True) in shown(page)
    readme = [each.words[0] for each in shown((ROOT / "README.md").read_text(encoding="utf-8"))]
    assert {"make", "hallmint"} <= {*readme} <= {"make", *PROGRAMS}
