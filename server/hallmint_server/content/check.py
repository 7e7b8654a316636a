"""Whether templates and market packs are as content.proto promises. Every violation is noted, with its path."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.core import parse_locale

from hallmint_server.content.model import MarketPack, Template
from hallmint_server.content.text import check_text
from hallmint_server.errors import Problems, Reason

SECTIONS_MOST = 30
FIELDS_MOST = 100
LANGUAGES_MOST = 20
DISCLAIMERS_MOST = 50
RECYCLING_MOST = 500
_NAME_MOST = 100
_PATH_MOST = 400
_MATERIAL_MOST = 60
_TEXT_MOST = 2_000
_FORMAT_MOST = 60

BUILT_IN_FIELDS = frozenset({"sku", "gtin", "name"})
"""What each product has beside its attributes."""

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
# CLDR knows more than ISO 3166-1 assigns: what is reserved in it, groups of countries, and places of CLDR's own.
_NO_COUNTRY = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
_COUNTRIES = frozenset(code for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))) - _NO_COUNTRY
_DAYS = (date(2025, 12, 31), date(2031, 3, 7))
_NUMBERS = (0, -0.5, 1_234_567.891)


def is_market(code: str) -> bool:
    """Whether `code` is an assigned code of ISO 3166-1 alpha-2, upper case."""
    return code in _COUNTRIES


def check_market(problems: Problems, field: str, code: str) -> None:
    """Note what is no market."""
    if not code:
        problems.add(Reason.FIELD_REQUIRED, field, f"{field} must be set")
    elif not is_market(code):
        problems.add(
            Reason.FIELD_INVALID, field, f"{field} must be the code of a country by ISO 3166-1 alpha-2, as in AT"
        )


def check_template(problems: Problems, template: Template, known: frozenset[str] | None) -> None:
    """Note what is wrong with a template. `known`: the paths of its group's attributes; None where the group is not known,
    so that paths are looked at for everything else.
    """
    _check_count(problems, "sections", len(template.sections), 1, SECTIONS_MOST)
    paths = None if known is None else known | BUILT_IN_FIELDS
    places: dict[str, str] = {}
    for index, section in enumerate(template.sections[:SECTIONS_MOST]):
        at = f"sections[{index}]"
        check_text(problems, f"{at}.title", section.title, least=1, most=_NAME_MOST)
        _check_count(problems, f"{at}.fields", len(section.fields), 1, FIELDS_MOST)
        for number, shown in enumerate(section.fields[:FIELDS_MOST]):
            field = f"{at}.fields[{number}].path"
            if not shown.path:
                problems.add(Reason.FIELD_REQUIRED, field, f"{field} must be set")
            elif len(shown.path) > _PATH_MOST or (paths is not None and shown.path not in paths):
                problems.add(
                    Reason.FIELD_INVALID,
                    field,
                    f"{field} must be the path of an attribute that the group's schema or the brand's addition knows, "
                    "or sku, gtin or name",
                )
            elif shown.path in places:
                problems.add(Reason.FIELD_INVALID, field, f"{field} is shown already, by {places[shown.path]}")
            else:
                places[shown.path] = f"{at}.fields[{number}]"
            check_text(problems, f"{at}.fields[{number}].label", shown.label, least=0, most=_NAME_MOST)


def check_market_pack(problems: Problems, pack: MarketPack) -> None:
    """Note what is wrong with a market pack. Loading what is not yet loaded of 20 languages takes up to half a second of
    processor time, so it has no place in an event loop.
    """
    locales = list(_locales(problems, pack.languages))
    _check_date_format(problems, pack.date_format, locales)
    _check_number_format(problems, pack.number_format, locales)

    _check_count(problems, "disclaimers", len(pack.disclaimers), 0, DISCLAIMERS_MOST)
    said: dict[tuple[str, ...], int] = {}
    for index, disclaimer in enumerate(pack.disclaimers[:DISCLAIMERS_MOST]):
        at = f"disclaimers[{index}]"
        _check_language(problems, at, disclaimer.language, pack)
        check_text(problems, f"{at}.text", disclaimer.text, least=1, most=_TEXT_MOST, lines=True)
        first = said.setdefault((disclaimer.language, disclaimer.text), index)
        if first != index:
            problems.add(Reason.FIELD_INVALID, at, f"{at} says the same as disclaimers[{first}]")

    _check_count(problems, "recycling", len(pack.recycling), 0, RECYCLING_MOST)
    said.clear()
    for index, recycling in enumerate(pack.recycling[:RECYCLING_MOST]):
        at = f"recycling[{index}]"
        check_text(problems, f"{at}.material", recycling.material, least=1, most=_MATERIAL_MOST)
        _check_language(problems, at, recycling.language, pack)
        check_text(problems, f"{at}.text", recycling.text, least=1, most=_TEXT_MOST, lines=True)
        first = said.setdefault((recycling.material.casefold(), recycling.language), index)
        if first != index:
            problems.add(Reason.FIELD_INVALID, at, f"{at} is of the material and the language of recycling[{first}]")


def _check_count(problems: Problems, field: str, count: int, least: int, most: int) -> None:
    if count < least:
        problems.add(Reason.FIELD_REQUIRED, field, f"{field} must be set: {least} to {most} of them")
    elif count > most:
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be at most {most}")


def _locales(problems: Problems, tags: tuple[str, ...]) -> Iterator[Locale]:
    _check_count(problems, "languages", len(tags), 1, LANGUAGES_MOST)
    places: dict[str, int] = {}
    for index, tag in enumerate(tags[:LANGUAGES_MOST]):
        field = f"languages[{index}]"
        found = _locale(tag)
        if found is None:
            words = f"{field} must be the BCP 47 tag of a language that CLDR knows, as in de-AT"
            problems.add(Reason.FIELD_INVALID, field, words)
            continue
        locale, usual = found
        if tag != usual:
            problems.add(Reason.FIELD_INVALID, field, f"{field} must be written {usual}")
        first = places.setdefault(usual, index)
        if first != index:
            problems.add(Reason.FIELD_INVALID, field, f"{field} is languages[{first}] again")
        yield locale


def _locale(tag: str) -> tuple[Locale, str] | None:
    """The locale of a tag, and how the tag is usually written (RFC 5646, 2.1.1); None where CLDR has none of just this name:
    for some it would give another one.
    """
    if not _TAG.fullmatch(tag):
        return None
    try:
        language, territory, script, variant, *_ = parse_locale(tag, sep="-")
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    asked = ((language, locale.language), (territory, locale.territory), (script, locale.script))
    if any(part is not None and part != given for part, given in asked) or (variant or None) != locale.variant:
        return None
    return locale, "-".join(part for part in (language, script, territory, variant and variant.lower()) if part)


def _check_date_format(problems: Problems, pattern: str, locales: Iterable[Locale]) -> None:
    """A pattern that is taken and yet shows no date, or fails where it is used, is worse than none: so it is tried."""
    if not pattern:
        return
    field = "date_format"
    check_text(problems, field, pattern, least=0, most=_FORMAT_MOST)
    try:
        fits = len(pattern) <= _FORMAT_MOST and pattern.count("'") % 2 == 0
        for locale in (Locale("en"), *locales) if fits else ():
            dates.parse_pattern(pattern)
            fits = fits and len({dates.format_date(day, pattern, locale=locale) for day in _DAYS}) == len(_DAYS)
    except (
        ValueError,
        KeyError,
        AttributeError,
    ):  # of babel, for letters of times, and for letters that it does not know
        fits = False
    if not fits:
        problems.add(
            Reason.FIELD_INVALID,
            field,
            f"{field} must be a date in CLDR's letters, without time and with closed quotes, as in dd.MM.yyyy",
        )


def _check_number_format(problems: Problems, pattern: str, locales: Iterable[Locale]) -> None:
    """Of the patterns that CLDR knows only those that show the number itself: no percent, no currency."""
    if not pattern:
        return
    field = "number_format"
    check_text(problems, field, pattern, least=0, most=_FORMAT_MOST)
    try:
        fits = len(pattern) <= _FORMAT_MOST
        if fits:
            parsed = numbers.parse_pattern(pattern)
            fits = not parsed.scale and "¤" not in pattern and any(c in (parsed.number_pattern or "") for c in "0#@")
        for locale in (Locale("en"), *locales) if fits else ():
            for number in _NUMBERS:
                parsed.apply(number, locale)
    except (ValueError, ArithmeticError):
        fits = False
    if not fits:
        problems.add(
            Reason.FIELD_INVALID,
            field,
            f"{field} must be a number in CLDR's letters, no percent and no currency, as in #,##0.###",
        )


def _check_language(problems: Problems, at: str, language: str, pack: MarketPack) -> None:
    if language not in pack.languages:
        field = f"{at}.language"
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be one of the pack's languages")
