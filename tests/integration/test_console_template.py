"""Templates in the console: drafted, previewed and published through the API; and who may do what with content."""

import re
from html import unescape
from uuid import uuid4

import pytest

from hallmint.v1 import content_pb2, content_service_pb2, member_pb2, product_pb2
from tests.support.api import Api
from tests.support.catalog_scene import HOSTILE, pack, place_of, post_theme, product, send, template
from tests.support.console import Visit, visiting
from tests.support.credential import accept, invite

TEXTILE = product_pb2.PRODUCT_GROUP_TEXTILE


async def member(api: Api, role: member_pb2.Role.ValueType) -> str:
    """The credential of a member of a role."""
    return (await accept(api, (await invite(api, f"m{role}@acme.example", role)).invitation)).key


async def content(api: Api, template_id: str) -> content_pb2.Template:
    request = content_service_pb2.GetTemplateRequest(template_id=template_id)
    return (await api.content.GetTemplate(request, metadata=api.metadata)).template


async def test_a_template_is_drafted_edited_and_published(visit: Visit, api: Api) -> None:
    overview = (await visit.get("/templates")).text
    assert "uses Generic" in overview
    fields = {"group": "textile", "request_id": str(uuid4())}
    place = place_of(await send(visit, "/templates/draft", fields))
    assert place == place_of(await send(visit, "/templates/draft", fields))
    template_id = place.rpartition("/")[2]
    first = await content(api, template_id)
    assert {"name", "fibre_composition", "care"} <= {each.path for each in first.sections[0].fields}
    page = (await visit.get(place)).text
    assert "It is the first template" in page
    assert "Publish" in page
    form = {"s/0/title": "A", "s/0/f/0/path": "name", "s/0/f/0/label": HOSTILE, "s/0/f/1/path": "care"}
    assert place_of(await send(visit, place, {"do": "save", **form})) == place
    now = await content(api, template_id)
    assert [(each.path, each.label) for each in now.sections[0].fields] == [("name", HOSTILE), ("care", "")]
    page = (await visit.get(place)).text
    assert "<script>alert" not in page
    assert HOSTILE in unescape(page)
    assert place_of(await visit.post(f"{place}/publish")) == place
    assert (await content(api, template_id)).state == content_pb2.VERSION_STATE_PUBLISHED
    page = (await visit.get(f"{place}?done=published")).text
    assert "Published" in page
    assert "<textarea" not in page
    refused = await send(visit, place, {"do": "save", **form})
    assert (refused.status, "VERSION_NOT_DRAFT" in refused.text) == (409, True)
    copy = place_of(await visit.post("/templates/draft", group="textile", of=template_id, request_id=str(uuid4())))
    assert "It shows the same as version 1" in (await visit.get(copy)).text
    listed = (await visit.get("/templates/group/textile")).text
    assert (listed.count('class="pill published"'), listed.count('class="pill draft"')) == (1, 1)


async def test_what_publishing_changes_is_said_beforehand(visit: Visit, api: Api) -> None:
    await template(api, TEXTILE, ("name", "care", "repair"), published=True)
    draft = f"/templates/{await template(api, TEXTILE, ('name', 'care', 'manufacturer.name'))}"
    await visit.get(draft)
    form = {"s/0/title": "What it is", "s/0/f/0/path": "care", "s/0/f/1/path": "name", "s/0/f/1/label": "Model"}
    form |= {"s/1/title": "Maker", "s/1/f/0/path": "manufacturer.name"}
    await send(visit, draft, {"do": "save", **form})
    page = unescape((await visit.get(draft)).text)
    for words in ("Name is called Model", "Name of the manufacturer is shown, in Maker", "Repair is no longer shown"):
        assert words in page, words


@pytest.mark.parametrize(
    ("wish", "kept"),
    [
        ("field-down/0/0", [["care", "name"], ["repair"]]),
        ("field-up/0/1", [["care", "name"], ["repair"]]),
        ("field-down/0/1", [["name"], ["care", "repair"]]),
        ("field-up/1/0", [["name", "care", "repair"]]),
        ("field-remove/0/0", [["care"], ["repair"]]),
        ("field-add/1", [["name", "care"], ["repair", "sku"]]),
        ("section-down/0", [["repair"], ["name", "care"]]),
        ("section-remove/0", [["repair"]]),
        ("field-up/0/0", [["name", "care"], ["repair"]]),
        ("section-up/7", [["name", "care"], ["repair"]]),
        ("nonsense/x", [["name", "care"], ["repair"]]),
    ],
)
async def test_buttons_move_and_take_away(visit: Visit, api: Api, wish: str, kept: list[list[str]]) -> None:
    template_id = await template(api, TEXTILE, ("name",))
    await visit.get(f"/templates/{template_id}")
    form = {
        "s/0/title": "A",
        "s/0/f/0/path": "name",
        "s/0/f/1/path": "care",
        "s/1/title": "B",
        "s/1/f/0/path": "repair",
    }
    answer = await send(visit, f"/templates/{template_id}", {"do": wish, **form, "s/1/new": "sku"})
    if wish == "field-up/1/0":  # its section has nothing left: shown, but not saved before it has, or is taken away
        assert "Not saved yet" in answer.text
        assert [each.path for each in (await content(api, template_id)).sections[0].fields] == ["name"]
    else:
        assert answer.status == 303
        sections = (await content(api, template_id)).sections
        assert [[each.path for each in section.fields] for section in sections] == kept


