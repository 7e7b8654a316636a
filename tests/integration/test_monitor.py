"""`hallmint monitor` of a log that grows: as anybody, and as a brand. What somebody changed, test_tampering.py has."""

import asyncio
import json
import signal
from typing import Any

import psycopg

from hallmint_server.log import tile
from hallmint_server.log.checkpoint import open_checkpoint
from hallmint_server.log.entry import BatchEntry, parse_entry
from hallmint_server.log.signature import COSIGNATURE, Verifier
from tests.support.installation import Installation, free_port
from tests.support.log_scene import signer
from tests.support.monitoring import Monitor, sign_again
from tests.support.sequencing import Queued, sequence
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]


async def test_anybody_follows_the_log_and_learns_nothing_of_whose_it_is(
    monitor: Monitor, server: Installation, conn: Conn, batches: list[str]
) -> None:
    first = await monitor.public()
    assert (first.code, first.err) == (0, "")
    assert first.out == "log id.hallmint.example/log: 302 entries, 302 new, none changed\n"
    again = await monitor.public()
    assert again.out == "log id.hallmint.example/log: 302 entries, the same head as before\n"
    await Queued(conn=conn).add(300, first=1000)
    await sequence(server.settings)
    grown = await monitor.public()
    assert grown.out == "log id.hallmint.example/log: 602 entries, 300 new, none changed\n"
    whole = await monitor.public("--from-start", "--json")
    head = json.loads(whole.out)
    assert (head["event"], head["size"], head["new"], head["witnesses"]) == ("head", 602, 0, [])
    kept = monitor.state.read_text()
    assert monitor.state.stat().st_mode & 0o777 == 0o600
    assert [name for name in batches if name in kept] == []
    assert sorted(path.name for path in monitor.folder.iterdir() if path.is_file()) == ["log.state"]


async def test_what_is_public_tells_nothing_of_products_and_quantities(
    monitor: Monitor, conn: Conn, batches: list[str]
) -> None:
    """All that is served: the checkpoint, every tile and every bundle."""
    served = {"checkpoint": (await monitor.resolver.ask("/checkpoint")).body}
    entries: list[bytes] = []
    for each in tile.tiles(302):
        served[each.path] = (await monitor.resolver.ask(f"/{each.path}")).body
        if each.level == 0:
            bundle = tile.Tile(None, each.number, each.width).path
            served[bundle] = (await monitor.resolver.ask(f"/{bundle}")).body
            entries += tile.read_bundle(served[bundle], each.width)
    assert len(entries) == 302
    rows = await (
        await conn.execute(
            """SELECT c.product_id, c.brand_id, c.root, c.salt, o.monitor_key, c.quantity, o.slug, o.name, b.context
               FROM log_commitments c JOIN brands o USING (brand_id) JOIN mint_batches b USING (batch_no)"""
        )
    ).fetchall()
    assert len(rows) == 2
    everything = b"".join(served.values())
    for product, brand, root, salt, key, _, slug, name, context in rows:
        secrets = [*map(str, (product, brand)), slug, name, context, "SKU-1", "09506000134352"]
        secrets += [part.hex() for part in (root, salt, key, product.bytes, brand.bytes)]
        for secret in secrets:
            assert secret.encode() not in everything
        for part in (root, salt, key, product.bytes, brand.bytes):
            assert bytes(part) not in everything
    # Batches are told of by an id and two hashes each, and nothing else, whatever their size.
    told = [parse_entry(entry) for entry in entries]
    own = [entry for entry in told if isinstance(entry, BatchEntry)]
    assert [str(entry.batch_id) for entry in own] == batches
    assert len(bytes(own[0])) == len(bytes(own[1]))
    assert own[0].tag != own[1].tag
    assert own[0].commitment != own[1].commitment


async def test_a_history_that_was_rewritten_and_has_gone_on(monitor: Monitor, server: Installation, conn: Conn) -> None:
    """By somebody with the log's key, who changed an old entry and every tile, and signed a larger tree."""
    assert (await monitor.public()).code == 0
    await Queued(conn=conn).add(10, first=5000)
    await sequence(server.settings)
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("UPDATE log_entries SET entry = convert_to('a lie', 'UTF8') WHERE entry_no = 9")
    await sign_again(conn, server)
    before = monitor.state.read_bytes()
    for arguments in ((), ("--from-start",)):
        run = await monitor.public(*arguments)
        assert run.code == 5, run.said
        assert "entries that were seen before were changed: one or more of 0 to 255 (HISTORY_CHANGED)" in run.err
    # What was seen stays what was seen, and both heads are kept, once.
    assert monitor.state.read_bytes() == before
    (evidence,) = monitor.folder.glob("log-evidence-*.txt")
    old, new = evidence.read_bytes().split(b"\n\nid.")
    assert new.startswith(b"hallmint.example/log\n312\n")
    assert open_checkpoint(old + b"\n", Verifier.parse(monitor.log_key))[0].size == 302
    # Whoever comes new has nothing to hold it against.
    fresh = await monitor.call("monitor", monitor.url, "--log-key", monitor.log_key)
    assert fresh.code == 0


