"""Attributes as they are shown: numbers, dates, countries and units in the language of the page, links, shares, lists."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypeGuard

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit

from hallmint_resolver.passport.model import MarketPack, clean, is_https
from hallmint_resolver.passport.text import Words
from hallmint_resolver.passport.title import LANGUAGE, title_of

DEPTH_MOST = 12
"""Objects and lists inside each other that are shown; what is deeper is left out."""
_NUMBER_MOST = 1e21
_SHOWN_URL_MOST = 60
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?")
_COUNTRY = re.compile("[A-Z]{2}")
_SYMBOLS = {unit: unit for unit in ("kg", "g", "mm", "cm", "Ah", "mAh", "V", "W", "kWh", "N", "dB", "GB")} | {
    "milliohm": "mΩ",
    "kg CO2e per kWh": "kg CO₂e/kWh",
}
_DURATIONS = {"years": "duration-year", "months": "duration-month", "minutes": "duration-minute"}
_SHARED = ("material", "fibre", "name")
"""What a share is of, in lists of objects that have a `percent`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text, possibly of several lines."""

    kind: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link to an https URL."""

    kind: ClassVar[str] = "anchor"
    href: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a value is called. `language` is set where it is not that of the page."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A label and its value. `raw` is the value as stored."""

    path: str
    label: Label
    value: "Value"
    raw: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list."""

    kind: ClassVar[str] = "items"
    values: tuple["Value", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An object."""

    kind: ClassVar[str] = "group"
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole: 70 % of cotton. `width` is the share in percent, 0 to 100, for a bar."""

    name: str
    percent: str
    width: float
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What something is made of."""

    kind: ClassVar[str] = "shares"
    shares: tuple[Share, ...]


Value = Text | Anchor | Items | Group | Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes a product's attributes in one language, as a market has it."""

    group: str
    words: Words
    locale: Locale
    pack: MarketPack

    def row(self, path: str, label: str, raw: Any, depth: int = 0) -> Row | None:
        """A value under its label, or under its schema's title where `label` is empty; None where there is nothing to show."""
        title, unit = _unit(title_of(self.group, path), raw)
        value = self._value(path, raw, depth)
        if value is None:
            return None
        if unit and isinstance(value, Text):
            value = Text(text=self._with_unit(raw, value.text, unit, label))
        if label:
            return Row(path=path, label=Label(text=label), value=value, raw=raw)
        language = "" if self.words.language == LANGUAGE else LANGUAGE
        return Row(path=path, label=Label(text=clean(title), language=language), value=value, raw=raw)

    def date(self, day: date) -> str:
        """A day, as the pack says, else in the language's long way."""
        try:
            return format_date(day, self.pack.date_format or "long", locale=self.locale)
        except (ValueError, KeyError, AttributeError):  # of babel, for patterns of an older check
            return format_date(day, "long", locale=self.locale)

    def _value(self, path: str, raw: Any, depth: int) -> Value | None:
        match raw:
            case bool():
                return Text(text=self.words.yes if raw else self.words.no)
            case int() | float():
                return Text(text=self._number(path, raw))
            case str():
                return self._text(path, raw)
            case list() if depth <= DEPTH_MOST:
                return self._list(path, raw, depth)
            case dict() if depth <= DEPTH_MOST:
                rows = self._rows(path, raw.items(), depth)
                return Group(rows=rows) if rows else None
        return None

    def _rows(self, path: str, pairs: Iterable[tuple[str, Any]], depth: int) -> tuple[Row, ...]:
        rows = (self.row(f"{path}.{key}", "", raw, depth + 1) for key, raw in pairs)
        return tuple(row for row in rows if row)

    def _list(self, path: str, raw: list[Any], depth: int) -> Value | None:
        if not raw:
            return Text(text=self.words.none)
        if all(_is_share(entry) for entry in raw):
            return Shares(shares=tuple(self._share(path, entry, depth) for entry in raw))
        if all(_is_number(entry) for entry in raw):
            return Text(text=" / ".join(self._number(path, entry) for entry in raw))
        values = tuple(value for entry in raw if (value := self._value(path, entry, depth + 1)))
        return Items(values=values) if values else None

    def _share(self, path: str, raw: Mapping[str, Any], depth: int) -> Share:
        name = next(key for key in _SHARED if key in raw)
        rest = ((key, value) for key, value in raw.items() if key not in (name, "percent"))
        return Share(
            name=clean(raw[name]),
            percent=self._percent(self._number(path, raw["percent"])),
            width=round(min(100, raw["percent"]), 2),
            rows=self._rows(path, rest, depth),
        )

    def _text(self, path: str, raw: str) -> Value | None:
        text = clean(raw).strip()
        if not text:
            return None
        if is_https(text):
            shown = text.removeprefix("https://").rstrip("/")
            short = shown if len(shown) <= _SHOWN_URL_MOST else f"{shown[: _SHOWN_URL_MOST - 1]}…"
            return Anchor(href=text, text=short)
        parent, _, name = path.rpartition(".")
        is_country = name.endswith("country") or parent.endswith("country_of")
        if is_country and _COUNTRY.fullmatch(text):
            return Text(text=self.locale.territories.get(text, text))
        if found := _DATE.fullmatch(text):
            try:
                return Text(text=self.date(date.fromisoformat(found[1])))
            except ValueError:
                return Text(text=text)
        return Text(text=text)

    def _number(self, path: str, raw: float) -> str:
        text = str(raw)
        if not abs(raw) < _NUMBER_MOST:  # nor is nan
            return text
        if path.endswith("year") and text.isdecimal():
            return text
        try:
            # Every digit that was stored, unless the brand's own format rounds.
            pattern = self.pack.number_format or None
            return format_decimal(Decimal(text), pattern, self.locale, decimal_quantization=pattern is not None)
        except (ValueError, ArithmeticError):
            return text

    def _percent(self, number: str) -> str:
        return format_unit(number, "concentr-percent", length="short", locale=self.locale).replace(" ", "\u00a0")

    def _with_unit(self, raw: float, number: str, unit: str, label: str) -> str:
        """A number with its unit, unless the label has it."""
        try:
            if unit == "%":
                written = self._percent(number)
            elif unit in _DURATIONS:
                written = format_unit(raw, _DURATIONS[unit], length="long", locale=self.locale)
            else:
                written = f"{number}\u00a0{_SYMBOLS[unit]}"
        except (ValueError, ArithmeticError, UnknownLocaleError):
            return f"{number} {unit}"
        name = written.replace(number, "").strip() or unit
        return number if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", label, re.IGNORECASE) else written


def _unit(title: str, raw: Any) -> tuple[str, str]:
    """A title without its unit, where it is one that each language can write; and the unit, where the value is a number."""
    name, comma, unit = title.rpartition(", ")
    if comma and (unit == "%" or unit in _SYMBOLS or unit in _DURATIONS):
        if _is_number(raw):
            return name, unit
        if isinstance(raw, dict):  # each number in it names the unit again
            return name, ""
    return title.replace(" %", "\u00a0%"), ""


def _is_number(raw: Any) -> TypeGuard[float]:
    return isinstance(raw, (int, float)) and not isinstance(raw, bool)


def _is_share(raw: Any) -> bool:
    if not isinstance(raw, dict):
        return False
    percent = raw.get("percent")
    name = next((raw[key] for key in _SHARED if key in raw), None)
    return _is_number(percent) and 0 <= percent <= 100 and isinstance(name, str) and bool(clean(name).strip())  # noqa: PLR2004