async def test_a_section_without_anything_waits_in_the_form(visit: Visit, api: Api) -> None:
    template_id = await template(api, TEXTILE, ("name",))
    place = f"/templates/{template_id}"
    await visit.get(place)
    form = {"s/0/title": "A", "s/0/f/0/path": "name"}
    answer = await send(visit, place, {"do": "section-add", **form})
    assert (answer.status, "Not saved yet" in answer.text, 'name="s/1/title"' in answer.text) == (200, True, True)
    refused = await send(visit, place, {"do": "save", **form, "s/1/title": "Typed"})
    assert (refused.status, "FIELD_REQUIRED" in refused.text, 'value="Typed"' in refused.text) == (422, True, True)
    unknown = await send(visit, place, {"do": "save", "s/0/title": "A", "s/0/f/0/path": "no.such"})
    assert (unknown.status, "no.such" in unknown.text) == (422, True)
    assert (await content(api, template_id)).sections[0].title == "What it is"


async def test_a_preview_may_be_framed_from_the_resolver_only(visit: Visit, api: Api) -> None:
    template_id = await template(api, TEXTILE, ("name",))
    empty = await visit.get(f"/templates/{template_id}")
    assert "Nothing to preview" in empty.text
    assert "frame-src 'none'" in empty.headers["Content-Security-Policy"]
    await product(api, "T-1", name=HOSTILE, group="TEXTILE")
    page = await visit.get(f"/templates/{template_id}")
    assert "frame-src https://id.acme.example;" in page.headers["Content-Security-Policy"]
    assert re.search(
        r'<iframe [^>]*src="https://id\.acme\.example/preview/[A-Za-z0-9_-]{140}"[^>]* sandbox ', page.text
    )
    assert "<script>alert" not in page.text
    packed = await visit.get(f"/market-packs/{await pack(api, 'x')}?language=en")
    assert "?language=en&#34;" in packed.text or '?language=en"' in packed.text
    foreign = await visit.get(f"/market-packs/{await pack(api, 'x')}?language=%22%3E")
    assert "?language=" not in foreign.text.partition("<iframe")[2].partition("</iframe>")[0]


async def test_editors_draft_and_do_not_publish_approvers_publish_and_do_not_edit(url: str, api: Api) -> None:
    template_id, pack_id = await template(api, TEXTILE, ("name",)), await pack(api, "x")
    places = (f"/templates/{template_id}", f"/market-packs/{pack_id}")
    async with visiting(url, await member(api, member_pb2.ROLE_EDITOR)) as visit:
        for place in places:
            page = (await visit.get(place)).text
            assert ("/publish" in page, 'id="editor"' in page, "An approver of your brand" in page) == (
                False,
                True,
                True,
            )
            forged = await visit.post(f"{place}/publish")
            assert (forged.status, "PERMISSION_MISSING" in forged.text) == (403, True)
        assert 'type="color"' not in (await visit.get("/templates/theme")).text
        assert (await post_theme(visit, form={"do": "save", "primary": "#000000"})).status == 403
    async with visiting(url, await member(api, member_pb2.ROLE_APPROVER)) as visit:
        for place, form in zip(places, ({"s/0/title": "A"}, {"languages": "de"}), strict=True):
            page = (await visit.get(place)).text
            assert ("/publish" in page, 'id="editor"' in page, "New draft" in page) == (True, False, False)
            forged = await send(visit, place, {"do": "save", **form})
            assert (forged.status, "PERMISSION_MISSING" in forged.text) == (403, True)
            assert (await visit.post(f"{place}/publish")).status == 303


async def test_a_viewer_looks_and_does_nothing(url: str, api: Api) -> None:
    template_id, pack_id = await template(api, TEXTILE, ("name",)), await pack(api, "x")
    async with visiting(url, await member(api, member_pb2.ROLE_VIEWER)) as visit:
        for path in ("/templates", f"/templates/{template_id}", "/market-packs", f"/market-packs/{pack_id}"):
            page = await visit.get(path)
            assert page.status == 200
            assert "New draft" not in page.text
            assert "<iframe" not in page.text
            assert "<textarea" not in page.text
        assert (await visit.get("/market-packs/new")).status == 403
        await visit.get("/templates")
        for path, form in (
            ("/templates/draft", {"group": "textile"}),
            (f"/templates/{template_id}", {"do": "save"}),
            (f"/templates/{template_id}/publish", {}),
            ("/market-packs/new", {"market": "DE", "languages": "de"}),
            (f"/market-packs/{pack_id}", {"do": "save"}),
            (f"/market-packs/{pack_id}/publish", {}),
        ):
            answer = await send(visit, path, form)
            assert (answer.status, "PERMISSION_MISSING" in answer.text) == (403, True), path
        assert (await post_theme(visit, form={"do": "save"})).status == 403


async def test_what_is_not_there_is_said_to_be_so(visit: Visit, api: Api) -> None:
    await api.make_brand("other")
    foreign = await template(api, TEXTILE, ("name",))
    for path in (
        "/templates/group/nonsense",
        f"/templates/{foreign}",
        f"/templates/{uuid4()}",
        f"/market-packs/{uuid4()}",
    ):
        assert (await visit.get(path)).status == 404
    assert "PAGE_TOKEN_INVALID" in (await visit.get("/templates/group/generic?page=x")).text
    assert "PAGE_TOKEN_INVALID" in (await visit.get("/market-packs?page=x")).text
