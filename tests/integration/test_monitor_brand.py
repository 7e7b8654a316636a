"""What a brand sees of its own in the log by `hallmint monitor`, and nobody else."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from hallmint.v1 import credential_service_pb2, member_pb2
from tests.support.anchoring import last_months, write_chain
from tests.support.api import Api
from tests.support.credential import accept, invite
from tests.support.installation import Installation
from tests.support.monitoring import Monitor
from tests.support.sequencing import sequence

Conn = psycopg.AsyncConnection[Any]


async def test_a_brand_sees_what_it_minted(
    monitor: Monitor, server: Installation, api: Api, batches: list[str]
) -> None:
    # Seen before by the same file without the key: then the brand's entries are looked for from the start.
    assert (await monitor.public()).code == 0
    seen = await monitor.brand("--json")
    assert (seen.code, seen.err) == (0, "")
    head, *entries = [json.loads(line) for line in seen.out.splitlines()]
    assert (head["size"], head["new"]) == (302, 0)
    assert [(entry["entry_no"], entry["batch_id"], entry["quantity"]) for entry in entries] == [
        (0, batches[0], 600),
        (301, batches[1], 300),
    ]
    assert all(UUID(entry["product_id"]) and entry["submitted_at"] < entry["ended_at"] for entry in entries)
    again = await monitor.brand()
    assert again.out == "log id.hallmint.example/log: 302 entries, the same head as before\n"
    assert again.err == "no new entries of the brand\n"
    tokens = await monitor.brand("--tokens", "--from-start")
    assert tokens.code == 0
    assert "rows of 900 units in 2 batches, 5 proofs: all are what was minted\n" in tokens.out
    table = [line.split() for line in tokens.out.splitlines() if batches[0] in line or batches[1] in line]
    assert [(row[0], row[3], row[4], row[5]) for row in table] == [
        ("0", "batch", batches[0], "600"),
        ("301", "batch", batches[1], "300"),
    ]
    # Without a credential: when, and not what.
    alone = await monitor.brand("--from-start", "--json", credential=None)
    assert [sorted(json.loads(line)) for line in alone.out.splitlines()[1:]] == [
        ["batch_id", "entry_no", "event", "submitted_at"]
    ] * 2
    del api, server


async def test_mints_that_nobody_ordered_are_named(monitor: Monitor, batches: list[str], tmp_path: Path) -> None:
    known = tmp_path / "ordered"
    known.write_text(f"# ours\n{batches[0]}  # the first\n\n")
    seen = await monitor.brand("--known", str(known))
    assert seen.code == 5
    words = f"batch {batches[1]}: entry 301 is the brand's, and it is not among those you ordered (MINT_UNKNOWN)"
    assert [line for line in seen.err.splitlines() if line.startswith(f"error: {words}")] != []
    # Also the next time, when nothing is new; until it is among them.
    again = await monitor.brand("--known", str(known), "--json")
    error = json.loads(again.err)["error"]
    assert (again.code, error["reason"]) == (5, "MINT_UNKNOWN")
    known.write_text("\n".join(batches).upper())
    assert (await monitor.brand("--known", str(known))).code == 0
    known.write_text("a batch")
    assert (await monitor.brand("--known", str(known))).code == 2
    assert (await monitor.brand("--known", str(tmp_path / "none"))).code == 2
    assert (await monitor.public("--known", str(known))).code == 2
    assert (await monitor.public("--tokens")).code == 2


async def test_another_brands_key_finds_nothing(monitor: Monitor, api: Api) -> None:
    await api.make_brand("other")
    path = monitor.folder / "other.key"
    got = await monitor.call("monitor-key", "-o", str(path), credential=api.key)
    assert got.code == 0
    run = await monitor.call(
        "monitor", monitor.url, "--log-key", monitor.log_key, "--monitor-key", str(path), credential=api.key
    )
    assert (run.code, run.err) == (0, "no new entries of the brand\n")
    # A key that is not that of the credential: what the server tells of is not in the log under it.
    run = await monitor.call(
        "monitor", monitor.url, "--log-key", monitor.log_key, "--monitor-key", str(path), credential=monitor.credential
    )
    assert (run.code, run.err.count("(ENTRY_MISSING)")) == (5, 2)


async def test_the_monitor_key_and_who_gets_it(monitor: Monitor, api: Api, conn: Conn) -> None:
    path = await monitor.key()
    row = await (await conn.execute("SELECT monitor_key FROM brands WHERE slug = 'acme'")).fetchone()
    assert row is not None
    assert path.read_text() == f"{row[0].hex()}\n"
    assert path.stat().st_mode & 0o777 == 0o600
    taken = await monitor.call("monitor-key", "-o", str(path), credential=monitor.credential)
    assert (taken.code, row[0].hex() in taken.said) == (2, False)
    told = await monitor.call(
        "monitor-key", "-o", str(monitor.folder / "b.key"), "--json", credential=monitor.credential
    )
    assert (told.code, row[0].hex() in told.said) == (0, False)
    invitation = (await invite(api, "viewer@acme.example", member_pb2.ROLE_VIEWER)).invitation
    viewer = (await accept(api, invitation)).key
    nowhere = monitor.folder / "c.key"
    refused = await monitor.call("monitor-key", "-o", str(nowhere), credential=viewer)
    assert (refused.code, "PERMISSION_MISSING" in refused.err, nowhere.exists()) == (6, True, False)
    # One that reads mints, of a machine, is enough for the rest.
    made = await api.credentials.CreateCredential(
        credential_service_pb2.CreateCredentialRequest(
            request_id="0195c0de-0000-7000-8000-000000000009", name="monitor", scopes=["mint:read"]
        ),
        metadata=api.metadata,
    )
    assert (await monitor.brand("--tokens", credential=made.key)).code == 0
    path.chmod(0o644)
    assert "chmod 600" in (await monitor.brand()).err
    path.chmod(0o600)
    for text in ("", "x" * 64, "ab" * 31, "ab" * 33):
        path.write_text(text)
        run = await monitor.brand()
        assert (run.code, "holds no monitor key" in run.err) == (2, True)


async def test_months_of_the_audit_trail_are_listed(
    monitor: Monitor, server: Installation, api: Api, conn: Conn
) -> None:
    await monitor.key()
    row = await (await conn.execute("SELECT brand_id FROM brands WHERE slug = 'acme'")).fetchone()
    assert row is not None
    (month,) = last_months(1)
    await write_chain(conn, row[0], [month])
    await sequence(server.settings)
    seen = await monitor.brand("--json")
    entries = [json.loads(line) for line in seen.out.splitlines()]
    head = await (await conn.execute("SELECT hash FROM events WHERE brand_id = %s", [row[0]])).fetchone()
    assert head is not None
    assert [entry for entry in entries if "month" in entry] == [
        {"event": "entry", "entry_no": 302, "month": month.strftime("%Y-%m"), "head": head[0].hex()}
    ]
    table = await monitor.brand("--from-start")
    assert f"audit trail of {month:%Y-%m}" in table.out
    del api
