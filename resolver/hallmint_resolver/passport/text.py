"""The page's own words, and which language is shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

from hallmint_resolver.choice import languages
from hallmint_resolver.passport.model import MarketPack, clean

_FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All words of a language, as in word/*.json. `{brand}` and `{date}` are filled in."""

    language: str
    passport: str
    issued: str
    issued_note: str
    activated: str
    not_activated: str
    activate: str
    activate_note: str
    draft: str
    draft_note: str
    outdated: str
    outdated_note: str
    preview: str
    preview_note: str
    revoked: str
    revoked_note: str
    serial_not_issued: str
    serial_not_issued_note: str
    lot_unknown: str
    lot_unknown_note: str
    lot_different: str
    lot_different_note: str
    identifiers: str
    gtin: str
    lot: str
    serial: str
    sku: str
    name: str
    links: str
    recycling: str
    notes: str
    legal: str
    proof: str
    yes: str
    no: str
    none: str
    error_400: str
    error_400_note: str
    error_404: str
    error_404_note: str
    error_410: str
    error_410_note: str
    error_421: str
    error_421_note: str
    error_429: str
    error_429_note: str
    error_503: str
    error_503_note: str
    error_other: str


def _load() -> dict[str, Words]:
    folder = files("hallmint_resolver.passport").joinpath("word")
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".json"))
    return {
        (language := entry.name.removesuffix(".json")): Words(
            language=language, **json.loads(entry.read_text(encoding="utf-8"))
        )
        for entry in found
    }


_WORDS = _load()
LANGUAGES = (_FALLBACK, *sorted(_WORDS.keys() - {_FALLBACK}))
"""What the page itself speaks."""


def words_of(language: str) -> Words:
    """The words of a language; English for one that has none."""
    return _WORDS.get(language.partition("-")[0], _WORDS[_FALLBACK])


def choose_language(accept_language: str, pack: MarketPack | None) -> str:
    """The language of a page: of the market pack's, or without one of LANGUAGES, the first that `Accept-Language` asks for;
    a range also takes the language in another country (RFC 4647, 3.4, and beyond it). Else the first.
    """
    offered: Sequence[str] = [tag for tag in pack.languages if _locale(tag)] if pack else ()
    offered = offered or LANGUAGES
    for wanted in languages(accept_language):
        for tag in offered:
            if tag.lower() == wanted:
                return tag
        for tag in offered:
            if tag.lower().partition("-")[0] == wanted.partition("-")[0]:
                return tag
    return offered[0]


@lru_cache(maxsize=1024)
def locale_of(language: str, market: str) -> Locale:
    """How a language writes dates and numbers, in a market where CLDR knows it there."""
    own = _locale(language) or Locale(_FALLBACK)
    return own if own.territory or not market else _locale(f"{language}-{market}") or own


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        return None


def isolate(name: str) -> str:
    """A name for use inside a sentence, whichever direction it is written in (UAX #9, FSI and PDI)."""
    return f"\u2068{clean(name)}\u2069"
