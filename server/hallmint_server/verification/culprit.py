"""Which rows were changed: what the code key makes for each place, held against what stands there."""

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.minting.model import Batch
from mintcore import CodeKey

_SQL = load("hallmint_server.verification", "verification.sql")


async def changed_rows(conn: Connection, batch: Batch, key: CodeKey | None, stretch: tuple[int, int]) -> list[int]:
    """The seqs of a stretch of a batch, in order, whose rows are missing, or carry another code than their own. Without the key,
    which may be lost, those that are missing.
    """
    first, end = stretch
    values = {"batch_no": batch.batch_no, "first": first, "end": end}
    codes: dict[int, str] = dict(await (await conn.execute(_SQL["rows"], values)).fetchall())
    found = []
    for seq in range(first, end):
        code = codes.get(seq)
        if code is None or (key is not None and key.mismatches(batch.context, batch.batch_no, seq, [code])):
            found.append(seq)
    return found
