"""Which link a request asks for: by link type, then language, then media type."""

from collections.abc import Sequence
from urllib.parse import unquote_plus

from hallmint_resolver.model import Link

VOC = "https://ref.gs1.org/voc/"
"""Namespace of GS1's link types, as linksets write them (GS1-Conformant Resolver 1.2.1)."""
LINKSET = "application/linkset+json"
JSON_LD = "application/ld+json"
ALL_TYPES = ("linkset", "all")
"""Link types that ask for the linkset; `all` is the old name."""
_PREFIXES = ("gs1:", VOC, "https://gs1.org/voc/", "http://gs1.org/voc/", "https://www.gs1.org/voc/")


def link_type(text: str) -> str:
    """A link type as in `gs1:pip`, whichever way it is written."""
    for prefix in _PREFIXES:
        if text.startswith(prefix):
            return f"gs1:{text.removeprefix(prefix)}"
    return text


def link_type_of(query: str) -> str:
    """The first linkType of a raw query, as in `gs1:pip`; empty without one."""
    if "linkType" in query:
        for part in query.split("&"):
            name, _, value = part.partition("=")
            if name == "linkType":
                return link_type(unquote_plus(value))
    return ""


def wants(accept: str, media_type: str) -> bool:
    """Whether `Accept` names a media type, with a weight above 0 and above that of a web page (RFC 9110, 12.5.1). `*/*` names
    none.
    """
    if media_type not in accept.lower():
        return False
    weights = dict(_weighted(accept))
    return weights.get(media_type, 0) > weights.get("text/html", 0)


def languages(accept_language: str) -> list[str]:
    """Language ranges in order of preference, in lower case; `*` and those of weight 0 are left out."""
    ranges = [(name, weight) for name, weight in _weighted(accept_language) if weight > 0 and name != "*"]
    return [name for name, _ in sorted(ranges, key=lambda pair: -pair[1])][:20]


def _weighted(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(","):
        name, *parameters = part.split(";")
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.strip().partition("=")
            if key.lower() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        if name := name.strip().lower():
            found.append((name, weight))
    return found


def by_language(links: Sequence[Link], accept_language: str) -> Sequence[Link]:
    """The links in the language that suits best; where none does, those without one, else all."""
    for wanted in languages(accept_language):
        for exact in (True, False):
            found = [link for link in links if any(_suits(has, wanted, exact=exact) for has in link.languages)]
            if found:
                return found
    return [link for link in links if not link.languages] or links


def _suits(has: str, wanted: str, *, exact: bool) -> bool:
    has = has.lower()
    return has == wanted if exact else has.partition("-")[0] == wanted.partition("-")[0]


def by_media_type(links: Sequence[Link], accept: str) -> Sequence[Link]:
    """The links of a media type that `Accept` names, in its order; where none is, all."""
    for name, weight in sorted(_weighted(accept), key=lambda pair: -pair[1]):
        if weight > 0 and (found := [link for link in links if link.media_type == name]):
            return found
    return links
