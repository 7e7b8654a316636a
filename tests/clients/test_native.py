"""Each client's own tests, and its generated code, which is what the .proto files say."""

import filecmp
from pathlib import Path

import pytest

from tests.support.partner import LANGUAGES, Language

pytestmark = pytest.mark.timeout(1200)


def test_its_own_tests_pass(partner: Language) -> None:
    assert partner.folder.is_dir()  # the fixture ran them


# Python's is looked at in tests/contract/test_proto.py.
@pytest.mark.parametrize("partner", [each for each in LANGUAGES if each.name != "python"], ids=str, indirect=True)
def test_generated_code_is_what_the_files_say(partner: Language, tmp_path: Path) -> None:
    run = partner.generate(tmp_path)
    assert run.returncode == 0, run.stdout
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = partner.folder / "gen"
    assert made == {path.relative_to(kept) for path in kept.rglob("*") if path.is_file()}
    assert filecmp.cmpfiles(tmp_path, kept, sorted(map(str, made)), shallow=False)[1:] == ([], [])


def test_all_are_here() -> None:
    assert [language.name for language in LANGUAGES if not language.folder.is_dir()] == []
