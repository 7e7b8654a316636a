"""What is said of sizes, and which batches have no room on a label."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

from hallmint_server.exporting.drawn.size import notes
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.label import ErrorLevel, LabelText
from hallmint_server.exporting.profile.model import Format, PdfSheetSettings, QrZipSettings, ZplSettings
from hallmint_server.exporting.profile.obstacle import ObstacleKind as Kind
from hallmint_server.exporting.profile.symbol import WIDEST_CODE, largest_symbol
from mintcore import qr_symbol
from tests.support.carrier import batch, lots, profile, units
from tests.support.drawing import BATCHES, PDF, PNG, QR, SVG, TEXTS, ZPL, drawing, url

Settings = ZplSettings | PdfSheetSettings | QrZipSettings
SERIAL = batch(lots=())


def said(settings: Settings, facts: BatchFacts = SERIAL) -> list[str]:
    return notes(drawing(settings), facts)


def found(settings: Settings, facts: BatchFacts = SERIAL) -> list[tuple[Kind, str]]:
    return [(each.kind, each.description) for each in obstacles(drawing(settings), facts, packs=2)]


def test_the_size_and_what_gs1_says_of_it() -> None:
    assert said(SVG) == [
        "The largest QR code is of version 4, 33 x 33 modules: 16.8 mm wide, 20.8 mm with its quiet zone.",
        "A module is 0.508 mm: what GS1 asks for (0.495 to 0.990 mm).",
        "With URLs in upper case it would be of version 3.",
    ]


def module(settings: Any, size: int, **changes: Any) -> Any:
    return replace(settings, qr=replace(settings.qr, module_size=size), **changes)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (395, "0.395 mm: less than the 0.396 mm that GS1 allows."),
        (396, "0.396 mm: within what GS1 allows (0.396 to 0.990 mm), but less than its target of 0.495 mm."),
        (494, "but less than its target"),
        (495, "what GS1 asks for"),
        (990, "what GS1 asks for"),
        (991, "0.991 mm: more than the 0.990 mm that GS1 allows."),
    ],
)
def test_the_bounds_of_gs1(size: int, words: str) -> None:
    for settings in (SVG, PDF):
        assert words in said(module(settings, size))[1]


def test_what_is_of_dots_is_as_small_as_its_dots() -> None:
    for settings in (PNG, ZPL):
        _, dots, verdict, *_ = said(module(settings, 424))
        assert dots == "A module is 5 dots of a printer with 300 dpi, which must not scale it."
        assert verdict.startswith("A module is 0.423 mm: within what GS1 allows")
        # 495 are asked for, and 5.8 dots: what is printed is smaller, and not at GS1's target.
        assert "but less than its target" in said(module(settings, 495))[2]
        assert said(module(settings, 100))[1].startswith("A module is 1 dot of")
    # 0.4 mm are asked for, and at 203 dpi there are 0.375.
    assert said(module(ZPL, 400, dpi=203))[2] == "A module is 0.375 mm: less than the 0.396 mm that GS1 allows."


def test_the_quiet_zone() -> None:
    assert not any("quiet zone is" in words for words in said(SVG))
    for modules in (0, 3):
        words = f"The quiet zone is {modules} modules, and GS1 asks for 4: what is around the code must leave the rest white."
        assert words in said(replace(SVG, qr=replace(QR, quiet_zone=modules)))


def test_upper_case_is_told_where_it_makes_a_difference() -> None:
    loud = replace(SVG, qr=replace(QR, upper_case=True))
    assert said(loud)[0].startswith("The largest QR code is of version 3, 29 x 29 modules")
    assert said(loud)[-1] == "URLs in upper case make it smaller: otherwise it would be of version 4."
    assert not any("upper case" in words for words in said(SVG, batch(lots=lots("a"))))
    base = "https://passport.example.com"
    without = batch(lots=lots("a"), context="token", company_prefix_length=None, resolver_base_url=base)
    assert "upper" in said(SVG, without)[-1]  # there, no URL has a lot


def test_a_table_has_no_size() -> None:
    assert notes(profile(), batch()) == []


@pytest.mark.parametrize("facts", BATCHES.values(), ids=BATCHES)
@pytest.mark.parametrize("level", ErrorLevel)
def test_no_symbol_of_a_batch_is_larger_than_the_largest(level: ErrorLevel, facts: BatchFacts) -> None:
    quantity = max((lot.quantity for lot in facts.lots), default=1) * max(len(facts.lots), 1)
    for upper_case in (False, True):
        most = largest_symbol(facts, replace(QR, error_level=level, upper_case=upper_case)).version
        codes = [unit.code for unit in units(facts, 200)] + [WIDEST_CODE, "A" + "0" * 15, "A0" * 8, "Z9ZZ9ZZZ9ZZZZ9ZZ"]
        for at, code in enumerate(codes):
            unit = replace(units(facts, 1)[0], seq=at % quantity, code=code)
            assert qr_symbol(url(facts, unit, upper_case=upper_case), level.upper()).version <= most


@pytest.mark.parametrize("settings", [PDF, ZPL])
def test_usual_batches_fit(settings: Settings) -> None:
    for facts in BATCHES.values():
        assert found(settings, facts) == []


@pytest.mark.parametrize("settings", [PDF, ZPL])
def test_a_code_that_is_larger_than_its_label(settings: Any) -> None:
    small = replace(settings, texts=(), label_width=21_000, label_height=21_000)
    assert found(small) == []
    longer = batch(lots=lots("%" * 20))
    ((kind, words),) = found(small, longer)
    assert kind is Kind.LABEL_TOO_SMALL
    assert words.startswith("the largest QR code, of version ")
    assert words.endswith("with its quiet zone, and the label has 21.0 x 21.0 mm")


def test_a_graphic_that_zpl_does_not_take() -> None:
    facts = batch(resolver_base_url="https://" + ".".join(["a" * 63] * 4)[:240], lots=lots("%" * 20))
    huge = module(ZPL, 424, dpi=600, label_width=200_000, label_height=200_000, texts=())
    huge = replace(huge, qr=replace(huge.qr, error_level=ErrorLevel.H))
    assert [kind for kind, _ in found(huge, facts)] == [Kind.LABEL_TOO_SMALL]
    assert found(module(huge, 212), facts) == []


def test_a_text_that_is_wider_than_its_label() -> None:
    text = replace(TEXTS[2], left=40_000)
    for settings in (PDF, ZPL):
        fits, wide = batch(product_name="A" * 12, lots=()), batch(product_name="A" * 60, lots=())
        assert found(replace(settings, texts=(text,)), fits) == []
        ((kind, words),) = found(replace(settings, texts=(text,)), wide)
        assert kind is Kind.LABEL_TOO_SMALL
        assert words.startswith("text 1 begins at 40.0 mm and is up to 1")
        assert words.endswith(" mm wide, and the label has 90.0 mm")


def test_the_width_of_what_differs_is_known_before() -> None:
    """On paper a code is 16 characters of 0.6 times its height, whatever its letters."""
    text = LabelText(field="code", left=40_000, top=8_000, height=5_000)
    assert found(replace(PDF, texts=(text,), label_width=88_100)) == []
    assert [kind for kind, _ in found(replace(PDF, texts=(text,), label_width=88_000))] == [Kind.LABEL_TOO_SMALL]


def test_each_lot_is_looked_at() -> None:
    text = LabelText(field="lot", left=60_000, top=8_000, height=5_000)
    for place in range(3):
        codes = ["A", "B", "C"]
        codes[place] = "M" * 20
        assert len(found(replace(PDF, texts=(text,)), batch(lots=lots(*codes)))) == 1


def test_a_text_does_not_run_into_the_code() -> None:
    side = 41 * 508  # 33 modules, and 4 on each side
    for settings in (PDF, ZPL):
        for left, top, fits in (
            (side, 3_000, True),
            (side - 500, 3_000, False),
            (0, side + 3_000, True),
            (0, side, False),
        ):
            text = LabelText(prefix="Akku", left=left, top=top, height=3_000)
            told = found(replace(settings, texts=(text,)))
            assert [kind for kind, _ in told] == ([] if fits else [Kind.LABEL_TOO_SMALL])
            assert all("runs into the QR code" in words for _, words in told)


def test_what_labels_do_not_show() -> None:
    facts = batch(product_name="電池", lots=())
    for settings in (PDF, ZPL):
        assert found(settings, facts) == [
            (Kind.CELL_REFUSED, "the product's name holds U+96FB, which labels do not show")
        ]
    assert found(PDF, batch(product_name="Łódź", lots=())) == []
    assert [kind for kind, _ in found(ZPL, batch(product_name="Łódź", lots=()))] == [Kind.CELL_REFUSED]


def test_an_archive_has_room_for_all() -> None:
    for settings, facts in itertools.product((SVG, PNG), BATCHES.values()):
        assert found(settings, facts) == []
        assert settings.format in (Format.QR_SVG_ZIP, Format.QR_PNG_ZIP)
