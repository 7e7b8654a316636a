"""Pages of lists: the one that an address names, or the first where that one is gone."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from hallmint_client import HallmintError
from hallmint_console.notice import Notice, refused

Page = TypeVar("Page")


async def page_or_first(fetch: Callable[[str], Awaitable[Page]], at: str) -> tuple[Page, Notice | None]:
    """What `fetch` gives for a page token. Where the token is none, or one of another filter (an address that was kept or
    changed by hand), the first page, and why it is that one. HallmintError for all else.
    """
    try:
        return await fetch(at), None
    except HallmintError as error:
        if error.reason != "PAGE_TOKEN_INVALID":
            raise
        notice = replace(refused(error), title="This list has no such page.", hint="Below is its first one.")
        return await fetch(""), notice
