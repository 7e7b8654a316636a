"""Versions of templates: numbers, publishing at once, and that what was published stays as it was."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import content_pb2, product_pb2
from hallmint.v1 import content_service_pb2 as pb
from hallmint_server.catalog.model import ProductGroup
from hallmint_server.content.store import published_template
from hallmint_server.db.pool import Database
from hallmint_server.errors import HallmintError, Kind, Reason
from tests.support.acting import acting_database, calling
from tests.support.content_scene import BATTERY, NO_CONTEXT, TEXTILE, Conn, Scene, make_scene, refused

DRAFT, PUBLISHED = content_pb2.VERSION_STATE_DRAFT, content_pb2.VERSION_STATE_PUBLISHED
SUPERSEDED = content_pb2.VERSION_STATE_SUPERSEDED


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with acting_database(database_url, max_size=10) as database:
        yield database


@pytest.fixture
async def acme(database: Database, conn: Conn) -> Scene:
    return await make_scene(database, conn, "acme")


@pytest.fixture
async def other(database: Database, conn: Conn) -> Scene:
    return await make_scene(database, conn, "other")


async def test_versions_count_in_their_lineage(acme: Scene, other: Scene) -> None:
    made = [await acme.create(group=group) for group in (BATTERY, BATTERY, TEXTILE)]
    assert [(each.group, each.version, each.state) for each in made] == [
        (BATTERY, 1, DRAFT),
        (BATTERY, 2, DRAFT),
        (TEXTILE, 1, DRAFT),
    ]
    assert (await other.create()).version == 1
    assert not made[0].HasField("published_at")
    assert await acme.get(made[1].template_id) == made[1]


async def test_creates_at_once_get_a_number_each(acme: Scene) -> None:
    made = await asyncio.gather(*(acme.create() for _ in range(10)))
    assert sorted(each.version for each in made) == list(range(1, 11))
    newest = (await acme.page()).templates
    assert [each.version for each in newest] == list(range(10, 0, -1))


async def test_a_retry_finds_what_the_first_call_made(acme: Scene, conn: Conn) -> None:
    request_id = str(uuid4())
    made = await asyncio.gather(*(acme.create("battery.mass", request_id=request_id) for _ in range(4)))
    assert {each.template_id for each in made} == {made[0].template_id}
    acme.fields.clear()
    assert await acme.create("battery.mass", request_id=request_id) == made[0], (
        "checks are of what is made, not of a retry"
    )
    assert [action for _, _, action, _ in await acme.events(conn)] == ["CREATED"]
    reused = await refused(acme.create("sku", request_id=request_id))
    assert reused.reason is Reason.REQUEST_ID_REUSED


async def test_publishing_supersedes_what_was_published(acme: Scene, conn: Conn) -> None:
    first, second = await acme.create(), await acme.create()
    published = await acme.publish(first.template_id)
    assert (published.state, published.HasField("published_at")) == (PUBLISHED, True)
    await acme.publish(second.template_id)
    assert [each.state for each in (await acme.page()).templates] == [PUBLISHED, SUPERSEDED]
    assert (await acme.get(first.template_id)).published_at == published.published_at
    told = [(entity_id, action, detail) for _, entity_id, action, detail in await acme.events(conn)][2:]
    assert told == [
        (first.template_id, "PUBLISHED", {"lineage": "battery", "version": 1}),
        (
            first.template_id,
            "SUPERSEDED",
            {"lineage": "battery", "version": 1, "superseded_by": second.template_id},
        ),
        (second.template_id, "PUBLISHED", {"lineage": "battery", "version": 2}),
    ]


async def test_publishing_again_changes_nothing(acme: Scene, conn: Conn) -> None:
    made = await acme.create()
    published = await acme.publish(made.template_id)
    before = await acme.events(conn)
    assert await acme.publish(made.template_id) == published
    assert await acme.events(conn) == before


async def test_ten_publish_at_once_and_one_stays(acme: Scene, conn: Conn) -> None:
    made = [await acme.create() for _ in range(10)]
    published = await asyncio.gather(*(acme.publish(each.template_id) for each in made))
    assert {each.state for each in published} == {PUBLISHED}
    states = [each.state for each in (await acme.page()).templates]
    assert (states.count(PUBLISHED), states.count(SUPERSEDED)) == (1, 9)
    actions = [action for _, _, action, _ in await acme.events(conn)]
    assert (actions.count("PUBLISHED"), actions.count("SUPERSEDED")) == (10, 9)


async def test_one_draft_published_by_ten_at_once_is_published_once(acme: Scene, conn: Conn) -> None:
    made = await acme.create()
    published = await asyncio.gather(*(acme.publish(made.template_id) for _ in range(10)))
    assert all(each == published[0] for each in published)
    assert [action for _, _, action, _ in await acme.events(conn)] == ["CREATED", "PUBLISHED"]


async def test_updates_and_a_publish_at_once_never_change_what_is_published(acme: Scene) -> None:
    made = await acme.create()
    calls = [acme.update(made.template_id, title=f"title {n}") for n in range(5)]
    results = await asyncio.gather(*calls[:3], acme.publish(made.template_id), *calls[3:], return_exceptions=True)
    published = results[3]
    assert isinstance(published, content_pb2.Template)
    assert await acme.get(made.template_id) == published
    for result in results:
        if isinstance(result, BaseException):
            assert isinstance(result, HallmintError)
            assert result.reason is Reason.VERSION_NOT_DRAFT


async def test_an_update_says_what_it_changed_and_only_that(acme: Scene, conn: Conn) -> None:
    made = await acme.create("battery.mass")
    updated = await acme.update(made.template_id, "battery.mass", "sku", title="B")
    assert (updated.sections[0].title, len(updated.sections[0].fields)) == ("B", 2)
    assert await acme.update(made.template_id, "battery.mass", "sku", title="B") == updated
    told = await acme.events(conn)
    assert [action for _, _, action, _ in told] == ["CREATED", "UPDATED"], "no change, no event"
    detail = told[1][3]
    assert detail["before"]["sections"][0]["title"] == "A"
    assert detail["after"]["sections"][0]["title"] == "B"

    pack = await acme.create_pack(date_format="dd.MM.yyyy")
    with calling(acme.caller):
        await acme.rpc.UpdateMarketPack(
            pb.UpdateMarketPackRequest(market_pack_id=pack.market_pack_id, languages=["de"], date_format="d.M.yy"),
            NO_CONTEXT,
        )
    kind, _, _, detail = (await acme.events(conn))[-1]
    assert kind == "MARKET_PACK"
    assert (detail["before"], detail["after"]) == ({"date_format": "dd.MM.yyyy"}, {"date_format": "d.M.yy"})


async def test_only_a_draft_is_changed_or_published(acme: Scene) -> None:
    first, second = await acme.create(), await acme.create()
    await acme.publish(first.template_id)
    error = await refused(acme.update(first.template_id, title="B"))
    assert (error.kind, error.reason, error.metadata) == (
        Kind.PRECONDITION,
        Reason.VERSION_NOT_DRAFT,
        {"state": "PUBLISHED"},
    )
    await acme.publish(second.template_id)
    for call in (acme.update(first.template_id), acme.publish(first.template_id)):
        assert (await refused(call)).metadata == {"state": "SUPERSEDED"}


async def test_a_published_version_does_not_change_by_sql_either(acme: Scene, database: Database, conn: Conn) -> None:
    first, second = await acme.create(), await acme.create()
    await acme.publish(first.template_id)
    await acme.publish(second.template_id)
    rows = "SELECT * FROM content_versions ORDER BY version"
    before = await (await conn.execute(rows)).fetchall()
    for template in (first, second):
        for change in (
            "content = '{}'",
            "state = 'draft'",
            "lineage = 'textile'",
            "version = 9",
            "published_at = now()",
            "brand_id = brand_id",
        ):
            statement = f"UPDATE content_versions SET {change} WHERE version_id = %s"
            with pytest.raises((psycopg.errors.RaiseException, psycopg.errors.InsufficientPrivilege)):
                async with database.act(acme.caller.acting_brand) as acting:
                    await acting.execute(statement.encode(), [template.template_id])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            async with database.act(acme.caller.acting_brand) as acting:
                await acting.execute("DELETE FROM content_versions WHERE version_id = %s", [template.template_id])
    with pytest.raises(psycopg.errors.RaiseException):
        async with database.act(acme.caller.acting_brand) as acting:
            await acting.execute(
                "UPDATE content_versions SET state = 'published' WHERE version_id = %s", [first.template_id]
            )
    assert await (await conn.execute(rows)).fetchall() == before


async def test_a_version_of_another_brand_is_as_if_it_were_not_there(acme: Scene, other: Scene) -> None:
    made = await acme.create()
    pack = await acme.create_pack()
    absent = str(uuid4())
    for call in (other.get, other.publish, other.update):
        theirs, none = await refused(call(made.template_id)), await refused(call(absent))
        assert (theirs.kind, theirs.reason) == (Kind.NOT_FOUND, Reason.TEMPLATE_NOT_FOUND)
        assert (theirs.message, theirs.metadata, theirs.violations) == (none.message, none.metadata, none.violations)
    assert (await refused(acme.get(pack.market_pack_id))).reason is Reason.TEMPLATE_NOT_FOUND
    with calling(other.caller):
        request = pb.GetMarketPackRequest(market_pack_id=pack.market_pack_id)
        assert (await refused(other.rpc.GetMarketPack(request, NO_CONTEXT))).reason is Reason.MARKET_PACK_NOT_FOUND
    assert list((await other.page()).templates) == []
    assert await acme.get(made.template_id) == made


async def test_a_group_without_a_template_has_the_generic_one(acme: Scene, other: Scene, database: Database) -> None:
    async def found(scene: Scene, group: ProductGroup) -> str:
        async with database.act(scene.caller.acting_brand) as acting:
            return str(await published_template(acting, scene.caller.acting_brand, group))

    generic = await acme.create("origin", group=product_pb2.PRODUCT_GROUP_GENERIC)
    own = await acme.create(group=BATTERY)
    assert await found(acme, ProductGroup.BATTERY) == "None"
    await acme.publish(generic.template_id)
    assert await found(acme, ProductGroup.BATTERY) == generic.template_id
    await acme.publish(own.template_id)
    assert await found(acme, ProductGroup.BATTERY) == own.template_id
    assert await found(acme, ProductGroup.TEXTILE) == generic.template_id
    assert await found(other, ProductGroup.TEXTILE) == "None"
