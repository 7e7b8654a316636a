"""A witness over HTTP: every answer of C2SP tlog-witness, and what is no request of a log."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from structlog.testing import capture_logs

from hallmint_server.log.note import open_note, write_note
from hallmint_server.log.signature import ED25519, Signer
from hallmint_server.witness import site as site_module
from hallmint_server.witness.request import MOST_BYTES
from tests.support.log_scene import ORIGIN, leaf, signer
from tests.support.witnessing import LEAVES, LOG, Scene, answering, ask, body, checkpoint, note, proof

OTHER = [*LEAVES[:2], leaf(1000), *LEAVES[3:]]  # another story from its third entry on
SIZE = "text/x.tlog.size"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with answering(tmp_path / "witness") as made:
        yield made


async def test_a_log_that_grows_is_cosigned(scene: Scene) -> None:
    old = 0
    for size in (0, 1, 2, 2, 7, 8, 200, 300):
        scene.clock.now += 1.9
        status, kind, answer = await scene.post(body(old, size))
        assert (status, kind) == (200, "text/plain")
        assert scene.time(answer, size) == int(scene.clock.now)
        old = size


async def test_the_first_contact_may_be_at_any_size(scene: Scene) -> None:
    assert (await scene.post(body(0, 200)))[0] == 200


async def test_an_old_size_that_is_not_the_witnesss_own_is_told_it(scene: Scene) -> None:
    assert await scene.post(body(5, 7)) == (409, SIZE, "0\n")
    assert (await scene.post(body(0, 7)))[0] == 200
    for old, new in ((0, 7), (0, 9), (6, 9), (8, 9), (0, 3)):
        assert await scene.post(body(old, new)) == (409, SIZE, "7\n")
    assert (await scene.post(body(7, 9)))[0] == 200


async def test_the_type_of_a_size_is_the_one_that_logs_compare_with(scene: Scene) -> None:
    """Tessera and Sigsum read no size behind a type with a charset."""
    async with aiohttp.ClientSession() as session, session.post(f"{scene.url}/add-checkpoint", data=body(5, 7)) as told:
        assert told.headers.getall("Content-Type") == [SIZE]
    async with aiohttp.ClientSession() as session, session.get(f"{scene.url}/other") as told:
        assert told.headers.getall("Content-Type") == ["text/plain; charset=utf-8"]


async def test_another_tree_of_the_same_size_is_a_conflict_and_kept(scene: Scene) -> None:
    assert (await scene.post(body(0, 7)))[0] == 200
    assert await scene.post(body(7, 7, OTHER)) == (409, SIZE, "7\n")
    (evidence,) = scene.folder.glob("evidence-*")
    kept = evidence.read_bytes()
    assert await scene.post(body(7, 7, [*OTHER[:3], leaf(9), *OTHER[4:]])) == (409, SIZE, "7\n")
    assert (await scene.post(body(7, 8)))[0] == 200, "and the witness goes on with the tree that it knows"
    assert evidence.read_bytes() == kept, "the first is kept"
    # With what it contradicts, cosigned, which the record has no more: each is signed by the log.
    lines = kept.decode().splitlines(keepends=True)
    notes = [
        open_note("".join(each).encode(), [LOG.verifier, scene.witness.verifier]) for each in (lines[:6], lines[7:])
    ]
    assert [each.text for each in notes] == [checkpoint(7).text(), checkpoint(7, OTHER).text()]
    assert [each.witnesses() for each in notes] == [1, 0]


@pytest.mark.parametrize(
    "hashes",
    [
        (),
        proof(7, 9)[:-1],
        (*proof(7, 9), bytes(32)),
        (bytes(32), *proof(7, 9)[1:]),
        proof(7, 10),
        tuple(reversed(proof(7, 9))),
    ],
)
async def test_a_proof_that_is_wrong(scene: Scene, hashes: tuple[bytes, ...]) -> None:
    assert (await scene.post(body(0, 7)))[0] == 200
    status, _, answer = await scene.post(body(7, 9, hashes=hashes))
    assert (status, answer.startswith("the proof does not lead from 7 entries")) == (422, True)
    assert (await scene.post(body(7, 9)))[0] == 200


async def test_a_tree_that_is_no_growth(scene: Scene) -> None:
    assert (await scene.post(body(0, 7)))[0] == 200
    assert (await scene.post(body(7, 9, OTHER)))[0] == 422
    assert (await scene.post(body(7, 7, hashes=[bytes(32)])))[0] == 422


async def test_a_proof_from_nothing_is_empty(scene: Scene) -> None:
    assert (await scene.post(body(0, 7, hashes=[bytes(32)])))[0] == 422
    assert (await scene.post(body(0, 0)))[0] == 200
    assert (await scene.post(body(0, 7, hashes=[bytes(32)])))[0] == 422
    assert (await scene.post(body(0, 7)))[0] == 200


async def test_an_unknown_log(scene: Scene) -> None:
    stranger = signer("stranger.example")
    text = checkpoint(3, origin="stranger.example").text()
    status, _, answer = await scene.post(b"old 0\n\n" + write_note(text, [stranger.sign(text)]))
    assert (status, answer) == (404, "this witness does not know the log that the checkpoint is of\n")


async def test_a_checkpoint_that_its_log_did_not_sign(scene: Scene) -> None:
    text = checkpoint(3).text()
    for signature in (
        signer("another.example").sign(text),  # a known log, and not this one
        signer("stranger.example").sign(text),
        LOG.sign(checkpoint(4).text()),
    ):
        status, _, answer = await scene.post(b"old 0\n\n" + write_note(text, [signature]))
        assert (status, answer.startswith("the checkpoint is not signed by its log")) == (403, True)
    # Its second key will do, and what others signed is passed over.
    second = Signer(name=ORIGIN, algorithm=ED25519, seed=bytes(32))
    both = write_note(text, [signer("stranger.example").sign(text), second.sign(text)])
    assert (await scene.post(b"old 0\n\n" + both))[0] == 200


MALFORMED = {
    "nothing": b"",
    "no old": note(3),
    "no size": b"old \n\n" + note(3),
    "a sign": b"old +0\n\n" + note(3),
    "leading zeros": b"old 00\n\n" + note(3),
    "too large": b"old 9223372036854775808\n\n" + note(3),
    "two blanks": b"old  0\n\n" + note(3),
    "CRLF": b"old 0\r\n\r\n" + note(3),
    "digits of another alphabet": "old \N{ARABIC-INDIC DIGIT ZERO}\n\n".encode() + note(3),
    "no empty line": b"old 0\n" + note(3),
    "no checkpoint": b"old 0\n\n",
    "no signature": b"old 0\n\n" + note(3).partition(b"\n\n")[0] + b"\n\n",
    "no line feed at the end": body(0, 3)[:-1],
    "a hash that is none": b"old 2\n!\n\n" + note(3),
    "a hash of 31 bytes": b"old 2\n" + base64.b64encode(bytes(31)) + b"\n\n" + note(3),
    "a hash with a blank": b"old 2\n" + base64.b64encode(bytes(32)) + b" \n\n" + note(3),
    "a hash of other letters": "old 2\né\n\n".encode() + note(3),
    "64 hashes": body(2, 3, hashes=[bytes(32)] * 64),
    "a size with zeros": b"old 0\n\n" + note(3).replace(b"\n3\n", b"\n03\n"),
    "an empty tree with entries": b"old 0\n\n" + note(3).replace(b"\n3\n", b"\n0\n"),
    "no UTF-8": b"old 0\n\n" + note(3).replace(b"log.example", b"log\xff.example"),
    "a tree that shrinks": body("4", 3, hashes=[]),
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_what_is_malformed(scene: Scene, name: str) -> None:
    status, _, answer = await scene.post(MALFORMED[name])
    assert status == 400
    assert answer.startswith(("the request is malformed: ", "a tree does not shrink from 4 to 3 entries"))
    assert answer.count("\n") == 1


async def test_63_hashes_are_read(scene: Scene) -> None:
    assert (await scene.post(body(0, 2)))[0] == 200
    assert (await scene.post(body(2, 3, hashes=[bytes(32)] * 63)))[0] == 422


async def test_other_requests(scene: Scene) -> None:
    assert (await ask(scene.url, b"", method="GET"))[0] == 405
    assert (await ask(scene.url, body(0, 1), path="/"))[0] == 404
    assert (await ask(scene.url, body(0, 1), path="/add-checkpoint/"))[0] == 404
    assert (await ask(scene.url, b"x" * (MOST_BYTES + 1)))[0] == 413
    assert (await ask(scene.url, body(0, 1)))[0] == 200


async def test_what_is_no_http(scene: Scene) -> None:
    host, _, port = scene.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    with capture_logs() as logged:
        writer.write(b"\x16\x03\x01 hunter2\r\n\r\n")
        answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith((b"HTTP/1.0 400 ", b"HTTP/1.1 400 "))
    assert b"hunter2" not in answer
    assert logged == []


async def test_a_body_that_does_not_come(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_module, "BODY_SECONDS", 0.05)
    host, _, port = scene.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 100\r\n\r\nold 0\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 408 ")


async def test_connections_stay_for_a_log_that_is_told_a_size(scene: Scene) -> None:
    host, _, port = scene.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for old, status in ((3, b"409"), (0, b"200")):
        data = body(old, 7)
        head = f"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: {len(data)}\r\n\r\n"
        writer.write(head.encode() + data)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 " + status)
        length = next(line for line in answer.split(b"\r\n") if line.lower().startswith(b"content-length"))
        await reader.readexactly(int(length.partition(b":")[2]))
    writer.close()
    await writer.wait_closed()


async def test_a_clock_that_went_back_cosigns_nothing(scene: Scene) -> None:
    assert (await scene.post(body(0, 7)))[0] == 200
    before = scene.clock.now
    scene.clock.now -= 30
    status, _, answer = await scene.post(body(7, 8))
    assert (status, answer) == (503, "this machine's clock is 30 s behind its last cosignature\n")
    scene.clock.now = before
    status, _, answer = await scene.post(body(7, 8))
    assert scene.time(answer, 8) == int(before)


async def test_a_record_that_is_damaged_or_gone_bad(scene: Scene) -> None:
    assert (await scene.post(body(0, 7)))[0] == 200
    (record,) = scene.folder.glob("witnessed-*")
    kept = record.read_text()
    record.write_text(kept.replace("\n7\n", "\n6\n"))
    with capture_logs() as logged:
        status, _, answer = await scene.post(body(6, 8))
    assert (status, answer) == (503, "the witness cannot keep what it cosigns\n")
    assert "is not what this witness cosigned last" in logged[0]["reason"]
    record.write_text(kept)
    assert (await scene.post(body(7, 8)))[0] == 200


async def test_what_is_sent_again_and_again_fills_no_disk(scene: Scene) -> None:
    """Anybody can send what a log has published."""
    with capture_logs() as logged:
        assert (await scene.post(body(0, 7)))[0] == 200
        record = next(scene.folder.glob("witnessed-*"))
        written = record.stat().st_ino
        answers = {await scene.post(body(7, 7)) for _ in range(3)}
        for old in (0, 1, 2):
            assert (await scene.post(body(old, 7)))[0] == 409
        for hashes in ((), (bytes(32),)):
            assert (await scene.post(body(7, 9, hashes=hashes)))[0] == 422
        assert (len(answers), record.stat().st_ino) == (1, written)
        scene.clock.now -= 5
        for _ in range(2):
            scene.clock.now -= 1
            assert (await scene.post(body(7, 7)))[0] == 503
        scene.clock.now += 8
        assert scene.time((await scene.post(body(7, 7)))[2], 7) == int(scene.clock.now)
        assert (await scene.post(body(7, 8)))[0] == 200
        assert (await scene.post(body(7, 8)))[0] == 409
    said = [(line["event"], line["log_level"]) for line in logged]
    assert said == [
        ("cosigned", "info"),
        ("not cosigned", "warning"),  # another old size
        ("not cosigned", "warning"),  # a proof that does not lead there
        ("not cosigned", "error"),  # the clock
        ("cosigned", "info"),
        ("not cosigned", "warning"),  # of a tree that has grown
    ]


async def test_a_folder_that_is_gone(scene: Scene) -> None:
    for path in scene.folder.iterdir():
        path.unlink()
    scene.folder.rmdir()
    assert (await scene.post(body(0, 7)))[0] == 503
