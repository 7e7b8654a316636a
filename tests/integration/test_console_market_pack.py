"""Market packs and the theme in the console: drafted, changed and published through the API."""

from html import unescape
from io import BytesIO
from uuid import uuid4

from PIL import Image

from hallmint.v1 import brand_pb2, brand_service_pb2, content_pb2, content_service_pb2, product_pb2
from tests.support.api import Api
from tests.support.catalog_scene import HOSTILE, place_of, post_theme, send
from tests.support.console import Visit

TEXTILE = product_pb2.PRODUCT_GROUP_TEXTILE


async def said(api: Api, pack_id: str) -> content_pb2.MarketPack:
    request = content_service_pb2.GetMarketPackRequest(market_pack_id=pack_id)
    return (await api.content.GetMarketPack(request, metadata=api.metadata)).market_pack


async def theme(api: Api) -> brand_pb2.Theme:
    return (await api.brands.GetBrand(brand_service_pb2.GetBrandRequest(), metadata=api.metadata)).brand.theme


async def test_a_market_pack_is_drafted_edited_and_published(visit: Visit, api: Api) -> None:
    assert "No market packs yet" in (await visit.get("/market-packs")).text
    await visit.get("/market-packs/new")
    refused = await visit.post("/market-packs/new", market="zz", languages="de", request_id=str(uuid4()))
    assert (refused.status, 'value="ZZ"' in refused.text) == (422, True)
    fields = {"market": "at", "languages": "de-AT, en", "request_id": str(uuid4())}
    place = place_of(await send(visit, "/market-packs/new", fields))
    assert place == place_of(await send(visit, "/market-packs/new", fields))
    form = {"languages": "de-AT, en", "date_format": "dd.MM.yyyy", "number_format": ""}
    form |= {"d/de-AT/0": HOSTILE, "d/de-AT/1": "", "d/en/0": "two\r\nlines", "d/fr/0": "gone"}
    form |= {"m/0/name": "PET", "m/0/de-AT": "Gelber Sack", "m/1/name": "", "m/1/en": ""}
    await visit.get(place)
    added = await send(visit, place, {"do": "material-add", **form})
    assert (added.status, 'name="m/1/name"' in added.text) == (200, True)
    more = await send(visit, place, {"do": "disclaimer-add/en", **form})
    assert 'name="d/en/1"' in more.text
    removed = await send(visit, place, {"do": "material-remove/0", **form})
    assert "Gelber Sack" not in removed.text
    assert not (await said(api, place.rpartition("/")[2])).disclaimers
    assert place_of(await send(visit, place, {"do": "save", **form})) == place
    now = await said(api, place.rpartition("/")[2])
    assert [(each.language, each.text) for each in now.disclaimers] == [("de-AT", HOSTILE), ("en", "two\nlines")]
    assert [(each.material, each.language) for each in now.recycling] == [("PET", "de-AT")]
    page = (await visit.get(place)).text
    assert "<script>alert" not in page
    assert HOSTILE in unescape(page)
    bad = await send(visit, place, {"do": "save", **form | {"date_format": "hh:mm", "languages": "de-AT, xx"}})
    assert (bad.status, 'value="hh:mm"' in bad.text) == (422, True)
    bad = await send(visit, place, {"do": "save", **form | {"m/1/name": "wool"}})
    assert (bad.status, "nothing is said of wool" in bad.text, 'value="wool"' in bad.text) == (422, True, True)
    assert place_of(await visit.post(f"{place}/publish")) == place
    assert (await said(api, place.rpartition("/")[2])).state == content_pb2.VERSION_STATE_PUBLISHED
    draft = place_of(await visit.post("/market-packs/new", of=place.rpartition("/")[2], request_id=str(uuid4())))
    await visit.get(draft)
    await send(
        visit, draft, {"do": "save", "languages": "en", "m/0/name": "PET", "m/0/en": "Bin", "d/en/0": "two\nlines"}
    )
    page = unescape((await visit.get(draft)).text)
    for words in ("Pages come in en", "The disclaimers in de-AT are other ones", "PET is said in other words"):
        assert words in page, words
    listed = (await visit.get("/market-packs?market=AT&state=published")).text
    assert (listed.count('class="pill published"'), 'class="pill draft"' in listed) == (1, False)
    assert "No market pack fits" in (await visit.get("/market-packs?market=FR")).text
    assert (await visit.get("/market-packs?market=%3Cb%3E")).status == 200


async def test_the_theme_is_changed_and_how_it_reads_is_said(visit: Visit, api: Api) -> None:
    await visit.get("/templates/theme")
    file = BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "PNG")
    links = {
        "label/0": "Imprint",
        "url/0": "https://acme.example/imprint",
        "label/3": HOSTILE,
        "url/3": "https://a.example",
    }
    colours = {"primary": "#ffe600", "accent": "#0000ff"}
    answer = await post_theme(visit, file.getvalue(), form={"do": "save", **colours, **links})
    assert answer.headers["Location"] == "/templates/theme?done=saved"
    now = await theme(api)
    assert (now.primary_colour, now.accent_colour, now.logo) == ("#ffe600", "#0000ff", file.getvalue())
    assert [each.label for each in now.legal_links] == ["Imprint", HOSTILE]
    page = (await visit.get("/templates/theme")).text
    assert "<script>alert" not in page
    async with visit.http.get(f"{visit.url}/templates/theme/logo") as response:
        assert (response.headers["Content-Type"], await response.read()) == ("image/png", file.getvalue())
    more = await post_theme(visit, form={"do": "link-add", **colours, **links})
    assert (more.status, 'name="label/2"' in more.text) == (200, True)
    refused = await post_theme(visit, b"<svg/>", form={"do": "save", **links | {"url/0": "http://acme.example"}})
    assert refused.status == 422
    assert 'value="http://acme.example"' in refused.text
    assert (
        await post_theme(visit, form={"do": "save", "no_logo": "yes", "plain_primary": "yes", "plain_accent": "yes"})
    ).status == 303
    now = await theme(api)
    assert (now.primary_colour, now.accent_colour, now.logo, len(now.legal_links)) == ("", "", b"", 0)
    assert (await visit.get("/templates/theme/logo")).status == 404
    look = (await visit.get("/templates/theme/look?primary=%23ffe600&accent=%23ffe600")).text
    assert 'fill="#ffe600"' in look
    assert "darken" in look
    assert "evil" not in (await visit.get('/templates/theme/look?primary="/><evil')).text
