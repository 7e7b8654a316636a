"""Languages, recycling, disclaimers, JSON-LD, colours and titles."""

import dataclasses
import json
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallmint_resolver.passport import colour
from hallmint_resolver.passport.jsonld import document
from hallmint_resolver.passport.model import MarketPack, Notice, Template, Theme
from hallmint_resolver.passport.page import render
from hallmint_resolver.passport.text import LANGUAGES, Words, choose_language, words_of
from hallmint_resolver.passport.title import title_of
from tests.support.passport_scene import ACTIVE, COAT, GTIN, LINKS, REVOKED, of, page
from tests.support.passport_title import COPY, titles

PACK = MarketPack(languages=("de-AT", "en", "sr-Latn"))
HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "de-AT"),
        ("en", "en"),
        ("de", "de-AT"),
        ("de-DE, en;q=0.9", "de-AT"),
        ("fr, en-GB;q=0.5, de;q=0.1", "en"),
        ("sr", "sr-Latn"),
        ("fr", "de-AT"),
        ("*", "de-AT"),
        ("en;q=0, de;q=0.1", "de-AT"),
        (",;;q=x,\x00", "de-AT"),
    ],
)
def test_the_language_is_one_of_the_markets(header: str, expected: str) -> None:
    assert choose_language(header, PACK) == expected


def test_without_a_market_pack_the_pages_own_languages_are_offered() -> None:
    assert choose_language("pl, en;q=0.3", None) == "pl"
    assert choose_language("fi", None) == "en"
    assert choose_language("it", MarketPack(languages=("xx", "\u202e"))) == "it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_all_words_with_the_same_blanks(language: str) -> None:
    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}

    english = words_of("en")
    for field in dataclasses.fields(Words):
        text = getattr(words_of(language), field.name)
        assert text.strip() == text != ""
        assert blanks(text) == blanks(getattr(english, field.name)), field.name
        assert "<" not in text


def test_a_language_that_the_page_does_not_speak_has_english_words_and_its_own_texts() -> None:
    pack = {
        "languages": ["fi"],
        "disclaimers": [{"language": "fi", "text": "Huomautus"}],
        "recycling": [{"material": "Oak", "language": "fi", "text": "Kierrätä"}],
    }
    view = of({"material": "oak", "n": 1.5}, "material", "n", language="fi", market="FI", pack=pack)
    body = render(view).decode()
    assert '<html lang="en" dir="ltr">' in body
    assert '<p class="text" dir="auto" lang="fi">Huomautus</p>' in body
    assert '<p class="text" dir="auto" lang="fi">Kierrätä</p>' in body
    assert "1,5" in body


def test_direction_and_language_are_set() -> None:
    assert b'<html lang="ar" dir="rtl">' in render(page(language="ar"))
    assert b'<html lang="de" dir="ltr">' in render(page(language="de"))


def test_recycling_is_said_of_disclosed_materials_only_and_in_the_best_language() -> None:
    recycling = [
        {"material": "  Virgin   WOOL ", "language": "en", "text": "Wool."},
        {"material": "cashmere", "language": "de", "text": "Kaschmir."},
        {"material": "Cupro", "language": "fr", "text": "Cupro."},
        {"material": "oak", "language": "en", "text": "Oak."},
    ]
    pack = {"languages": ["en", "de"], "recycling": recycling}
    found = of(COAT, "fibre_composition", pack=pack).content.recycling
    assert [(text.text, text.language) for text in found] == [("Wool.", ""), ("Kaschmir.", "de")]
    assert of({**COAT, "material": "oak"}, "weight_g", pack=pack).content.recycling == ()


def test_disclaimers_are_in_the_pages_language_else_in_the_packs_first() -> None:
    disclaimers = [{"language": "de", "text": "Eins"}, {"language": "de", "text": "Zwei"}]
    pack = {"languages": ["de", "en"], "disclaimers": [*disclaimers, {"language": "en", "text": "One"}]}
    assert [note.text for note in page(pack=pack).content.notes] == ["One"]
    found = page(pack={**pack, "disclaimers": disclaimers}).content.notes
    assert [(note.text, note.language) for note in found] == [("Eins", "de"), ("Zwei", "de")]


