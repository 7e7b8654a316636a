"""Two people at the same draft in the console: nobody's work is overwritten or published unseen, and nothing typed is lost."""

import pytest

from hallmint.v1 import content_pb2, content_service_pb2, product_pb2
from tests.support.api import Api
from tests.support.catalog_scene import HOSTILE, pack, place_of, send, template
from tests.support.console import Visit
from tests.support.console_form import ESCAPED, revisions, revisions_over

FORM = {"do": "save", "s/0/title": "A", "s/0/f/0/path": "name", "s/0/f/0/label": "Model"}
PACK = {"do": "save", "languages": "de, en", "d/de/0": "Bitte nicht"}


@pytest.fixture(params=["template", "pack"])
async def draft(request: pytest.FixtureRequest, api: Api) -> str:
    if request.param == "pack":
        return f"/market-packs/{await pack(api, 'x')}"
    return f"/templates/{await template(api, product_pb2.PRODUCT_GROUP_TEXTILE, ('name',))}"


def is_pack(draft: str) -> bool:
    return draft.startswith("/market-packs")


def typed(draft: str, text: str = "Model") -> dict[str, str]:
    return {**PACK, "d/de/0": text} if is_pack(draft) else {**FORM, "s/0/f/0/label": text}


async def saved(api: Api, draft: str) -> tuple[str, int]:
    """What is saved of it, and whether it is published."""
    found: content_pb2.MarketPack | content_pb2.Template
    if is_pack(draft):
        request = content_service_pb2.GetMarketPackRequest(market_pack_id=draft.rpartition("/")[2])
        found = (await api.content.GetMarketPack(request, metadata=api.metadata)).market_pack
        return found.disclaimers[0].text, found.state
    asked = content_service_pb2.GetTemplateRequest(template_id=draft.rpartition("/")[2])
    found = (await api.content.GetTemplate(asked, metadata=api.metadata)).template
    return found.sections[0].fields[0].label, found.state


async def test_a_stale_form_overwrites_nothing_and_comes_back_as_it_was_typed(
    visit: Visit, api: Api, draft: str
) -> None:
    assert revisions((await visit.get(draft)).text) == ["1", "1"], "for saving and for publishing"
    await send(visit, draft, {**typed(draft, "Theirs"), "revision": "1"})
    stale = await send(visit, draft, {**typed(draft, HOSTILE), "revision": "1"})
    assert (stale.status, "REVISION_CHANGED" in stale.text, "Somebody saved it meanwhile" in stale.text) == (
        409,
        True,
        True,
    )
    assert ESCAPED in stale.text, "what was typed is there"
    assert "<script>alert" not in stale.text
    assert "It differs from theirs" in stale.text
    assert "disabled>Publish" in stale.text
    assert (await saved(api, draft))[0] == "Theirs"
    again = await send(visit, draft, {**typed(draft, HOSTILE), "revision": "1"})
    assert again.status == 409, "that is not looking at it"
    over = revisions_over(stale.text)
    assert over == ["2"]
    form = {**typed(draft, HOSTILE), "do": "save-over", "revision": "1", "over": over[0]}
    assert place_of(await send(visit, draft, form)) == draft
    assert (await saved(api, draft))[0] == HOSTILE


async def test_what_a_third_person_saved_is_looked_at_too(visit: Visit, api: Api, draft: str) -> None:
    await visit.get(draft)
    await send(visit, draft, {**typed(draft, "Theirs"), "revision": "1"})
    stale = await send(visit, draft, {**typed(draft, "Mine"), "revision": "1"})
    over = revisions_over(stale.text)[0]
    await send(visit, draft, {**typed(draft, "Third"), "revision": "2"})
    form = {**typed(draft, "Mine"), "do": "save-over", "revision": "1", "over": over}
    refused = await send(visit, draft, form)
    assert (refused.status, revisions_over(refused.text)) == (409, ["3"])
    assert (await saved(api, draft))[0] == "Third"


async def test_buttons_of_a_stale_form_overwrite_nothing_either(visit: Visit, api: Api, draft: str) -> None:
    await visit.get(draft)
    await send(visit, draft, {**typed(draft, "Theirs"), "revision": "1"})
    wish = "material-add" if is_pack(draft) else "section-up/0"
    answer = await send(visit, draft, {**typed(draft, "Mine"), "do": wish, "revision": "1"})
    assert "Somebody saved it meanwhile" in answer.text
    assert (await saved(api, draft))[0] == "Theirs"


async def test_only_what_was_looked_at_is_published(visit: Visit, api: Api, draft: str) -> None:
    seen = revisions((await visit.get(draft)).text)[0]
    await send(visit, draft, {**typed(draft, "Theirs"), "revision": seen})
    refused = await visit.post(f"{draft}/publish", revision=seen)
    assert (refused.status, "REVISION_CHANGED" in refused.text, "look at it, then publish it" in refused.text) == (
        409,
        True,
        True,
    )
    assert "Theirs" in refused.text
    assert (await saved(api, draft))[1] == content_pb2.VERSION_STATE_DRAFT
    now = revisions(refused.text)[0]
    assert place_of(await visit.post(f"{draft}/publish", revision=now)) == draft
    assert (await saved(api, draft))[1] == content_pb2.VERSION_STATE_PUBLISHED


async def test_what_was_typed_while_it_was_published_is_told(visit: Visit, draft: str) -> None:
    await visit.get(draft)
    assert (await visit.post(f"{draft}/publish", revision="1")).status == 303
    late = await send(visit, draft, {**typed(draft, "Too late"), "revision": "1"})
    assert (late.status, "VERSION_NOT_DRAFT" in late.text, "What you typed is not in it" in late.text) == (
        409,
        True,
        True,
    )


@pytest.mark.parametrize("revision", ["x", "-1", "9" * 40, "\u0661"])
async def test_a_revision_that_is_none_is_nobodys(visit: Visit, api: Api, draft: str, revision: str) -> None:
    await visit.get(draft)
    answer = await send(visit, draft, {**typed(draft, "Mine"), "revision": revision})
    assert (answer.status, "REVISION_CHANGED" in answer.text) == (409, True)
    assert (await saved(api, draft))[0] != "Mine"
