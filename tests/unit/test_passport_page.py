import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from hallmint_resolver.passport.jsonld import document
from hallmint_resolver.passport.model import Item, ItemStatus, Level, MarketPack, Notice, PassportLink, Template, Theme
from hallmint_resolver.passport.page import csp, prepare, render, render_error, render_preview_card, theme_csp
from hallmint_resolver.passport.text import LANGUAGES
from tests.support.passport_scene import ACTIVE, COAT, GTIN, LINKS, MINTED, PACK, REVOKED, STATES, TEMPLATE, of, page

EVIL = "</dd><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u202edrowkcab\u2066\x00\x1b\ud800"
VOID = {"meta", "img", "path", "circle", "rect", "br", "link"}


class Reader(HTMLParser):
    """Elements with their attributes, the text, and whether each element was closed in its place."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(body.decode())
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def words(body: bytes) -> str:
    return " ".join(re.sub("[\u2066-\u2069]", "", Reader(body).text).split())


@pytest.mark.parametrize("state", STATES)
def test_each_page_is_well_formed_and_needs_nothing_from_elsewhere(state: str) -> None:
    read = Reader(render(STATES[state]))
    assert [name for name, _ in read.elements].count("h1") == 1
    assert not {"script", "link", "iframe", "object", "embed", "base"} & {name for name, _ in read.elements}
    assert not any(name.startswith("on") or name in ("style", "src") for _, found in read.elements for name in found)


@pytest.mark.parametrize("state", STATES)
def test_the_policy_allows_just_the_style_of_the_page(state: str) -> None:
    style = re.findall("<style>(.*?)</style>", render(STATES[state]).decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    assert csp(STATES[state]) == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert len(style) == 1


def test_an_active_item_shows_who_issued_its_code_and_when_it_was_activated() -> None:
    shown = words(render(page()))
    assert "This code was issued by Maison Aurel" in shown
    assert "Activated on 3 November 2026" in shown
    assert "7KQ2M9XW4TBR8HND" in shown
    assert "AW26-0417" in shown
    assert GTIN in shown
    assert "14:21" not in shown


def test_an_item_that_was_active_at_mint_has_no_date() -> None:
    shown = words(render(page(Item(code=ACTIVE.code, status=ItemStatus.ACTIVE, gtin=GTIN))))
    assert "This code was issued by Maison Aurel" in shown
    assert "ctivated" not in shown


def test_a_minted_item_has_a_button_only_where_it_is_asked_for() -> None:
    assert "Not yet activated" in words(render(page(MINTED)))
    assert Reader(render(page(MINTED))).named("form") == []
    read = Reader(render(page(MINTED, confirm=True)))
    assert read.named("form") == [{"method": "post"}]
    assert read.named("button") == [{}]
    assert read.named("input") == []


@pytest.mark.parametrize(
    ("item", "notice", "title"),
    [
        (REVOKED, None, "This item was withdrawn"),
        (ACTIVE, Notice.REVOKED, "This item was withdrawn"),
        (None, Notice.SERIAL_NOT_ISSUED, "This serial number was not issued by Maison Aurel"),
        (None, Notice.LOT_UNKNOWN, "This lot is not known"),
        (ACTIVE, Notice.LOT_DIFFERENT, "This item belongs to another lot"),
        (None, Notice.DRAFT, "Preview of a draft"),
        (None, Notice.OUTDATED, "Preview of an earlier version"),
        (None, Notice.PREVIEW, "This is the page with what is published now."),
    ],
)
def test_each_notice_is_said_before_all_else(item: Item | None, notice: Notice | None, title: str) -> None:
    shown = words(render(page(item, notices=(notice,) if notice else ())))
    assert shown.index(title) < shown.index("Digital product passport")


def test_a_revoked_item_has_no_seal_and_no_button() -> None:
    body = render(page(REVOKED, confirm=True, notices=(Notice.REVOKED,)))
    assert "This code was issued" not in words(body)
    assert Reader(body).named("form") == []
    assert body.count(b"has withdrawn this item") == 1


def test_a_serial_that_was_not_issued_is_not_shown_even_if_an_item_is_handed_in() -> None:
    shown = words(render(page(notices=(Notice.SERIAL_NOT_ISSUED,))))
    assert ACTIVE.code not in shown
    assert "This code was issued" not in shown


def test_notices_stand_once_and_in_their_order() -> None:
    view = page(notices=(Notice.LOT_DIFFERENT, Notice.DRAFT, Notice.LOT_DIFFERENT))
    assert view.notices == (Notice.DRAFT, Notice.LOT_DIFFERENT)


def test_links_of_a_recall_come_first_and_only_https_ones_are_shown() -> None:
    bad = PassportLink(title="Bad", href="javascript:alert(1)", link_type="gs1:pip")
    blank = PassportLink(title=" ", href="https://aurel.example/blank", link_type="gs1:pip")
    read = Reader(render(page(template={}, links=(bad, blank, *LINKS))))
    assert [a["href"] for a in read.named("a")][:2] == ["https://aurel.example/r", "https://aurel.example/care"]
    assert {a["rel"] for a in read.named("a")} == {"noopener noreferrer"}
    assert "Bad" not in read.text


def test_hostile_text_stays_text_wherever_it_stands() -> None:
    view = of(
        {"list": [EVIL, {EVIL: EVIL}], "share": [{"material": EVIL, "percent": 5}], "deep": {EVIL: {"x": EVIL}}},
        "list",
        "share",
        "deep",
        name=EVIL,
        brand=EVIL,
        language="en",
        pack={
            "languages": ["en"],
            "disclaimers": [{"language": "en", "text": EVIL}],
            "recycling": [{"material": EVIL, "language": "en", "text": EVIL}],
        },
        theme={"primary_colour": "red;}", "legal_links": [{"label": EVIL, "url": "https://a.example/"}]},
        links=(PassportLink(title=EVIL, href='https://a.example/?"', link_type="x"), LINKS[0]),
    )
    for body in (render(view), render_preview_card(view)):
        read = Reader(body)
        assert read.named("script") == []
        assert read.named("img") == []
        assert "\u202e" not in read.text
        assert "\x00" not in read.text
        assert "<script>" in read.text


def test_a_hostile_lot_and_logo_are_escaped() -> None:
    item = Item(code="7KQ2M9XW4TBR8HND", status=ItemStatus.ACTIVE, lot="<b>\u202e", gtin=GTIN)
    read = Reader(render(page(item, logo_url='/p/logo/1"><script>')))
    assert read.named("img") == [{"src": '/p/logo/1"><script>', "alt": "Maison Aurel"}]
    assert read.named("b") == []


def test_pages_that_are_about_one_item_or_say_a_notice_are_kept_out_of_search_engines() -> None:
    noindex = {"name": "robots", "content": "noindex"}
    for render_one in (render, render_preview_card):
        assert noindex in Reader(render_one(page())).named("meta")
        assert noindex not in Reader(render_one(page(None, level=Level.PRODUCT))).named("meta")
        unknown = page(None, level=Level.PRODUCT, notices=(Notice.LOT_UNKNOWN,))
        assert noindex in Reader(render_one(unknown)).named("meta")


def test_a_card_has_open_graph_tags_and_nothing_of_the_item() -> None:
    body = render_preview_card(page(REVOKED))
    found = {one["property"]: one["content"] for one in Reader(body).named("meta") if "property" in one}
    assert found["og:title"] == "Overcoat No. 4, double-faced wool and cashmere"
    assert (found["og:description"] or "").startswith("This item was withdrawn")
    assert ACTIVE.code.encode() not in body
    assert b"AW26" not in body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [400, 403, 404, 421, 429, 503])
def test_errors_are_pages_in_the_visitors_language(status: int, language: str) -> None:
    read = Reader(render_error(status, language))
    assert str(status) in read.text
    assert read.named("html") == [{"lang": language, "dir": "rtl" if language == "ar" else "ltr"}]
    assert "style-src 'sha256-" in theme_csp(Theme())


@pytest.mark.parametrize("render_one", [render, render_preview_card])
def test_the_makers_of_the_geolocation_file_are_named_where_it_was_used(render_one: Callable[..., bytes]) -> None:
    link = {"href": "https://db-ip.com", "rel": "noopener noreferrer"}
    for view in (STATES["active"], STATES["arabic"], STATES["no-content"]):
        read = Reader(render_one(view, credits_geo=True))
        assert link in read.named("a")
        assert "IP Geolocation by DB-IP" in read.text
        assert b"db-ip" not in render_one(view)


def test_what_was_prepared_renders_what_a_single_page_is() -> None:
    view = page(language="de")
    content = view.content
    template, pack = Template.of(TEMPLATE), MarketPack.of(PACK)
    ready = prepare(content.brand, content.product, template, pack, language="de", market="IE")
    assert ready.render(ready.view(ACTIVE, level=Level.ITEM)) == render(view)
    assert ready.csp == csp(view)


def test_a_page_about_a_lot_names_it() -> None:
    content = page().content
    ready = prepare(content.brand, content.product, Template(), MarketPack(), language="en", market="IE")
    view = ready.view(None, level=Level.LOT, lot="AW26-0417")
    assert "LotAW26-0417" in words(ready.render(view))
    assert document(view)["gs1:hasBatchLotNumber"] == "AW26-0417"


def test_what_the_template_does_not_name_is_nowhere_on_the_page() -> None:
    secret = COAT["internal_note"].encode()
    for state in STATES.values():
        assert secret not in render(state) + render_preview_card(state)
