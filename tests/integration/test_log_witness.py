"""The sequencer and witnesses that are real processes: what is published, and when."""

import asyncio
import json
import re
import subprocess
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiohttp import web

from hallmint.v1 import token_pb2
from hallmint.v1 import verification_service_pb2 as pb
from hallmint_server.log import cosigning
from hallmint_server.log.checkpoint import Head, open_checkpoint
from hallmint_server.log.cosigning import QuorumMissing
from hallmint_server.log.opening import open_key
from hallmint_server.log.policy import PolicyError, parse_policy
from mintcore import verify_proof
from tests.support.api import Api
from tests.support.installation import Installation, free_port
from tests.support.refusal import refused
from tests.support.sequencing import Queued, sequence, sequencer
from tests.support.wait import until
from tests.support.witnessing import Program, listening, policy_of, policy_text, programs

Conn = psycopg.AsyncConnection[Any]


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine makes no witness late."""
    monkeypatch.setattr(cosigning, "ASK_SECONDS", 40.0)
    monkeypatch.setattr(cosigning, "GRACE_SECONDS", 40.0)


@pytest.fixture
async def witnesses(place: Installation, tmp_path: Path) -> AsyncIterator[list[Program]]:
    """Two witnesses of the log of this installation, whose key is made."""
    key = open_key(place.settings.keys_folder, None, place.settings.resolver_base_url, first_start=True)
    with programs(tmp_path, 2, logs=[key.public]) as made:
        yield made


async def published(conn: Conn) -> list[str]:
    """The notes, oldest first."""
    rows = await (await conn.execute("SELECT note FROM log_checkpoints ORDER BY size")).fetchall()
    return [note for (note,) in rows]


async def sizes(conn: Conn) -> tuple[int, int, int]:
    """Entries in the tree, published (-1 without a checkpoint), and in the queue."""
    statement = """SELECT (SELECT size FROM log_tree), coalesce((SELECT max(size) FROM log_checkpoints), -1),
                          (SELECT count(*) FROM log_queue)"""
    row = await (await conn.execute(statement)).fetchone()
    assert row is not None
    return tuple(row)


def cosigners(place: Installation, note: str, witnesses: list[Program]) -> set[str]:
    """Who cosigned a note of this log; nobody else signed it."""
    key = open_key(place.settings.keys_folder, None, "", first_start=False)
    _, opened = open_checkpoint(note.encode(), key.verifier, [each.key for each in witnesses])
    assert opened.unknown == ()
    return {verifier.name for verifier, _ in opened.verified} - {key.name}


async def test_both_cosign_what_is_published(place: Installation, conn: Conn, witnesses: list[Program]) -> None:
    names = {each.key.name for each in witnesses}
    first = 0
    for count in (1, 300, 5):
        await Queued(conn=conn).add(count, first)
        first += count
        await sequence(place.settings, policy=policy_of(witnesses, "all"))  # each with no memory of the last
    notes = await published(conn)
    assert [note.split("\n")[1] for note in notes] == ["1", "301", "306"]
    assert [cosigners(place, note, witnesses) for note in notes] == [names] * 3
    assert (await place.fsck()).findings == []


async def test_a_sequencer_remembers_where_each_stands(
    place: Installation, conn: Conn, witnesses: list[Program]
) -> None:
    made = sequencer(place.settings, policy=policy_of(witnesses, "all"))
    for at in range(3):
        await Queued(conn=conn).add(10, 10 * at)
        await made.turn(conn)
    assert len(await published(conn)) == 3
    for witness in witnesses:
        assert witness.stop() == 0
        lines = [json.loads(line) for line in witness.log.read_text().splitlines()[1:]]
        assert [(line["event"], line["size"]) for line in lines] == [("cosigned", size) for size in (10, 20, 30)]


async def test_a_dead_witness_out_of_one_of_two(place: Installation, conn: Conn, witnesses: list[Program]) -> None:
    await Queued(conn=conn).add(3)
    policy = policy_of(witnesses, "any")
    witnesses[0].stop()
    await sequence(place.settings, policy=policy)
    (note,) = await published(conn)
    assert cosigners(place, note, witnesses) == {witnesses[1].key.name}


@pytest.mark.parametrize("quorum", ["any", "none"])
async def test_a_lying_witness_counts_for_nothing(
    place: Installation, conn: Conn, witnesses: list[Program], quorum: str
) -> None:
    """It answers with what its neighbour cosigned, under another text, and says sizes that it never saw."""
    liar, honest = witnesses

    async def lie(request: web.BaseRequest) -> web.StreamResponse:
        asked = await request.read()
        if asked.startswith(b"old 0\n"):
            return web.Response(status=409, text="2\n", content_type="text/x.tlog.size")
        return web.Response(text=f"— {liar.key.name} {'A' * 104}\n— {honest.key.name} {'A' * 104}\n")

    async with listening(lie) as url:
        text = policy_text(witnesses, quorum).replace(liar.url, url)
        await Queued(conn=conn).add(3)
        await sequence(place.settings, policy=parse_policy(text.encode()))
    (note,) = await published(conn)
    assert cosigners(place, note, witnesses) == {honest.key.name}


async def test_nothing_is_published_without_a_quorum_and_the_log_grows(
    place: Installation, conn: Conn, witnesses: list[Program]
) -> None:
    policy = policy_of(witnesses, "all")
    await Queued(conn=conn).add(3)
    witnesses[0].stop()
    for count in (0, 4):
        await Queued(conn=conn).add(count, 100)
        with pytest.raises(
            QuorumMissing, match=r"The quorum g of the policy is not met: w2 cosigned, and not w1 \(unre"
        ):
            await sequence(place.settings, policy=policy)
    assert await sizes(conn) == (7, -1, 0)
    head = Head(place.settings.keys_folder, open_key(place.settings.keys_folder, None, "", first_start=False))
    last = head.last()
    assert last is not None
    assert last.size == 7, "it is signed"
    assert (await place.fsck()).findings == []
    witnesses[0].start()
    await sequence(place.settings, policy=policy)
    (note,) = await published(conn)
    assert cosigners(place, note, witnesses) == {each.key.name for each in witnesses}
    assert (await place.fsck()).findings == []


async def test_a_database_put_back_is_found_by_its_witnesses(
    place: Installation, conn: Conn, witnesses: list[Program]
) -> None:
    """Also where the checkpoint file beside the key was put back with it."""
    policy = policy_of(witnesses, "any")
    await Queued(conn=conn).add(5)
    await sequence(place.settings, policy=policy)
    file = place.settings.keys_folder / "log-checkpoint-1.txt"
    file.unlink()
    await conn.execute("SET session_replication_role = replica")
    for table in ("log_entries", "log_checkpoints", "log_tiles"):
        await conn.execute(f"DELETE FROM {table}".encode())
    await conn.execute("UPDATE log_tree SET size = 0, root = sha256('')")
    for count, words in ((4, r"w1 \(conflict\), w2 \(conflict\)"), (1, r"conflict"), (3, "conflict")):
        await Queued(conn=conn).add(count, 1000 + count)  # fewer entries, as many, and more: another story each time
        with pytest.raises(QuorumMissing, match=words):
            await sequence(place.settings, policy=policy)
    for witness in witnesses:
        (evidence,) = witness.folder.glob("evidence-*")
        assert evidence.read_text().split("\n")[1] == "5"


async def test_a_policy_of_another_log(place: Installation, conn: Conn, witnesses: list[Program]) -> None:
    await Queued(conn=conn).add(1)
    text = policy_text(witnesses, "any", log=str(open_key(place.home / "other", "o", "", first_start=True).verifier))
    with pytest.raises(PolicyError, match="is not a policy of this log"):
        await sequence(place.settings, policy=parse_policy(text.encode()))
    assert await sizes(conn) == (0, -1, 1)


async def test_a_worker_publishes_by_the_policy_and_says_what_is_wrong_once(
    server: Installation, api: Api, conn: Conn, witnesses: list[Program], tmp_path: Path
) -> None:
    policy = tmp_path / "policy"
    log_key = open_key(server.settings.keys_folder, None, "", first_start=False).public
    policy.write_text(policy_text(witnesses, "all", log=log_key))
    witnesses[1].stop()
    port = free_port()
    worker = server.start(
        "worker", HALLMINT_LOG_POLICY=str(policy), HALLMINT_LOG_LEVEL="info", HALLMINT_METRICS_PORT=str(port)
    )
    log = tmp_path / "worker.log"
    batch = await api.submit(10)
    await api.ended(batch.batch_id)  # minting goes on
    await until(lambda: log.read_text().count("no checkpoint is published") == 1, 30, what="it is said")
    assert worker.poll() is None
    place = token_pb2.BatchSeq(batch_id=batch.batch_id, seq=3)
    wanted = pb.GetTokenProofRequest(token=token_pb2.TokenRef(batch_seq=place))
    assert (await refused(api.verification.GetTokenProof(wanted, metadata=api.metadata))).reason == "LOG_NOT_READY"
    metrics = await asyncio.to_thread(scraped, port)
    assert "hallmint_log_waiting_entries 1.0" in metrics
    assert re.search(r'hallmint_log_witness_failures_total\{reason="unreachable",witness="w2"\} [1-9]', metrics)
    witnesses[1].start()

    async def is_published() -> bool:
        return (await sizes(conn))[:2] == (1, 1)

    await until(is_published, 30, what="published once the quorum is met")
    proof = (await api.verification.GetTokenProof(wanted, metadata=api.metadata)).proof
    keys = [str(witness.key) for witness in witnesses]
    assert verify_proof(proof, log_key, witness_keys=keys, witnesses=2).seq == 3
    worker.terminate()
    worker.wait(20)
    said = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["witness"] for line in said if line["event"] == "a witness did not cosign"] == ["w2"]
    assert [line["witness"] for line in said if line["event"] == "a witness cosigns again"] == ["w2"]
    assert "127.0.0.1" not in log.read_text()
    assert (await server.fsck()).findings == []


def scraped(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        return str(answer.read().decode())


def test_a_worker_does_not_start_with_a_policy_that_is_none(place: Installation, tmp_path: Path) -> None:
    (tmp_path / "policy").write_text("quorum nobody\n")
    done: subprocess.CompletedProcess[str] = place.run("worker", HALLMINT_LOG_POLICY=str(tmp_path / "policy"))
    assert done.returncode == 78
    assert "HALLMINT_LOG_POLICY: " in done.stderr
    assert "policy: line 1: the quorum nobody is not defined on a line before" in done.stderr
