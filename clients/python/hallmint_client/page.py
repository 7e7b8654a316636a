"""Walking through the pages of a list."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Protocol, TypeVar

FULL_PAGE = 500
"""The most that the server puts into one page."""


class _Listed(Protocol):
    next_page_token: str


Page = TypeVar("Page", bound=_Listed)


async def pages(fetch: Callable[[str], Awaitable[Page]]) -> AsyncGenerator[Page, None]:
    """Yield each page; `fetch` takes a page token, at first the empty one. Ends where the server gives a token twice in a row."""
    token = ""
    while True:
        page = await fetch(token)
        yield page
        if page.next_page_token in {"", token}:
            return
        token = page.next_page_token
