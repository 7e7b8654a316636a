"""The registers of numbers beside the code keys: whether the database gave one to another batch, or is behind them."""

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.fsck.report import Report
from hallmint_server.keyring.keyring import KeyRecord, KeyState
from hallmint_server.keyring.register import Register
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.minting.model import Batch

_SQL = load("hallmint_server.fsck", "register.sql")


def check_number(report: Report, where: str, register: Register, record: KeyRecord, batch: Batch) -> None:
    """A batch that has tokens is the one that its number was entered for, if it was."""
    if not batch.cursor:
        return
    try:
        entered = register.read(record.check_value, batch.batch_no)
    except KeyFileError as error:
        report.add(where, str(error))
        return
    if entered is not None and entered != batch.batch_id:
        report.add(
            where,
            f"its number {batch.batch_no} is that of batch {entered} in the register of code key {record.version}: units of both "
            "may have the same codes, if they carry the same GTIN",
        )


async def check_newest(conn: Connection, report: Report, register: Register, record: KeyRecord) -> None:
    """The database has given all numbers that were entered. The register is read first: a number is given before. With a lost key
    nothing is minted any more.
    """
    if record.state is KeyState.LOST:
        return
    where = f"code key {record.version}"
    try:
        newest = register.newest(record.check_value)
    except KeyFileError as error:
        report.add(where, str(error))
        return
    row = await (await conn.execute(_SQL["last_number"])).fetchone()
    if row is not None and row[0] < newest:
        report.add(
            where,
            f"its register has numbers up to {newest}, and the database gave {row[0]}: it was put back to an older state. "
            "A worker that starts with this folder of keys skips those numbers",
        )
