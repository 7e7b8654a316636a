"""Two who work on the same draft: whoever says which revision they saw overwrites and publishes nothing else."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hallmint.v1 import content_pb2
from hallmint.v1 import content_service_pb2 as pb
from hallmint_server.db.pool import Database
from hallmint_server.errors import HallmintError, Kind, Reason
from tests.support.acting import acting_database, calling
from tests.support.content_scene import NO_CONTEXT, Conn, Scene, make_scene, refused

PUBLISHED = content_pb2.VERSION_STATE_PUBLISHED


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with acting_database(database_url, max_size=10) as database:
        yield database


@pytest.fixture
async def acme(database: Database, conn: Conn) -> Scene:
    return await make_scene(database, conn, "acme")


async def pack_update(acme: Scene, pack_id: str, date_format: str, seen: int = 0) -> content_pb2.MarketPack:
    request = pb.UpdateMarketPackRequest(
        market_pack_id=pack_id, languages=["de"], date_format=date_format, expected_revision=seen
    )
    with calling(acme.caller):
        return (await acme.rpc.UpdateMarketPack(request, NO_CONTEXT)).market_pack


async def test_a_revision_counts_writings_of_the_content_and_nothing_else(acme: Scene) -> None:
    made = await acme.create()
    assert made.revision == 1
    assert (await acme.update(made.template_id)).revision == 1, "the same again is no change"
    assert (await acme.update(made.template_id, title="B")).revision == 2
    assert (await acme.update(made.template_id, title="A")).revision == 3, "nor is going back none"
    assert (await acme.publish(made.template_id)).revision == 3
    other = await acme.create()
    await acme.publish(other.template_id)
    assert [each.revision for each in (await acme.page()).templates] == [1, 3]
    assert (await acme.get(made.template_id)).revision == 3


async def test_what_another_saved_meanwhile_is_not_overwritten(acme: Scene, conn: Conn) -> None:
    made = await acme.create()
    theirs = await acme.update(made.template_id, title="theirs", seen=1)
    before = await acme.events(conn)
    error = await refused(acme.update(made.template_id, title="mine", seen=1))
    assert (error.kind, error.reason, error.metadata) == (
        Kind.PRECONDITION,
        Reason.REVISION_CHANGED,
        {"revision": "2"},
    )
    assert await acme.get(made.template_id) == theirs
    assert await acme.events(conn) == before
    assert (await acme.update(made.template_id, title="theirs", seen=1)).revision == 2, "a retry finds what it wrote"
    assert (await acme.update(made.template_id, title="mine")).revision == 3, "who names none means any"


async def test_of_ten_who_saw_the_same_one_saves(acme: Scene) -> None:
    made = await acme.create()
    calls = [acme.update(made.template_id, title=f"title {n}", seen=1) for n in range(10)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    saved = [result for result in results if isinstance(result, content_pb2.Template)]
    assert [each.revision for each in saved] == [2]
    assert await acme.get(made.template_id) == saved[0]
    refusals = [result for result in results if isinstance(result, HallmintError)]
    assert [each.reason for each in refusals] == [Reason.REVISION_CHANGED] * 9


async def test_what_nobody_looked_at_is_not_published(acme: Scene, conn: Conn) -> None:
    made = await acme.create()
    await acme.update(made.template_id, title="B")
    error = await refused(acme.publish(made.template_id, seen=1))
    assert (error.reason, error.metadata) == (Reason.REVISION_CHANGED, {"revision": "2"})
    assert [action for _, _, action, _ in await acme.events(conn)] == ["CREATED", "UPDATED"]
    published = await acme.publish(made.template_id, seen=2)
    assert (published.state, published.revision) == (PUBLISHED, 2)
    assert await acme.publish(made.template_id, seen=2) == published, "a retry changes nothing"
    error = await refused(acme.publish(made.template_id, seen=1))
    assert error.reason is Reason.REVISION_CHANGED, "pages show another one than this caller saw"


async def test_market_packs_are_guarded_alike(acme: Scene) -> None:
    made = await acme.create_pack(date_format="dd.MM.yyyy")
    assert made.revision == 1
    assert (await pack_update(acme, made.market_pack_id, "d.M.yy", seen=1)).revision == 2
    error = await refused(pack_update(acme, made.market_pack_id, "d. M. yyyy", seen=1))
    assert (error.reason, error.metadata) == (Reason.REVISION_CHANGED, {"revision": "2"})
    with calling(acme.caller):
        request = pb.PublishMarketPackRequest(market_pack_id=made.market_pack_id, expected_revision=1)
        assert (await refused(acme.rpc.PublishMarketPack(request, NO_CONTEXT))).reason is Reason.REVISION_CHANGED
        request.expected_revision = 2
        assert (await acme.rpc.PublishMarketPack(request, NO_CONTEXT)).market_pack.state == PUBLISHED


async def test_a_server_of_before_counts_too(acme: Scene, conn: Conn) -> None:
    made = await acme.create()
    await conn.execute("UPDATE content_versions SET content = jsonb_set(content, '{sections,0,title}', '\"Z\"')")
    error = await refused(acme.update(made.template_id, title="mine", seen=1))
    assert error.metadata == {"revision": "2"}
