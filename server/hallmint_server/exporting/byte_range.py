"""Ranges of bytes (RFC 9110, section 14), one at a time."""

import re

_RANGE = re.compile(r"bytes=([0-9]{1,18})?-([0-9]{1,18})?", re.IGNORECASE)


class UnsatisfiableError(ValueError):
    """A range that holds no byte of the object."""


def parse(header: str, length: int) -> range | None:
    """The bytes that a Range header asks for of `length`, at least one; None for what is to be ignored, several ranges too.

    UnsatisfiableError where it holds none of them.
    """
    found = _RANGE.fullmatch(header.replace(" ", "").replace("\t", "")) if header.isascii() else None
    if found is None or (found[1] is None and found[2] is None):
        return None
    if found[1] is None:
        first, last = max(0, length - int(found[2])), length - 1
    else:
        first, last = int(found[1]), length - 1 if found[2] is None else int(found[2])
        if last < first and found[2] is not None:
            return None
    if first >= length or last < first:
        raise UnsatisfiableError
    return range(first, min(last, length - 1) + 1)
