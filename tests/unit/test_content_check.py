"""What content.proto promises of templates and market packs, and that all that is wrong is told at once."""

from dataclasses import replace
from typing import Any

import pytest

from hallmint_server.content.check import (
    BUILT_IN_FIELDS,
    check_market,
    check_market_pack,
    check_template,
    is_market,
)
from hallmint_server.content.model import (
    LocalText,
    MarketPack,
    RecyclingText,
    Template,
    TemplateField,
    TemplateSection,
)
from hallmint_server.content.text import check_text
from hallmint_server.errors import Problems, Reason

KNOWN = frozenset({"carbon_footprint.total", "carbon_footprint", "materials"} | {f"f{n}" for n in range(3_100)})
PACK = MarketPack(
    languages=("de-AT", "en"),
    date_format="dd.MM.yyyy",
    number_format="#,##0.###",
    disclaimers=(LocalText(language="de-AT", text="Nicht in den Hausmüll.\nBitte sammeln."),),
    recycling=(RecyclingText(material="PET", language="en", text="Plastics"),),
)


def section(*paths: str, title: str = "Origin") -> TemplateSection:
    return TemplateSection(title=title, fields=tuple(TemplateField(path=path, label="") for path in paths))


def of_template(*sections: TemplateSection, known: frozenset[str] | None = KNOWN) -> list[tuple[str, Reason]]:
    problems = Problems()
    check_template(problems, Template(sections=sections), known)
    return [(found.field, found.reason) for found in problems.found]


def of_pack(**changes: Any) -> list[tuple[str, Reason]]:
    problems = Problems()
    check_market_pack(problems, replace(PACK, **changes))
    return [(found.field, found.reason) for found in problems.found]


def invalid(*fields: str) -> list[tuple[str, Reason]]:
    return [(field, Reason.FIELD_INVALID) for field in fields]


def test_a_template_may_show_attributes_and_what_each_product_has() -> None:
    assert of_template(section("carbon_footprint.total", "materials"), section(*BUILT_IN_FIELDS)) == []


def test_the_largest_template_is_taken_and_one_more_of_anything_is_not() -> None:
    full = [section(*(f"f{100 * at + n}" for n in range(100)), title="x" * 100) for at in range(30)]
    assert of_template(*full) == []
    assert of_template(*full, section("sku")) == invalid("sections")
    assert of_template(section(*(f"f{n}" for n in range(101)))) == invalid("sections[0].fields")
    assert of_template(section("sku", title="x" * 101)) == invalid("sections[0].title")


def test_an_empty_template_or_section_is_refused() -> None:
    assert of_template() == [("sections", Reason.FIELD_REQUIRED)]
    assert of_template(section()) == [("sections[0].fields", Reason.FIELD_REQUIRED)]


@pytest.mark.parametrize(
    "path", ["unknown", "carbon_footprint.", "attributes.materials", "SKU", "sku ", "x" * 1_000_000]
)
def test_a_field_must_be_known(path: str) -> None:
    assert of_template(section("sku", path)) == invalid("sections[0].fields[1].path")


def test_no_field_is_shown_twice_in_any_section() -> None:
    problems = Problems()
    check_template(problems, Template(sections=(section("sku", "materials"), section("gtin", "materials"))), KNOWN)
    (found,) = problems.found
    assert found.field == "sections[1].fields[1].path"
    assert "sections[0].fields[1]" in found.description


def test_everything_wrong_with_a_template_is_told_at_once() -> None:
    bad = TemplateSection(
        title="", fields=(TemplateField(path="", label="x" * 101), TemplateField(path="no", label=""))
    )
    assert of_template(bad, section("sku", title="a\nb"), section("sku")) == [
        ("sections[0].title", Reason.FIELD_INVALID),
        ("sections[0].fields[0].path", Reason.FIELD_REQUIRED),
        ("sections[0].fields[0].label", Reason.FIELD_INVALID),
        ("sections[0].fields[1].path", Reason.FIELD_INVALID),
        ("sections[1].title", Reason.FIELD_INVALID),
        ("sections[2].fields[0].path", Reason.FIELD_INVALID),
    ]


def test_without_a_group_paths_are_not_looked_up() -> None:
    assert of_template(section("anything", "anything"), known=None) == invalid("sections[0].fields[1].path")


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "a\x1bb", "a\tb", "a\rb", "a\x7fb", "a\x85b", "a\u2028b", "a\u202eb", "a\u2066b", "a\ud800b"],
    ids=ascii,
)
def test_texts_hold_nothing_that_steers_what_shows_them(text: str) -> None:
    for lines in (False, True):
        problems = Problems()
        check_text(problems, "text", text, least=1, most=10, lines=lines)
        assert [found.field for found in problems.found] == ["text"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "עברית \u200f", "👩‍🔧 emoji", "Zahl: 1 %"]
)
def test_markup_and_all_scripts_are_just_text(text: str) -> None:
    problems = Problems()
    check_text(problems, "text", text, least=1, most=100)
    assert problems.found == []


@pytest.mark.parametrize(
    ("text", "lines", "taken"), [("a\nb", True, True), ("a\nb", False, False), ("  ", True, False)]
)
def test_only_long_texts_have_lines_and_none_is_blank(text: str, lines: bool, taken: bool) -> None:
    problems = Problems()
    check_text(problems, "text", text, least=1, most=10, lines=lines)
    assert (problems.found == []) is taken


def test_a_market_pack_as_promised_is_taken() -> None:
    assert of_pack() == []
    assert of_pack(date_format="", number_format="", disclaimers=(), recycling=()) == []