def test_json_ld_says_what_the_page_says_and_no_more() -> None:
    view = page(links=LINKS)
    found = document(view, "https://id.example/01/09506000134352/21/7KQ2M9XW4TBR8HND")
    assert found["@type"] == ["IndividualProduct", "gs1:Product"]
    assert found["@id"] == "https://id.example/01/09506000134352/21/7KQ2M9XW4TBR8HND"
    assert (found["gtin"], found["serialNumber"], found["gs1:hasBatchLotNumber"]) == (GTIN, ACTIVE.code, ACTIVE.lot)
    values = {one["propertyID"]: one["value"] for one in found["additionalProperty"]}
    assert values["hallmint:activated"] == "2026-11-03"
    assert values["fibre_composition[0].fibres[1].percent"] == 18
    assert values["reach_svhc_above_0_1_percent"] == "none"
    assert values["animal_parts"] is True
    text = json.dumps(found)
    assert COAT["internal_note"] not in text
    assert "14:21" not in text
    assert "product_type" not in text


def test_json_ld_of_a_withdrawn_and_of_an_unknown_item() -> None:
    found = document(page(REVOKED))
    assert {"@type": "PropertyValue", "propertyID": "hallmint:notice", "value": "revoked"} in found[
        "additionalProperty"
    ]
    assert "hallmint:activated" not in json.dumps(found)
    unknown = document(page(notices=(Notice.SERIAL_NOT_ISSUED,)))
    assert unknown["@type"] == ["Product", "gs1:Product"]
    assert ACTIVE.code not in json.dumps(unknown)


@settings(max_examples=1000, deadline=None)
@given(HEX, HEX)
def test_whatever_two_colours_a_brand_has_all_text_can_be_read(primary: str, accent: str) -> None:
    made = colour.palette(primary, accent)
    assert made.band == primary
    assert colour.contrast(made.on_band, made.band) >= 4.5
    assert colour.contrast(made.on_band, made.ring) >= 4.5
    assert colour.contrast(made.on_action, made.action) >= 4.5
    assert colour.contrast(made.on_action_dark, made.action_dark) >= 4.5
    for surface in colour.LIGHT_SURFACES:
        assert min(colour.contrast(made.link, surface), colour.contrast(made.action, surface)) >= 4.5
    for surface in colour.DARK_SURFACES:
        assert min(colour.contrast(made.link_dark, surface), colour.contrast(made.action_dark, surface)) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert colour.legible("#777777", ("#ffffff",), colour.BLACK) != "#777777"
    assert colour.legible("#767676", ("#ffffff",), colour.BLACK) == "#767676"


def test_the_stylesheet_has_the_surfaces_that_colours_are_made_for() -> None:
    style = render(page()).decode()
    light, dark = style.split("@media screen and (prefers-color-scheme:dark)", 1)
    for text, (card, behind) in ((light, colour.LIGHT_SURFACES), (dark, colour.DARK_SURFACES)):
        assert f"--page:{behind};--card:{card}" in text


def test_odd_themes_and_templates_are_read_as_far_as_they_go() -> None:
    link = {"label": "A", "url": "https://a.example/"}
    odd: Any = {
        "primary_colour": "#12345",
        "accent_colour": 3,
        "legal_links": [link, 1, {"label": "B", "url": "http://b/"}, {}],
    }
    assert [one.label for one in Theme.of(odd).legal_links] == ["A"]
    assert Theme.of(odd).primary_colour == Theme().primary_colour
    assert Theme.of({"primary_colour": "#123456"}).accent_colour == "#123456"
    empty: tuple[object, ...] = (None, [], "x", {"legal_links": 1})
    for nothing in empty:
        assert Theme.of(nothing) == Theme()
        assert Template.of(nothing) == Template()
        assert MarketPack.of(nothing) == MarketPack()


def test_the_copied_titles_are_those_of_the_schemas() -> None:
    assert json.loads(COPY.read_text(encoding="utf-8")) == titles(), "run python -m tests.support.passport_title"
    assert title_of("textile", "fibre_composition.fibres.fibre") == "Fibre name"
    assert title_of("textile", "own.glue_type") == "Glue type"
    assert title_of("no such group", "weight_g") == "Weight g"
