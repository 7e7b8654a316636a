"""Who asks, as far as a scan is concerned. Nothing here outlives the request."""

from typing import NamedTuple

from multidict import CIMultiDictProxy


class Visitor(NamedTuple):
    """What a request says of its sender."""

    method: str
    agent: str
    accept: str
    languages: str
    is_prefetch: bool
    is_document: bool
    """Whether a page is asked for, not a picture or a script of one: `Sec-Fetch-Dest` is absent or `document`."""
    counted_only: bool
    """Global Privacy Control (Sec-GPC) or Do Not Track asks that the visit is not recorded."""

    @classmethod
    def of(cls, method: str, headers: "CIMultiDictProxy[str]") -> "Visitor":
        """From the head of a request."""
        get = headers.get
        return cls(
            method,
            get("User-Agent", "")[:512],
            get("Accept", "")[:1024],
            get("Accept-Language", "")[:256],
            "prefetch" in get("Sec-Purpose", "") or "prefetch" in (get("Purpose") or get("X-Moz") or ""),
            get("Sec-Fetch-Dest", "document") == "document",
            get("Sec-GPC") == "1" or get("DNT") == "1",
        )
