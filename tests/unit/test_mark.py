"""The mark beside a code key: written whole, never moved back, and read strictly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from hallmint_server.keyring.mark import Mark, Marks, parse_mark
from hallmint_server.keyring.secret import KeyFileError

_AT = datetime(2026, 3, 1, 12, 30, 0, 123456, tzinfo=UTC)
_LINE = "7 01890a5d-ac96-774b-bcce-b302099a8057 2026-03-01T12:30:00.123456+00:00\n"


def mark(number: int) -> Mark:
    return Mark(batch_no=number, batch_id=UUID("01890a5d-ac96-774b-bcce-b302099a8057"), created_at=_AT)


def test_the_line_says_number_batch_and_time() -> None:
    assert mark(7).text() == _LINE
    assert parse_mark(_LINE) == mark(7)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        _LINE[:-1],
        _LINE + "\n",
        "0" + _LINE,
        "-" + _LINE,
        _LINE.replace(" ", "  ", 1),
        _LINE.replace("7 ", "\u0667 ", 1),
        _LINE.upper(),
        _LINE.replace("-ac96", "-ac9"),
        _LINE.replace("+00:00", ""),
        _LINE[:40],
    ],
)
def test_anything_else_is_refused_by_name(tmp_path: Path, text: str) -> None:
    marks = Marks(tmp_path)
    marks.path(3).write_text(text, encoding="utf-8")
    with pytest.raises(KeyFileError, match=r"last-batch-3\.txt does not say which batch code key 3 minted last"):
        marks.read(3)


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    marks.path(3).mkdir()
    with pytest.raises(
        KeyFileError, match=r"the last batch of code key 3 cannot be read: .*last-batch-3\.txt: Is a directory"
    ):
        marks.read(3)


async def test_it_only_ever_moves_on(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "keys")
    assert marks.read(1) is None
    for number in (5, 4, 5, 6, 1):
        await marks.keep(1, mark(number))
    assert marks.read(1) == mark(6)
    await marks.keep(2, mark(2))
    assert dict(marks.read_all([1, 2, 3])) == {1: mark(6), 2: mark(2)}
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {
        "last-batch-1.txt",
        "last-batch-2.txt",
        ".last-batch.lock",
    }


def test_many_at_once_leave_the_newest(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        # Each through its own object, as workers in processes of their own have it: the lock is the file's.
        list(threads.map(lambda number: Marks(tmp_path).write(1, mark(number)), range(1, 65)))
    assert Marks(tmp_path).read(1) == mark(64)


async def test_a_folder_that_cannot_be_written_is_told_once_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("no folder")
    marks = Marks(tmp_path / "keys" / "deeper")
    with capture_logs() as logs:
        await marks.keep(1, mark(1))
        await marks.keep(1, mark(2))
    (line,) = logs
    assert (line["log_level"], line["error"]) == ("warning", "Not a directory")
