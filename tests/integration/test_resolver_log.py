"""The log over HTTP: checkpoint, tiles, and proofs of tokens, as the resolver gives them."""

import asyncio
import json
from typing import Any

import psycopg
import pytest

from hallmint.v1 import token_pb2
from hallmint.v1 import verification_service_pb2 as pb
from hallmint_server.log import tile
from hallmint_server.log.checkpoint import Checkpoint, open_checkpoint
from hallmint_server.log.entry import BatchEntry, parse_entry
from hallmint_server.log.opening import open_key
from hallmint_server.log.proof import parse_proof
from tests.support.api import GTIN, Api
from tests.support.installation import Installation
from tests.support.log_scene import verifier
from tests.support.resolver import HOST, Answer, Resolver, resolving, revoke, tokens

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")

FOR_EVER = "public, max-age=31536000, immutable"
TEXT = "text/plain; charset=utf-8"


def identity(token: token_pb2.Token) -> str:
    return token.resolver_url.removeprefix(f"https://{HOST}")


def key_of(server: Installation) -> str:
    return str(open_key(server.settings.keys_folder, None, "", first_start=False).verifier)


async def proof(resolver: Resolver, path: str) -> Answer:
    """A proof, as soon as the log has it; until then it is to be asked for again."""
    for _ in range(100):
        answer = await resolver.ask(f"/proof{path}")
        if answer.status != 503:
            return answer
        assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("2", "no-store")
        await asyncio.sleep(0.1)
    raise AssertionError("never in the log")


async def checkpoint(server: Installation, resolver: Resolver) -> Checkpoint:
    answer = await resolver.ask("/checkpoint")
    assert answer.status == 200
    key = open_key(server.settings.keys_folder, None, "", first_start=False)
    return open_checkpoint(answer.body, key.verifier)[0]


async def rows_of(conn: Conn, table: str) -> int:
    row = await (await conn.execute(f"SELECT count(*) FROM {table}".encode())).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(("units", "lots"), [(1, None), (300, {"A/1": 257, "b": 43})])
async def test_a_proof_is_the_one_of_grpc(
    server: Installation, api: Api, resolver: Resolver, units: int, lots: dict[str, int] | None
) -> None:
    minted = await tokens(api, units, lots=lots)
    for token in (minted[0], minted[-1]):
        answer = await proof(resolver, identity(token))
        assert (answer.status, answer.headers["Content-Type"]) == (200, TEXT)
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert "Vary" not in answer.headers, "whoever asks gets the same, so caches keep it once"
        request = pb.GetTokenProofRequest(token=token_pb2.TokenRef(url=token.resolver_url))
        assert answer.body == (await api.verification.GetTokenProof(request, metadata=api.metadata)).proof
        parsed = parse_proof(answer.body)
        assert (parsed.identity, str(parsed.batch_id)) == (identity(token), token.batch_id)
        assert verifier().verify(answer.body, key_of(server))
        head = await resolver.ask(f"/proof{identity(token)}", "HEAD")
        assert (head.status, head.body) == (200, b"")
        for name in ("Content-Length", "Content-Type", "Cache-Control", "ETag"):
            assert head.headers[name] == answer.headers[name]
        known = await resolver.ask(f"/proof{identity(token)}", If_None_Match=f'"other", W/{answer.headers["ETag"]}')
        assert (known.status, known.body, known.headers["ETag"]) == (304, b"", answer.headers["ETag"])
    # Also by what a code says without its lot, or as somebody typed it.
    code = minted[0].code
    for path in (f"/01/{GTIN}/21/{code}", f"/01/{GTIN}/21/{code.lower()}"):
        assert parse_proof((await proof(resolver, path)).body).identity == identity(minted[0])


async def test_a_proof_of_a_unit_without_a_gtin(server: Installation, api: Api, resolver: Resolver, conn: Conn) -> None:
    await conn.execute("UPDATE brands SET gs1_ready = false")
    await api.make_product(sku="SKU-0", gtin="")
    await api.ended((await api.submit(2, lots={"A": 1, "B": 1}, sku="SKU-0")).batch_id)
    row = await (await conn.execute("SELECT code FROM tokens WHERE seq = 1")).fetchone()
    assert row is not None
    answer = await proof(resolver, f"/t/{row[0]}")
    found = verifier().verify(answer.body, key_of(server))
    assert (found["identity"], found["seq"], found["quantity"]) == (f"/t/{row[0]}", "1", "2")


