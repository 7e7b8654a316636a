"""The usual design, for comparison: a random UUID as primary key, a random serial kept unique by an index, and rows written
one by one into a binary COPY, in transactions of the same size.
"""

import secrets
import time
from uuid import uuid4

from hallmint_server.db.pool import Connection

USUAL_TABLE = """
DROP TABLE IF EXISTS usual_tokens;
CREATE TABLE usual_tokens (
    id uuid PRIMARY KEY,
    batch_id uuid NOT NULL,
    serial text NOT NULL UNIQUE,
    status smallint NOT NULL,
    activated_at timestamptz
)
"""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


async def mint_usually(conn: Connection, quantity: int, cycle: int) -> float:
    """Seconds to mint into an empty `usual_tokens`."""
    batch_id = uuid4()
    start = time.perf_counter()
    for first in range(0, quantity, cycle):
        async with (
            conn.transaction(),
            conn.cursor() as cursor,
            cursor.copy(
                "COPY usual_tokens (id, batch_id, serial, status, activated_at) FROM STDIN (FORMAT binary)"
            ) as copy,
        ):
            copy.set_types(["uuid", "uuid", "text", "int2", "timestamptz"])
            for _ in range(min(cycle, quantity - first)):
                await copy.write_row((uuid4(), batch_id, _serial(), 1, None))
    return time.perf_counter() - start


def _serial() -> str:
    number = secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(75, -5, -5))