async def test_files_of_where_it_stood(monitor: Monitor) -> None:
    assert (await monitor.brand()).code == 0
    good = monitor.state.read_bytes()
    told = json.loads(good)
    wrong: list[bytes] = [b"", b"{}", b"[]", b"null", b"\xff", good[:-20], b"[" * 100_000]
    wrong += [json.dumps({**told, name: value}).encode() for name, value in (
        ("size", 301), ("size", "302"), ("root", "00" * 32), ("range", told["range"][1:]), ("note", ""), ("own", []),
        ("own", [{"number": 1, "x": 2}]), ("format", "hallmint/monitor/v2"), ("monitor_key", ""), ("sha256", ""),
    )]  # fmt: skip
    for data in wrong:
        monitor.state.write_bytes(data)
        run = await monitor.brand()
        assert (run.code, "(STATE_UNUSABLE)" in run.err) == (1, True), (data, run.said)
        assert monitor.state.read_bytes() == data
    monitor.state.write_bytes(good)
    other = str(signer("other.example/log").verifier)
    run = await monitor.call("monitor", monitor.url, "--log-key", other, "--state", str(monitor.state))
    assert (run.code, "is of another log, or of another key" in run.err) == (1, True)
    assert (await monitor.brand()).code == 0
    run = await monitor.public("--state", str(monitor.folder))
    assert run.code == 2
    run = await monitor.public("--state", str(monitor.folder / "nowhere" / "state"))
    assert run.code == 2


async def test_whose_signatures_are_wanted(monitor: Monitor) -> None:
    for key, code in (
        ("x", 2),
        (str(signer("id.hallmint.example/log").verifier), 5),
        (str(signer("o.example").verifier), 5),
    ):
        run = await monitor.call("monitor", monitor.url, "--log-key", key)
        assert run.code == code, run.said
        assert ("(NOT_SIGNED)" in run.err) == (code == 5)
    witness = str(signer("witness.example", algorithm=COSIGNATURE).verifier)
    run = await monitor.public("--witness", witness)
    assert (run.code, "fewer known witnesses" in run.err) == (5, True)
    assert (await monitor.public("--witness", witness, "--witnesses", "0")).code == 0
    assert (await monitor.public("--witnesses", "1")).code == 2


async def test_nobody_answers(monitor: Monitor) -> None:
    run = await monitor.call("monitor", f"http://127.0.0.1:{free_port()}", "--log-key", monitor.log_key)
    assert (run.code, "(LOG_UNAVAILABLE)" in run.err) == (4, True)
    run = await monitor.call("monitor", "nowhere", "--log-key", monitor.log_key)
    assert run.code == 2
    # The log answers, and the server does not: what the log says is shown all the same.
    run = await monitor.brand("--server", f"127.0.0.1:{free_port()}", "--timeout", "1")
    assert (run.code, "302 new, none changed" in run.out) == (4, True)
    assert len([line for line in run.out.splitlines() if " batch " in line]) == 2


async def test_it_goes_on_until_somebody_ends_it(
    monitor: Monitor, server: Installation, conn: Conn, batches: list[str]
) -> None:
    key = await monitor.key()
    out, err = monitor.folder / "out", monitor.folder / "err"
    arguments = ("--follow", "--interval", "0.1", "--state", str(monitor.state), "--monitor-key", str(key))
    process = monitor.start("monitor", monitor.url, "--log-key", monitor.log_key, *arguments, out=out, err=err)
    try:

        async def says(words: str) -> None:
            await until(lambda: words in out.read_text(), 20, what=words)

        await says(batches[1])
        await Queued(conn=conn).add(5, first=9000)
        await sequence(server.settings)
        await says("307 entries, 5 new, none changed")
        process.send_signal(signal.SIGINT)
        assert await asyncio.to_thread(process.wait, 20) == 130
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in err.read_text()
    assert err.read_text().count("The next run begins where this one stood") == 1
    assert json.loads(monitor.state.read_text())["size"] == 307
    # One that finds something wrong ends.
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("DELETE FROM log_commitments WHERE batch_no = 1")
    run = await monitor.brand("--follow", "--interval", "0.1")
    assert (run.code, "(ENTRY_UNKNOWN)" in run.err) == (5, True)