async def test_a_proof_is_no_scan(api: Api, resolver: Resolver, conn: Conn) -> None:
    (token,) = await tokens(api, 1)
    for method in ("GET", "HEAD", "OPTIONS"):
        await resolver.ask(f"/proof{identity(token)}", method)
    await proof(resolver, identity(token))
    await asyncio.sleep(1.5)  # scans are written within a second
    assert (await rows_of(conn, "tokens WHERE status = 1"), await rows_of(conn, "unit_events")) == (1, 0)
    assert (await rows_of(conn, "scans"), await rows_of(conn, "traffic_counts")) == (0, 0)
    await revoke(api, token)
    assert (await proof(resolver, identity(token))).status == 200


async def test_what_has_no_proof(api: Api, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1, lots={"A": 1})
    await proof(resolver, identity(token))
    forged = token.code[:-1] + ("0" if token.code[-1] != "0" else "1")
    for path in (f"/01/{GTIN}/21/{forged}", f"/t/{token.code}", f"/01/{GTIN}", f"/01/{GTIN}/10/A",
                 f"/01/{GTIN}/10/B/21/{token.code}", f"/01/04006381333931/21/{token.code}", "", "/",
                 "/p/t/x", "/tx"):  # fmt: skip
        answer = await resolver.ask(f"/proof{path}")
        assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store"), path
        assert answer.headers["Vary"] == "Accept, Accept-Language", "a page that says so, in the visitor's language"
    for path in (f"/01/{GTIN}/21/{token.code}/", "/01/123/21/A", f"/01/{GTIN}/21/%ZZ"):
        assert (await resolver.ask(f"/proof{path}")).status == 400, path
    assert (await resolver.ask(f"/proof{identity(token)}", "POST")).status == 405
    assert (await resolver.ask(f"/proof{identity(token)}", host="elsewhere.example")).status == 421


async def test_until_its_batch_is_in_the_log(api: Api, resolver: Resolver, conn: Conn) -> None:
    (token,) = await tokens(api, 1)
    await proof(resolver, identity(token))
    # As if the entry had been numbered and its checkpoint were not published yet.
    await conn.execute("ALTER TABLE log_checkpoints DISABLE TRIGGER log_checkpoints_append_only")
    await conn.execute("DELETE FROM log_checkpoints WHERE size > 0")
    answer = await resolver.ask(f"/proof{identity(token)}")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
    for path in ("/tile/0/000.p/1", "/tile/entries/000.p/1"):
        assert (await resolver.ask(path)).status == 404
    await conn.execute("DELETE FROM log_checkpoints")
    answer = await resolver.ask("/checkpoint")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")


async def test_rows_that_were_changed_have_no_proof(api: Api, resolver: Resolver, conn: Conn) -> None:
    minted = await tokens(api, 300)
    await proof(resolver, identity(minted[0]))
    for code in ("A000000000000000", "x", "Ü" * 16):
        await conn.execute("UPDATE tokens SET code = %s WHERE seq = 299", [code])
        for seq in (0, 298):
            answer = await resolver.ask(f"/proof{identity(minted[seq])}")
            assert (answer.status, answer.headers["Cache-Control"]) == (500, "no-store")


@pytest.mark.parametrize("at_mint", [True, False])
async def test_a_row_that_was_taken_away_is_not_called_unissued(
    api: Api, resolver: Resolver, conn: Conn, at_mint: bool
) -> None:
    minted = await tokens(api, 2, at_mint=at_mint)
    await proof(resolver, identity(minted[0]))
    await conn.execute("DELETE FROM tokens WHERE seq = 1")
    answer = await resolver.ask(f"/proof{identity(minted[1])}")
    assert (answer.status, answer.headers["Cache-Control"]) == (500, "no-store")
    if not at_mint:  # of others a scan reads no row
        answer = await resolver.ask(identity(minted[1]))
        assert (answer.status, answer.headers["Cache-Control"]) == (500, "no-store")
        assert b"<html" in answer.body, "a page, in the visitor's language"


