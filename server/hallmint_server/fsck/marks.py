"""Marks beside the code keys: whether the database knows the batch that each key minted last."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from hallmint_server.db.pool import Connection
from hallmint_server.fsck.report import Report
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.keyring.mark import Mark, Marks, is_missing
from hallmint_server.keyring.secret import KeyFileError


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What the folder of keys says, by key version, and what is wrong with it."""

    marks: Mapping[int, Mark]
    wrong: str = ""


async def read_marks(conn: Connection, keyring: Keyring) -> Marked:
    """Read the folder, before the snapshot of the database is taken: a batch is marked after it is there."""
    versions = [record.version for record in await keyring.records(conn)]
    try:
        return Marked(marks=await asyncio.to_thread(Marks(keyring.folder).read_all, versions))
    except KeyFileError as error:
        return Marked(marks={}, wrong=str(error))


async def check_marks(conn: Connection, report: Report, marked: Marked) -> None:
    """Each batch that is marked is there, or a worker has found that it is lost and skipped its number."""
    if marked.wrong:
        report.add("code keys", marked.wrong)
    for version, mark in marked.marks.items():
        if await is_missing(conn, version, mark):
            report.add(
                f"code key {version}",
                f"minted batch {mark.batch_id}, number {mark.batch_no}, which is not here: the database was put back to an older "
                "state. A worker that starts with this folder of keys skips the numbers up to it",
            )
