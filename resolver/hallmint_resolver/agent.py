"""What kind of program asks."""

from enum import StrEnum
from functools import lru_cache

from mintcore import classify_agent


class Traffic(StrEnum):
    """Classes of visitors (resolver.md, "What a scan does")."""

    SEARCH = "search"
    PREVIEW = "preview"
    AI = "ai"
    MONITOR = "monitor"
    LIBRARY = "library"
    SCANNER = "scanner"
    PERSON = "person"


@lru_cache(maxsize=8192)
def traffic(agent: str) -> Traffic:
    """The class of a user agent of at most 512 characters; without one it is a library."""
    return Traffic(classify_agent(agent).traffic)