def test_markets_are_those_of_iso_3166() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert sum(is_market(first + second) for first in letters for second in letters) == 249, "ISO 3166-1 as of 2024"
    assert all(is_market(code) for code in ("AT", "DE", "GB", "GR", "CH", "CW", "SS"))


@pytest.mark.parametrize("code", ["", "at", "UK", "EU", "XK", "ZZ", "AUT", "A", "Ä1", "AT\n", "040"])
def test_what_is_no_country_is_no_market(code: str) -> None:
    problems = Problems()
    check_market(problems, "market", code)
    assert [found.field for found in problems.found] == ["market"]


@pytest.mark.parametrize("tag", ["de", "de-AT", "zh-CN", "zh-Hant-TW", "es-419", "sr-Latn", "ca-ES-valencia", "nb"])
def test_languages_of_cldr_are_taken(tag: str) -> None:
    assert of_pack(languages=(tag,), disclaimers=(), recycling=()) == []


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "und",
        "root",
        "xx",
        "mul",
        "iw",
        "de_AT",
        "de-ZZ",
        "de-XX",
        "de-DE-1996",
        "x-private",
        "de-u-co-phonebk",
        "dé",
    ],
)
def test_a_language_that_cldr_has_not_of_just_this_name_is_refused(tag: str) -> None:
    assert of_pack(languages=(tag,), disclaimers=(), recycling=()) == invalid("languages[0]")


def test_tags_are_written_in_one_way() -> None:
    problems = Problems()
    check_market_pack(problems, replace(PACK, languages=("DE-at",), disclaimers=(), recycling=()))
    assert [found.description for found in problems.found] == ["languages[0] must be written de-AT"]


def test_languages_are_at_least_one_at_most_20_and_each_once() -> None:
    bare: dict[str, Any] = {"disclaimers": (), "recycling": ()}
    many = [*("de", "en", "fr", "it", "es", "pt", "nl"), *("da", "sv", "fi", "nb", "pl", "cs", "sk")]
    many += ["sl", "hu", "ro", "bg", "hr", "el", "et"]
    assert of_pack(languages=(), **bare) == [("languages", Reason.FIELD_REQUIRED)]
    assert of_pack(languages=tuple(many[:20]), **bare) == []
    assert of_pack(languages=tuple(many), **bare) == invalid("languages")
    assert of_pack(languages=("de", "en", "de"), **bare) == invalid("languages[2]")


@pytest.mark.parametrize("pattern", ["d.M.yy", "yyyy-MM-dd", "EEEE, d MMMM y", "d 'de' MMMM 'de' y", "y年M月d日"])
def test_patterns_that_show_a_date_are_taken(pattern: str) -> None:
    assert of_pack(date_format=pattern) == []


@pytest.mark.parametrize(
    "pattern", ["HH:mm", "dd.MM.yyyy HH:mm", "'date'", "G", "d" * 50, "g", "z", "yyyy 'open", "%(x)s", "y" * 61]
)
def test_patterns_that_show_no_date_are_refused(pattern: str) -> None:
    assert {field for field, _ in of_pack(date_format=pattern)} == {"date_format"}


@pytest.mark.parametrize("pattern", ["#,##0.###", "0.00", "#,##,##0.##", "#,##0.00;(#,##0.00)", "0.###E0", "@@#"])
def test_patterns_that_show_a_number_are_taken(pattern: str) -> None:
    assert of_pack(number_format=pattern) == []


@pytest.mark.parametrize("pattern", ["number", "#,##0 %", "0‰", "¤#,##0.00", "@0.0", "'" * 60, "0" * 61, ";"])
def test_patterns_that_show_another_number_or_none_are_refused(pattern: str) -> None:
    assert {field for field, _ in of_pack(number_format=pattern)} == {"number_format"}


def test_texts_are_in_languages_of_the_pack_and_said_once() -> None:
    german, english = LocalText(language="de-AT", text="Ja"), LocalText(language="en", text="Yes")
    assert of_pack(disclaimers=(german, english, replace(german, text="Nein"))) == []
    assert of_pack(disclaimers=(german, english, german)) == invalid("disclaimers[2]")
    assert of_pack(disclaimers=(replace(german, language="de"),)) == invalid("disclaimers[0].language")
    assert of_pack(disclaimers=(replace(german, text="x" * 2_001),)) == invalid("disclaimers[0].text")
    assert of_pack(disclaimers=tuple(LocalText(language="en", text=f"{n}") for n in range(51))) == invalid(
        "disclaimers"
    )

    recycled = PACK.recycling[0]
    assert of_pack(recycling=(recycled, replace(recycled, language="de-AT"))) == []
    assert of_pack(recycling=(recycled, replace(recycled, material="pet"))) == invalid("recycling[1]")
    assert of_pack(recycling=(replace(recycled, material="", language="fr", text=""),)) == invalid(
        "recycling[0].material", "recycling[0].language", "recycling[0].text"
    )
    many = tuple(replace(recycled, material=f"m{n}") for n in range(501))
    assert of_pack(recycling=many[:500]) == []
    assert of_pack(recycling=many) == invalid("recycling")


def test_everything_wrong_with_a_pack_is_told_at_once() -> None:
    found = of_pack(languages=("xx", "en"), date_format="HH", number_format="%", disclaimers=PACK.disclaimers * 2)
    assert [field for field, _ in found] == [
        "languages[0]",
        "date_format",
        "number_format",
        "disclaimers[0].language",
        "disclaimers[1].language",
        "disclaimers[1]",
    ]
