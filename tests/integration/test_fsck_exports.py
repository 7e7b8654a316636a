"""What fsck says of exports: one row is spoiled, and exactly that is found."""

import re
from typing import Any

import psycopg
import pytest

from tests.integration.test_exports import create, watched
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.resolver import tokens

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

CASES: dict[str, tuple[str, list[str]]] = {
    "a pack is gone": (
        "DELETE FROM packs",
        [
            "export: packs (number, first seq, units): expected [[0, 0, 5]], found []",
            "export: units in packs: expected 5, found 0",
            "export: units counted: expected 0, found 5",
        ],
    ),
    "a pack of other units": (
        "UPDATE packs SET units = 4",
        [
            "export: packs (number, first seq, units): expected [[0, 0, 5]], found [[0, 0, 4]]",
            "export: units in packs: expected 5, found 4",
            "export: units counted: expected 4, found 5",
        ],
    ),
    "a lock that stays": (
        "INSERT INTO export_locks SELECT batch_no, brand_id, export_id, holder, now() FROM exports",
        ["export: has ended, and still has its batch's lock"],
    ),
    "a job that is ready": (
        "UPDATE jobs SET state = 'ready' WHERE kind = 'export'",
        ["export: state of its job: expected done, found ready"],
    ),
    "units that nobody counted": (
        "UPDATE exports SET folded = 0",
        [
            "export: units counted: expected 5, found 0",
            "batch: exported units: expected 0, found 5",
            "batch: last_exported_at is set where units were exported: expected True, found False",
        ],
    ),
    "a batch that counts twice": (
        "UPDATE mint_batches SET exported_units = 10, exports_completed = 2",
        [
            "batch: exported units: expected 5, found 10",
            "batch: exports completed: expected 1, found 2",
            "brand acme: exported units: expected 10, found 5",
            "brand acme: exports completed: expected 2, found 1",
        ],
    ),
    "a brand that counts none": (
        "UPDATE brand_totals SET exported_units = 0, exports_completed = 0",
        ["brand acme: exported units: expected 5, found 0", "brand acme: exports completed: expected 1, found 0"],
    ),
    "a batch that forgot when": (
        "UPDATE mint_batches SET last_exported_at = NULL",
        ["batch: last_exported_at is set where units were exported: expected True, found False"],
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_what_is_spoiled_is_found_and_nothing_else(server: Installation, api: Api, conn: Conn, name: str) -> None:
    (token, *_) = await tokens(api, 5)
    await watched(api, (await create(api, token.batch_id)).export_id)
    assert (await server.fsck()).findings == []
    spoil, expected = CASES[name]
    await conn.execute(spoil.encode())
    found = [_UUID.sub("", f"{f.where}: {f.what}").replace(" :", ":") for f in (await server.fsck()).findings]
    assert found == expected


async def test_files_of_packs_are_looked_at(server: Installation, api: Api) -> None:
    (token, *_) = await tokens(api, 5)
    await watched(api, (await create(api, token.batch_id)).export_id)
    (file,) = [path for path in (server.home / "exports").rglob("0-*") if path.is_file()]
    data = file.read_bytes()

    def said(*arguments: str) -> tuple[int, str]:
        done = server.run("fsck", *arguments)
        return done.returncode, _UUID.sub("", done.stdout).splitlines()[0]

    assert said("--packs") == (0, "1 batches, 5 tokens: clean")
    file.write_bytes(data[:-1] + b"x")
    assert said() == (0, "1 batches, 5 tokens: clean")
    assert said("--packs") == (1, "export , pack 0: its file has other bytes than were stored")
    file.write_bytes(data[:-1])
    assert said() == (1, f"export , pack 0: bytes of its file: expected {len(data)}, found {len(data) - 1}")
    file.unlink()
    assert said() == (1, "export , pack 0: its file is not in the storage")
