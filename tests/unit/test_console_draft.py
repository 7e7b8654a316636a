"""Drafts of templates and market packs in the console: read from forms, compared in words; and how colours read."""

import pytest

from hallmint_console.colour import LEAST, contrast, look
from hallmint_console.pack_draft import Pack
from hallmint_console.pack_draft import changes as pack_changes
from hallmint_console.template_draft import Draft, Section, Shown, changes
from hallmint_resolver.passport import colour as page_colour
from hallmint_resolver.passport.model import Theme

TITLES = {"care": "Care", "repair": "Repair"}


def draft(*sections: tuple[str, str]) -> Draft:
    """Sections, each a title and its paths; a path may have a label behind a colon."""
    return Draft(
        tuple(
            Section(title, tuple(Shown(*each.partition(":")[::2]) for each in paths.split()))
            for title, paths in sections
        )
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (draft(("A", "care")), draft(("A", "care")), []),
        (draft(("A", "care")), draft(("A", "care repair")), ["Repair is shown, in A"]),
        (draft(("A", "care repair")), draft(("A", "repair")), ["Care is no longer shown, in A"]),
        (draft(("A", "care")), draft(("A", "care:Washing")), ["Care is called Washing"]),
        (draft(("A", "care:Washing")), draft(("A", "care")), ["Washing is called Care"]),
        (draft(("A", "care repair")), draft(("A", "care"), ("B", "repair")), ["Repair stands in B, not in A"]),
        (
            draft(("A", "care repair")),
            draft(("A", "repair care")),
            ["The order is another one; what is shown stays the same"],
        ),
        (
            draft(("A", "unknown.path")),
            draft(("A", "name")),
            ["Name is shown, in A", "unknown.path is no longer shown, in A"],
        ),
    ],
)
def test_what_publishing_a_template_changes(old: Draft, new: Draft, said: list[str]) -> None:
    assert changes(old, new, TITLES) == said


def test_a_form_of_a_template_is_read_in_the_order_of_its_numbers_and_nothing_else_of_it() -> None:
    form = {
        "s/10/title": " Last ",
        "s/2/title": "First",
        "s/2/f/11/path": "b",
        "s/2/f/3/path": "a",
        "s/2/f/3/label": " A ",
        "s/99999/title": "far",
        "s/x/title": "x",
        "s/2/new": "c",
        "s/7/f/0/path": "in no section",
    }
    assert Draft.sent(form) == Draft((Section("First", (Shown("a", "A"), Shown("b"))), Section("Last")))


def test_wishes_that_cannot_be_change_nothing() -> None:
    one = draft(("A", "care repair"), ("B", "name"))
    for wish in ("", "field-up/9/0", "field-up/0/9", "section-down/1", "section-remove/-1", "field-down/1/0", "x/y/z"):
        assert one.after(wish, {}) == one, wish
    assert one.after("field-add/0", {"s/0/new": ""}) == one


def test_what_publishing_a_pack_changes() -> None:
    old = {"languages": "de, en", "d/de/0": "a", "m/0/name": "PET", "m/0/de": "x", "m/1/name": "wool", "m/1/de": "y"}
    new = {
        "languages": "de",
        "date_format": "y",
        "d/de/0": "b",
        "m/0/name": "PET",
        "m/0/de": "z",
        "m/1/name": "tin",
        "m/1/de": "t",
    }
    assert pack_changes(Pack.sent(old), Pack.sent(new)) == [
        "Pages come in de, the first by default; until now in de, en",
        "Dates are written y",
        "The disclaimers in de are other ones",
        "Nothing is said of wool any more",
        "What to do with PET is said in other words",
        "What to do with tin is said",
    ]
    assert pack_changes(Pack.sent(old), Pack.sent(old)) == []


def test_a_pack_goes_through_its_form_unchanged() -> None:
    pack = Pack.sent({"market": "de", "languages": "de;en", "d/de/0": "a\r\nb", "m/0/name": "PET", "m/0/de": "x"})
    assert (pack.market, pack.tags, pack.disclaimers) == ("DE", ["de;en"], {"de": ["a\nb"]})
    pack = Pack.sent(
        {"market": "DE", "languages": "de en,de", "d/de/0": "a", "d/en/0": "b", "m/0/name": "PET", "m/0/en": "x"}
    )
    again = Pack.of(pack.message())
    assert (again.tags, again.disclaimers, again.materials) == (pack.tags, pack.disclaimers, pack.materials)


@pytest.mark.parametrize(
    ("primary", "accent"), [("", ""), ("#ffe600", ""), ("", "#0000ff"), ("#767676", "#808080"), ("no colour", "#12345")]
)
def test_colours_read_as_the_resolver_says(primary: str, accent: str) -> None:
    theme, seen = Theme.of({"primary_colour": primary, "accent_colour": accent}), look(primary, accent)
    assert (seen.primary, seen.accent) == (theme.primary_colour, theme.accent_colour)
    assert seen.ink == page_colour.ink(theme.primary_colour)
    assert seen.ink_contrast == page_colour.contrast(seen.ink, theme.primary_colour) >= LEAST == page_colour.LEAST
    assert seen.is_darkened is (page_colour.contrast(theme.accent_colour, "#ffffff") < LEAST)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