async def test_tiles_make_the_root_of_the_checkpoint(server: Installation, api: Api, resolver: Resolver) -> None:
    batches = [(await tokens(api, 1))[0] for _ in range(3)]
    for token in batches:
        await proof(resolver, identity(token))
    head = await checkpoint(server, resolver)
    assert head.size >= 3
    read: dict[tuple[int, int], bytes] = {}
    entries: list[bytes] = []
    for each in tile.tiles(head.size):
        answer = await resolver.ask(f"/{each.path}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, "application/octet-stream")
        assert answer.headers["Cache-Control"] == FOR_EVER
        assert "Vary" not in answer.headers
        assert len(answer.body) == each.width * tile.HASH
        read[each.level or 0, each.number] = answer.body
        if each.level == 0:
            bundle = await resolver.ask(f"/{tile.Tile(None, each.number, each.width).path}")
            assert (bundle.status, bundle.headers["Cache-Control"]) == (200, FOR_EVER)
            entries += tile.read_bundle(bundle.body, each.width)
    assert tile.root(head.size, lambda level, number: read[level, number]) == head.root
    leaves = b"".join(tile.leaf_hash(entry) for entry in entries)
    assert leaves == b"".join(read[0, number] for number in range(-(-head.size // 256)))
    told = [parse_entry(entry) for entry in entries]
    assert {str(one.batch_id) for one in told if isinstance(one, BatchEntry)} == {token.batch_id for token in batches}


async def test_a_log_of_two_tiles(server: Installation, api: Api, resolver: Resolver, conn: Conn) -> None:
    """With entries that a test put into the queue."""
    (token,) = await tokens(api, 1)
    await proof(resolver, identity(token))
    early = (await checkpoint(server, resolver)).size
    query = "INSERT INTO log_queue (entry) SELECT convert_to('an entry ' || n, 'UTF8') FROM generate_series(1, 300) n"
    await conn.execute(query.encode())
    (late,) = await tokens(api, 1)
    answer = await proof(resolver, identity(late))
    assert verifier().verify(answer.body, key_of(server))
    assert parse_proof(answer.body).index == early + 300
    size = (await checkpoint(server, resolver)).size
    assert size == early + 301
    rest = size - 256
    has = ["/tile/0/000", "/tile/0/001.p/1", f"/tile/0/001.p/{rest}", "/tile/1/000.p/1", "/tile/entries/000"]
    has += [f"/tile/entries/001.p/{rest}", "/tile/entries/001.p/1"]
    for path in has:
        assert (await resolver.ask(path)).status == 200, path
        answer = await resolver.ask(path, "HEAD")
        assert (answer.status, answer.headers["Cache-Control"]) == (200, FOR_EVER)
    whole = (await resolver.ask(f"/tile/0/001.p/{rest}")).body
    assert (await resolver.ask("/tile/0/001.p/1")).body == whole[:32]
    first = (await resolver.ask("/tile/0/000")).body
    read = {(0, 0): first, (0, 1): whole, (1, 0): (await resolver.ask("/tile/1/000.p/1")).body}
    assert tile.root(size, lambda level, number: read[level, number]) == (await checkpoint(server, resolver)).root
    # Not there yet, full since, or spelt in another way.
    for path in (f"/tile/0/001.p/{rest + 1}", f"/tile/entries/001.p/{rest + 1}", "/tile/0/001", "/tile/0/002.p/1", "/tile/1/000",
                 "/tile/1/000.p/2", "/tile/2/000.p/1", "/tile/63/000", f"/tile/0/000.p/{early}", f"/tile/entries/000.p/{early}",
                 "/tile/0/000.p/256", "/tile/0/0", "/tile/0/x000/000", "/tile/00/000", "/tile/64/000", "/tile/0/000/",
                 "/tile/0/999", "/tile/0/x999/x999/x999/x999/999", "/tile/0/" + "x999/" * 100 + "999", "/tile/entries",
                 "/tile/0/%30%30%30", "/tile/", "/tile", "/checkpoint/"):  # fmt: skip
        answer = await resolver.ask(path)
        assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store"), path


async def test_the_checkpoint(server: Installation, api: Api, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    proved = parse_proof((await proof(resolver, identity(token))).body)
    answer = await resolver.ask("/checkpoint")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (TEXT, "public, max-age=5")
    request = pb.GetCheckpointRequest()
    told = await api.verification.GetCheckpoint(request, metadata=api.metadata)
    assert answer.body == told.checkpoint == proved.checkpoint
    head = await resolver.ask("/checkpoint", "HEAD")
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    assert head.headers["Content-Length"] == str(len(answer.body))
    for known in (answer.headers["ETag"], "*"):
        again = await resolver.ask("/checkpoint", If_None_Match=known)
        assert (again.status, again.body, again.headers["Cache-Control"]) == (304, b"", "public, max-age=5")
    assert (await resolver.ask("/checkpoint", If_None_Match='"another"')).status == 200
    options = await resolver.ask("/checkpoint", "OPTIONS")
    assert (options.status, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert (await resolver.ask("/checkpoint", "POST")).status == 405
    assert (await resolver.ask("/checkpoint", host="elsewhere.example")).status == 421
    await tokens(api, 1)
    for _ in range(100):
        if (again := await resolver.ask("/checkpoint")).body != answer.body:
            break
        await asyncio.sleep(0.1)
    assert again.headers["ETag"] != answer.headers["ETag"]
    del server


async def linked(resolver: Resolver, path: str) -> list[dict[str, object]]:
    """What a linkset offers as a service that verifies, of all levels."""
    answer = await resolver.ask(path, Accept="application/linkset+json")
    assert answer.status == 200
    voc = "https://ref.gs1.org/voc/verificationService"
    return [link for context in json.loads(answer.body)["linkset"] for link in context.get(voc, [])]


async def test_linksets_and_pages_link_the_proof(
    server: Installation, api: Api, resolver: Resolver, conn: Conn
) -> None:
    minted = await tokens(api, 3, lots={"A/1": 2, "B": 1})
    token = minted[0]
    path, where = identity(token), f"/proof/01/{GTIN}/10/A%2F1/21/{token.code}"
    assert identity(token) == where.removeprefix("/proof")
    link = {"href": f"https://{HOST}{where}", "title": "Proof of issue", "type": "text/plain"}
    for asked in (path, f"/01/{GTIN}/21/{token.code}"):
        assert await linked(resolver, asked) == [link]
        answer = await resolver.ask(f"{asked}?linkType=gs1:verificationService")
        assert (answer.status, answer.location) == (307, f"{where}?linkType=gs1:verificationService")
        page = (await resolver.ask(f"/p{asked}", Accept_Language="de")).text
        assert f'<a href="{where}" type="text/plain" rel="noopener noreferrer">Nachweis der Ausgabe</a>' in page
    assert (await proof(resolver, answer.location.removeprefix("/proof"))).status == 200
    # The page of another unit, which shares all but the code.
    other = identity(minted[1])
    assert f'<a href="/proof{other}"' in (await resolver.ask(f"/p{other}")).text
    # Neither of a product or a lot, nor where something is wrong with the unit.
    await revoke(api, minted[2])
    revoked, mismatched = identity(minted[2]), f"/01/{GTIN}/10/B/21/{token.code}"
    for asked in (f"/01/{GTIN}", f"/01/{GTIN}/10/B", f"/01/{GTIN}/21/{token.code[:-1]}", mismatched, revoked):
        assert await linked(resolver, asked) == [], asked
        assert "/proof" not in (await resolver.ask(f"/p{asked}")).text, asked
    # A brand's own service stands in place of it.
    await conn.execute(
        """INSERT INTO links (link_id, brand_id, product_id, lot_code, link_type, href, title, is_default)
           SELECT gen_random_uuid(), brand_id, product_id, '', 'gs1:verificationService', 'https://brand.example/v', 'V', false
           FROM products"""
    )
    async with resolving(server) as fresh:
        assert [each["href"] for each in await linked(fresh, path)] == ["https://brand.example/v"]
        page = (await fresh.ask(f"/p{path}")).text
        assert "https://brand.example/v" in page
        assert page.count(f'href="{where}"') == 1
