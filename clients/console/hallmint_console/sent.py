"""What a form sent, as text."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid4, uuid5

from aiohttp import web

_DIGITS = 9  # of an int32, whatever it is
_NOT_TYPED = frozenset({"form_token", "request_id"})


async def sent(request: web.Request) -> Mapping[str, str]:
    """The fields of a form; of several of one name the first. Files are left out."""
    fields: dict[str, str] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, str):
            fields.setdefault(name, value)
    return fields


async def sent_all(request: web.Request, name: str) -> list[str]:
    """All values of one name, as ticked boxes send them."""
    return [value for value in (await request.post()).getall(name, []) if isinstance(value, str)]


def seen_revision(fields: Mapping[str, str], name: str = "revision") -> int:
    """The revision that the form was made from, or that its field `name` has; 0 where it brought none, -1, which nothing ever
    has, where that is no number.
    """
    text = fields.get(name, "")
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else -1


def expected_revision(fields: Mapping[str, str]) -> int:
    """The revision in whose place a form may be saved: the one that it was made from, or (`save-over`) that of what somebody else
    saved since and the page told of.
    """
    return seen_revision(fields, "over" if fields.get("do") == "save-over" else "revision")


def submit_id(fields: Mapping[str, str], *more: str) -> str:
    """The id by which what a form makes is made once: of its page's (`request_id`) and of all that was typed, `more` being what
    `fields` does not hold. A double click and a retry have the same one; whoever goes back and sends something else makes
    something else.
    """
    said = sorted((name, text) for name, text in fields.items() if name not in _NOT_TYPED)
    return str(uuid5(UUID(request_id(fields)), json.dumps([said, more])))


def request_id(fields: Mapping[str, str], *, refused: str = "") -> str:
    """The id of a form's page: the one that it brought, if it is one; else a new one. A new one too where that one was `refused`
    for a reason that it would be for ever: something else was made under it before.
    """
    text = fields.get("request_id", "")
    is_wanted = len(text) == len(str(UUID(int=0))) and refused != "REQUEST_ID_REUSED"
    try:
        return str(UUID(text)) if is_wanted else str(uuid4())
    except ValueError:
        return str(uuid4())
