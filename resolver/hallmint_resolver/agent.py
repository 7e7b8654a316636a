"""What kind of program asks."""

from enum import StrEnum
from functools import lru_cache

from mintcore import Agent, classify_agent


class Traffic(StrEnum):
    """Classes of visitors (resolver.md, "What a scan does")."""

    SEARCH = "search"
    PREVIEW = "preview"
    AI = "ai"
    MONITOR = "monitor"
    LIBRARY = "library"
    SCANNER = "scanner"
    PERSON = "person"


_TRAFFIC = {kind.value: kind for kind in Traffic}


@lru_cache(maxsize=8192)
def agent_of(agent: str) -> Agent:
    """What a user agent of at most 512 characters says, in families only. Most visitors share few of them."""
    return classify_agent(agent)


def traffic(agent: str) -> Traffic:
    """The class of a user agent; without one it is a library."""
    return _TRAFFIC[agent_of(agent).traffic]
