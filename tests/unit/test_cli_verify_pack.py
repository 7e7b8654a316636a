"""The `hallmint` command: the offline proof of packs that were downloaded."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hallmint_client.cli.app import run
from tests.support.command import Hallmint
from tests.support.fake_export import EXPORT
from tests.support.fake_service import FakeService


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a server nor a credential."""
    for name in ("HALLMINT_CREDENTIAL", "HALLMINT_CREDENTIAL_FILE", "HALLMINT_SERVER"):
        monkeypatch.delenv(name, raising=False)


def proved(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, str, str]:
    code = run(["verify-pack", str(path)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def downloads(hallmint: Hallmint, tmp_path: Path) -> Path:
    """A folder with an archive beside a folder of packs."""
    done = hallmint("exports", "download", EXPORT, "-o", str(tmp_path / "out"), "--archive", str(tmp_path / "x.zip"))
    assert done.code == 0, done.err
    return tmp_path


def test_packs_are_proved_without_a_server(
    downloads: Path, away: None, capsys: pytest.CaptureFixture[str], service: FakeService
) -> None:
    del away
    root = service.exported.batch.root.hex()
    for path in (downloads / "x.zip", downloads / "out", downloads / "out/manifest.json"):
        code, out, _ = proved(capsys, path)
        assert code == 0
        assert "25 units in 3 of 3 packs of batch " in out
        assert "none missing, none changed" in out
        assert f"root {root}, made again from the units" in out
    code, out, err = proved(capsys, downloads / "out" / service.exported.packs[2].file_name)
    assert (code, "5 units in 1 of 3 packs" in out, "was not made again" in err) == (0, True, True)
    assert out.endswith("not changed; the others were not looked at\n")
    assert run(["--json", "verify-pack", str(downloads / "x.zip")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["units"], told["batch_root"], told["root_proved"]) == (25, root, True)
    assert run(["verify-pack", "--help"]) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: (f / "x.zip").write_bytes((f / "x.zip").read_bytes()[:-1]), "the archive is cut"),
        (lambda f: (f / "x.zip").write_bytes((f / "x.zip").read_bytes() + b"x"), "the archive is longer"),
        (lambda f: shutil.make_archive(str(f / "x"), "zip", f / "out"), "there is no"),
    ],
)
def test_what_is_not_whole_is_one_line_and_exit_1(
    downloads: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Path], object], words: str
) -> None:
    change(downloads)
    code, out, err = proved(capsys, downloads / "x.zip")
    assert (code, out) == (1, "")
    assert re.fullmatch(r"error: .* \(NOT_PROVED\): print nothing of it, and download it again\n", err)
    assert words in err
    assert run(["verify-pack", str(downloads / "x.zip"), "--json"]) == 1
    assert json.loads(capsys.readouterr().err)["error"]["reason"] == "NOT_PROVED"
