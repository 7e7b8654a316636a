"""Colours that can be read: WCAG 2.2, 1.4.3 asks for a contrast of 4.5 between text and what is behind it."""

from dataclasses import dataclass
from functools import lru_cache

BLACK, WHITE = "#000000", "#ffffff"
LEAST = 4.5
LIGHT_SURFACES = ("#ffffff", "#f6f3ee")
DARK_SURFACES = ("#1c1b19", "#121110")
"""Cards, and the page behind them."""
_STEPS = 40
_LINEAR_MOST = 0.04045


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as `#rrggbb`, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink(behind: str) -> str:
    """White or black, whichever is read better on a colour. At least 4.58 is reached on any."""
    return WHITE if contrast(WHITE, behind) >= contrast(BLACK, behind) else BLACK


def legible(colour: str, surfaces: tuple[str, ...], towards: str) -> str:
    """A colour mixed with `towards` as little as is needed for 4.5 on all surfaces."""
    for step in range(_STEPS):
        mixed = _mix(colour, towards, step / _STEPS)
        if all(contrast(mixed, surface) >= LEAST for surface in surfaces):
            return mixed
    return towards


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a page. `band` holds the product's name, over lines in `ring`; `action` is the button, `link` is text on
    surfaces.
    """

    band: str
    on_band: str
    ring: str
    link: str
    action: str
    on_action: str
    link_dark: str
    action_dark: str
    on_action_dark: str


@lru_cache(maxsize=4096)
def palette(primary: str, accent: str) -> Palette:
    """From a brand's two colours."""
    action = legible(primary, LIGHT_SURFACES, BLACK)
    action_dark = legible(primary, DARK_SURFACES, WHITE)
    return Palette(
        band=primary,
        on_band=ink(primary),
        ring=_ring(primary),
        link=legible(accent, LIGHT_SURFACES, BLACK),
        action=action,
        on_action=ink(action),
        link_dark=legible(accent, DARK_SURFACES, WHITE),
        action_dark=action_dark,
        on_action_dark=ink(action_dark),
    )


def _ring(band: str) -> str:
    """Lines that show on a band as far as the text over them can bear it."""
    text = ink(band)
    shades = (_mix(band, text, step / _STEPS) for step in range(6, 0, -1))
    return next((shade for shade in shades if contrast(text, shade) >= LEAST), band)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    red, green, blue = (
        part / 12.92 if part <= _LINEAR_MOST else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(colour: str, towards: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(towards), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in pairs)
