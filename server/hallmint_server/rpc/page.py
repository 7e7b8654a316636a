"""Pages of lists: opaque tokens that hold the key to go on after, and a digest of the filters they belong to."""

import base64
import binascii
import hashlib
import json
import re

from hallmint_server.errors import Problems, Reason

PAGE_DEFAULT = 50
PAGE_MOST = 500
_DIGEST_LENGTH = 12
_PAIR = re.compile(r"([0-9]{1,10})/([0-9]{1,10})", re.ASCII)


def page_size(problems: Problems, asked: int) -> int:
    """0 means 50, above 500 is lowered to 500, negative is a violation (product.md, "Limits")."""
    if asked < 0:
        problems.add(Reason.FIELD_INVALID, "page_size", "page_size must not be negative")
        return PAGE_DEFAULT
    return min(asked or PAGE_DEFAULT, PAGE_MOST)


def make_token(key: int | str, *filters: object) -> str:
    """A token to go on after `key` in the list with these filters."""
    text = json.dumps([key, _digest(filters)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_int(problems: Problems, token: str, default: int, *filters: object) -> int:
    """The integer key of a token, or `default` without one; a violation where it is not one of this list."""
    key = _read(token, filters) if token else default
    if isinstance(key, bool) or not isinstance(key, int) or not 0 <= key < 2**31:
        _refuse(problems)
        return default
    return key


def read_text(problems: Problems, token: str, *filters: object) -> str:
    """The text key of a token, or empty without one; a violation where it is not one of this list."""
    key = _read(token, filters) if token else ""
    if not isinstance(key, str) or "\x00" in key or not _is_utf8(key):
        _refuse(problems)
        return ""
    return key


def read_pair(problems: Problems, token: str, *filters: object) -> tuple[int, int] | None:
    """The key of a token that holds two numbers, or None without one; a violation where it is not one of this list."""
    key = _read(token, filters) if token else None
    if isinstance(key, str) and (found := _PAIR.fullmatch(key)) and max(int(found[1]), int(found[2])) < 2**31:
        return int(found[1]), int(found[2])
    if token:
        _refuse(problems)
    return None


def _is_utf8(text: str) -> bool:
    # JSON can spell half of a surrogate pair, which no database takes.
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read(token: str, filters: tuple[object, ...]) -> object:
    try:
        text = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        key, digest = json.loads(text)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return None
    return key if digest == _digest(filters) else None


def _digest(filters: tuple[object, ...]) -> str:
    return hashlib.sha256(repr([str(f) for f in filters]).encode()).hexdigest()[:_DIGEST_LENGTH]


def _refuse(problems: Problems) -> None:
    problems.add(
        Reason.PAGE_TOKEN_INVALID,
        "page_token",
        "page_token is not one of this list with these filters; start without it",
    )
