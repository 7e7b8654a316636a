"""Texts that are shown to the public."""

import re

from hallmint_server.errors import Problems, Reason

# Controls, line and paragraph separators, what overrides the direction of text (UAX #9), and half characters.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def check_text(problems: Problems, field: str, text: str, *, least: int, most: int, lines: bool = False) -> None:
    """Note a text that is not `least` to `most` characters, is blank where one must be given, or holds what may not be
    shown. `lines`: line feeds are allowed. Markup is just text here: whoever shows it escapes it.
    """
    if not least <= len(text) <= most:
        size = f"{least:,} to {most:,}" if least else f"at most {most:,}"
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be {size} characters")
    elif text and not text.strip():
        problems.add(Reason.FIELD_INVALID, field, f"{field} must not be blank")
    if _UNSHOWABLE.search(text.replace("\n", "") if lines else text):
        but = " but line feeds" if lines else ""
        problems.add(
            Reason.FIELD_INVALID,
            field,
            f"{field} must hold no control characters{but}, and none that override the direction of text",
        )
