"""What requests about templates and market packs say is checked, kept and listed."""

from collections.abc import AsyncIterator

import pytest

from hallmint.v1 import content_pb2
from hallmint.v1 import content_service_pb2 as pb
from hallmint_server.db.pool import Database
from hallmint_server.errors import Kind, Reason
from tests.support.acting import acting_database, calling
from tests.support.content_scene import (
    BATTERY,
    NO_CONTEXT,
    TEXTILE,
    Conn,
    Scene,
    make_scene,
    refused,
    sections,
)

PAGE = {"page_token": "x"}
DRAFT, PUBLISHED = content_pb2.VERSION_STATE_DRAFT, content_pb2.VERSION_STATE_PUBLISHED


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


async def test_fields_are_those_of_the_group(acme: Scene, conn: Conn) -> None:
    error = await refused(acme.create("battery.mass", "fibre", group=BATTERY))
    assert [(v.reason, v.field) for v in error.violations] == [(Reason.FIELD_INVALID, "sections[0].fields[1].path")]
    made = await acme.create("battery.mass")
    error = await refused(acme.update(made.template_id, "fibre"))
    assert [v.field for v in error.violations] == ["sections[0].fields[0].path"]
    assert await acme.get(made.template_id) == made
    assert len(await acme.events(conn)) == 1


async def test_a_draft_whose_field_is_gone_is_not_published(acme: Scene) -> None:
    made = await acme.create("battery.mass")
    del acme.fields["battery.mass"]
    error = await refused(acme.publish(made.template_id))
    assert (error.kind, error.reason) == (Kind.PRECONDITION, Reason.FIELD_INVALID)
    assert "sections[0].fields[0].path" in error.message
    assert (await acme.get(made.template_id)).state == DRAFT


async def test_all_that_is_wrong_with_a_request_is_told_at_once(acme: Scene, conn: Conn) -> None:
    with calling(acme.caller):
        bad = pb.CreateTemplateRequest(request_id="x", sections=sections("sku", "sku", title=""))
        error = await refused(acme.rpc.CreateTemplate(bad, NO_CONTEXT))
        assert {v.field for v in error.violations} == {
            "request_id",
            "group",
            "sections[0].title",
            "sections[0].fields[1].path",
        }
        update = pb.UpdateTemplateRequest(template_id="x", sections=[])
        error = await refused(acme.rpc.UpdateTemplate(update, NO_CONTEXT))
        assert {v.field for v in error.violations} == {"template_id", "sections"}
        pack = pb.CreateMarketPackRequest(market="EU", languages=["xx"], number_format="%")
        error = await refused(acme.rpc.CreateMarketPack(pack, NO_CONTEXT))
        assert {v.field for v in error.violations} == {"request_id", "market", "languages[0]", "number_format"}
        listing = pb.ListMarketPacksRequest(page_size=-1, market="EU", state=99, **PAGE)  # type: ignore[arg-type]
        error = await refused(acme.rpc.ListMarketPacks(listing, NO_CONTEXT))
        assert {v.field for v in error.violations} == {"page_size", "page_token", "market", "state"}
    cursor = await conn.execute("SELECT (SELECT count(*) FROM content_versions), (SELECT count(*) FROM requests)")
    assert await cursor.fetchone() == (0, 0)


async def test_lists_go_page_by_page_and_by_filter(acme: Scene) -> None:
    made = [await acme.create(group=group) for group in (BATTERY, TEXTILE) * 3]
    await acme.publish(made[0].template_id)
    expected = [each.template_id for each in reversed(made)]
    seen: list[str] = []
    token = ""
    for _ in range(3):
        answer = await acme.page(page_size=2, page_token=token)
        seen += [each.template_id for each in answer.templates]
        token = answer.next_page_token
    assert (seen, token) == (expected, "")
    assert len((await acme.page(group=TEXTILE)).templates) == 3
    assert [each.version for each in (await acme.page(group=BATTERY, state=DRAFT)).templates] == [3, 2]
    first = await acme.page(page_size=1)
    error = await refused(acme.page(page_size=1, page_token=first.next_page_token, group=BATTERY))
    assert error.reason is Reason.PAGE_TOKEN_INVALID


async def test_a_page_of_large_packs_fits_into_a_message(acme: Scene) -> None:
    languages = ["de", "en"]
    recycling = [
        content_pb2.RecyclingText(material=f"m{n}", language=language, text="ä" * 2_000)
        for n in range(120)
        for language in languages
    ]
    made = [await acme.create_pack(languages=languages, recycling=recycling) for _ in range(5)]
    seen: list[str] = []
    token, pages = "", 0
    while token or not pages:
        with calling(acme.caller):
            answer = await acme.rpc.ListMarketPacks(pb.ListMarketPacksRequest(page_token=token), NO_CONTEXT)
        assert answer.ByteSize() < 4 * 1024 * 1024
        seen += [each.market_pack_id for each in answer.market_packs]
        token, pages = answer.next_page_token, pages + 1
    assert seen == [each.market_pack_id for each in reversed(made)]
    assert pages > 1


async def test_a_market_pack_is_kept_as_it_was_given(acme: Scene) -> None:
    made = await acme.create_pack(
        languages=["de-AT", "en"],
        date_format="dd.MM.yyyy",
        number_format="#,##0.###",
        disclaimers=[content_pb2.LocalText(language="en", text='<b>Keep</b> "dry"\nAlways \\ ever')],
        recycling=[content_pb2.RecyclingText(material="PET", language="de-AT", text="Gelbe Tonne ♻")],
    )
    with calling(acme.caller):
        request = pb.GetMarketPackRequest(market_pack_id=made.market_pack_id)
        assert (await acme.rpc.GetMarketPack(request, NO_CONTEXT)).market_pack == made
        publishing = pb.PublishMarketPackRequest(market_pack_id=made.market_pack_id)
        published = (await acme.rpc.PublishMarketPack(publishing, NO_CONTEXT)).market_pack
    assert (made.disclaimers[0].text, made.recycling[0].text) == ('<b>Keep</b> "dry"\nAlways \\ ever', "Gelbe Tonne ♻")
    assert (published.state, published.market, published.version) == (PUBLISHED, "AT", 1)
