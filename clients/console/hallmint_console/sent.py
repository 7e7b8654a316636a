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


def request_id(fields: Mapping[str, str], *, again: bool = True) -> str:
    """The id by which what a form makes is made once: with `again` the one that it brought, if it is one; else a new one."""
    text = fields.get("request_id", "")
    try:
        return str(UUID(text)) if again and len(text) == len(str(UUID(int=0))) else str(uuid4())
    except ValueError:
        return str(uuid4())
