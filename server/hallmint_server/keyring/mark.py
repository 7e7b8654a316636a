"""Marks: the newest batch that each code key minted, in `last-batch-<version>.txt` beside the keys.

A code is a function of key, number of the batch and place in it. A database that was put back to an older state gives the numbers
of batches it lost to others, and would make codes a second time that may be printed. The folder of keys is not put back with
it: a mark of a batch that the database does not know says so, as the checkpoint beside the log's key does for the log. What a
worker does then:

    numbers   `batch_numbers` goes on after the mark, so what is submitted from then on has numbers that nobody ever had.
    refusal   A batch that was submitted since with a number up to the mark is not minted. Those of before go on: they are the
              same batches at the same places, and the codes that were printed become valid again.

Each worker knows what was minted with its own folder. A batch is marked before its first row can be durable, and after it was
submitted, so there is no moment in which a code is durable and neither its batch nor its mark is.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import structlog

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.keyring import secret
from hallmint_server.keyring.secret import KeyFileError

log = structlog.get_logger()

_SQL = load("hallmint_server.keyring", "mark.sql")
_LOCK = ".last-batch.lock"


class NumberTakenError(Exception):
    """A batch has the number of one that was minted with the same key, and that the database lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A batch as the file has it; `created_at` is when it was submitted, by the database's clock."""

    batch_no: int
    batch_id: UUID
    created_at: datetime

    def text(self) -> str:
        """The one line of the file."""
        return f"{self.batch_no} {self.batch_id} {self.created_at.isoformat()}\n"


def parse_mark(text: str) -> Mark:
    """A mark out of its line. Raises ValueError."""
    number, batch_id, created_at = text.removesuffix("\n").split(" ")
    mark = Mark(batch_no=int(number), batch_id=UUID(batch_id), created_at=datetime.fromisoformat(created_at))
    if mark.text() != text or mark.batch_no < 1 or mark.created_at.tzinfo is None:
        raise ValueError("not as it was written")
    return mark


class Marks:
    """The marks of one folder of keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_told = False

    def path(self, version: int) -> Path:
        """The file of one key version."""
        return self._folder / f"last-batch-{version}.txt"

    def read(self, version: int) -> Mark | None:
        """The mark of a version; None before its first batch. Raises KeyFileError where the file cannot be read."""
        path = self.path(version)
        try:
            return parse_mark(path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeyFileError(
                f"the last batch of code key {version} cannot be read: {path}: {error.strerror}"
            ) from None
        except ValueError:
            raise KeyFileError(
                f"{path} does not say which batch code key {version} minted last. Put it back from your backup; or, if this "
                "database was never put back to an older state, delete it"
            ) from None

    def read_all(self, versions: Iterable[int]) -> Mapping[int, Mark]:
        """The marks that there are. Raises KeyFileError as `read`."""
        found = {version: self.read(version) for version in versions}
        return {version: mark for version, mark in found.items() if mark is not None}

    async def check(self, conn: Connection, version: int, batch: Mark) -> None:
        """Whether a batch may be minted with a key; where the mark's own is missing in the database, its numbers are skipped
        first, durably. Raises NumberTakenError; KeyFileError as `read`.
        """
        mark = await asyncio.to_thread(self.read, version)
        if mark is not None and mark.batch_id != batch.batch_id:
            await _skip_lost(conn, version, mark)
        if (await _one(conn, "is_taken", batch_no=batch.batch_no)) is not None:
            raise NumberTakenError

    async def reconcile(self, conn: Connection, versions: Iterable[int]) -> None:
        """Skip the numbers of batches that the database lost. A retry changes nothing. Raises KeyFileError as `read`."""
        for version, mark in (await asyncio.to_thread(self.read_all, versions)).items():
            await _skip_lost(conn, version, mark)

    async def keep(self, version: int, batch: Mark) -> None:
        """Let the file say that a key is used for a batch, unless it says a later one. Written whole or not at all; a power cut
        may take the last ones away, which matters only where the database loses them with it.

        Where the folder cannot be written minting goes on without, as without a signed log; it is said once.
        """
        try:
            await asyncio.to_thread(self.write, version, batch)
        except OSError as error:
            if not self._is_told:
                log.warning(
                    "no mark of the last batch is kept beside the keys", folder=str(self._folder), error=error.strerror
                )
            self._is_told = True

    def write(self, version: int, batch: Mark) -> None:
        """`keep` for callers that may wait for the disk. Raises OSError, and KeyFileError as `read`."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with secret.locked(self._folder / _LOCK):
            mark = self.read(version)
            if mark is None or mark.batch_no < batch.batch_no:
                secret.replace(self.path(version), batch.text(), flush=False)


async def is_missing(conn: Connection, version: int, mark: Mark) -> bool:
    """Whether the database does not know the batch of a mark, and no worker has skipped its number yet."""
    place = {"key_version": version, "batch_no": mark.batch_no, "batch_id": mark.batch_id}
    return (await _one(conn, "is_missing", **place)) is not None


async def _skip_lost(conn: Connection, version: int, mark: Mark) -> None:
    if not await is_missing(conn, version, mark):
        return
    # Dying between the two changes nothing: the mark still says so, and the next worker does both once more.
    await conn.execute(_SQL["skip_numbers"], {"batch_no": mark.batch_no})
    await conn.execute(
        _SQL["add_lost"],
        {
            "key_version": version,
            "batch_no": mark.batch_no,
            "batch_id": mark.batch_id,
            "created_at": mark.created_at,
        },
    )
    log.error(
        "the database was put back to an older state: it lost batches, and their numbers are skipped",
        key_version=version,
        last_batch_no=mark.batch_no,
        last_batch_id=str(mark.batch_id),
    )


async def _one(conn: Connection, statement: str, **values: object) -> object | None:
    return await (await conn.execute(_SQL[statement], values)).fetchone()
