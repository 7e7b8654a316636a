"""What a form sent, as text."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from aiohttp import web


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


def request_id(fields: Mapping[str, str], *, refused: str = "") -> str:
    """The id by which what a form makes is made once: the one that it brought, if it is one; else a new one. A new one too where
    that one was `refused` for a reason that it would be for ever: something else was made under it before.
    """
    text = fields.get("request_id", "")
    is_wanted = len(text) == len(str(UUID(int=0))) and refused != "REQUEST_ID_REUSED"
    try:
        return str(UUID(text)) if is_wanted else str(uuid4())
    except ValueError:
        return str(uuid4())
