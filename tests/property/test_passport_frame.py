"""A page that is filled in is the page that is rendered."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from hallmint_resolver.passport.frame import MARKS, Frame, is_code
from hallmint_resolver.passport.model import Item, ItemStatus, Level, Notice
from hallmint_resolver.passport.page import Prepared
from tests.support.passport_scene import ACTIVE, LINKS, page

CODES = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16)
SERIALS = st.text("".join(chr(n) for n in range(0x21, 0x7B)), min_size=1, max_size=20)
ITEMS = st.builds(
    Item,
    code=CODES | SERIALS,
    status=st.sampled_from(ItemStatus),
    gtin=st.sampled_from([None, ACTIVE.gtin]),
    lot=st.sampled_from(["", "AW26-0417", "<b>"]),
    activated_at=st.none()
    | st.sampled_from([datetime(2026, 11, day, hour, tzinfo=UTC) for day in (3, 4) for hour in (0, 23)]),
)
PREPARED = Prepared(page().content)


@given(
    item=st.none() | ITEMS,
    notices=st.lists(st.sampled_from(Notice), max_size=2, unique=True).map(tuple),
    links=st.sampled_from([(), LINKS]),
    confirm=st.booleans(),
)
def test_a_page_that_is_filled_in_is_the_page_that_is_rendered(
    item: Item | None, notices: tuple[Notice, ...], links: tuple[()], *, confirm: bool
) -> None:
    said = {"level": Level.ITEM, "notices": notices, "links": links, "confirm": confirm}
    for shown in (item, item and replace(item, code=ACTIVE.code), item):
        rendered = PREPARED.render(PREPARED.view(shown, **said))  # type: ignore[arg-type]
        assert PREPARED.page(shown, **said) == rendered  # type: ignore[arg-type]


def test_marks_in_a_text_of_a_brand_harm_nothing() -> None:
    frame = Frame(f"<p>{MARKS[3]}{MARKS[0]} {MARKS}</p>".encode())
    assert frame.fill("ABCDEFGHJKMNPQRS") == b"<p>DA ABCDEFGHJKMNPQRS</p>"


def test_only_what_is_the_same_in_html_fills_a_frame() -> None:
    assert is_code(ACTIVE.code)
    assert not any(
        map(is_code, ("", "A" * 15, "A" * 17, "<" + "A" * 15, "&" + "A" * 15, "\u00c4" + "A" * 15, "A" * 15 + "-"))
    )
