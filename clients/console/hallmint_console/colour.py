"""Contrast of colours (WCAG 2.2, 1.4.3), to say beforehand how a brand's look reads."""

import re
from dataclasses import dataclass

PRIMARY, ACCENT = "#1d2a28", "#8a6a35"
"""What pages of a brand without colours have."""
LEAST = 4.5
BLACK, WHITE = "#000000", "#ffffff"
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_LINEAR_MOST = 0.04045


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Two colours, and how they read: the name in `ink` on the primary one, the accent as a link on white."""

    primary: str
    accent: str
    ink: str
    ink_contrast: float
    accent_contrast: float

    @property
    def is_darkened(self) -> bool:
        """Whether pages mix the accent with black until it can be read."""
        return self.accent_contrast < LEAST


def look(primary: str, accent: str) -> Look:
    """Of a brand's colours; what is none counts as not set, and a brand with one colour has its accents in that one."""
    chosen = primary if is_colour(primary) else ""
    primary = chosen or PRIMARY
    accent = accent if is_colour(accent) else chosen or ACCENT
    ink = WHITE if contrast(WHITE, primary) >= contrast(BLACK, primary) else BLACK
    return Look(
        primary=primary,
        accent=accent,
        ink=ink,
        ink_contrast=contrast(ink, primary),
        accent_contrast=contrast(accent, WHITE),
    )


def is_colour(text: str) -> bool:
    """Whether it is `#rrggbb`."""
    return bool(_COLOUR.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= _LINEAR_MOST else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
