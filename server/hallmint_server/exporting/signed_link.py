"""Links to packs: whoever has one may download one file, for 300 s.

    https://packs.example.com/v1/packs/<pack>?b=<brand>&d=<sha-256>&i=<issued>&e=<expires>&s=<HMAC-SHA256>

The HMAC is over the version, the method, the host and the path with all that stands before `&s=`, each with its length before
it, so that no two links have the same text to sign. It is taken of the bytes of the request as they came: nothing of them is
looked into before it is known that we wrote them.
"""

import hashlib
import hmac
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from hallmint_server.exporting.link_key import LinkKeys
from hallmint_server.settings import is_origin

Clock = Callable[[], float]
"""Seconds since 1970."""

LIFE_SECONDS = 300
"""A link is served for so long less one second."""
PATH = "/v1/packs/"

_VERSION = "hallmint-pack-link-1"
_TARGET = re.compile(
    rf"{PATH}(?P<pack>[0-9a-f-]{{36}})\?b=(?P<brand>[0-9a-f-]{{36}})&d=(?P<digest>[0-9a-f]{{64}})"
    r"&i=(?P<issued>[0-9]{1,12})&e=(?P<expires>[0-9]{1,12})"
)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a link says. Times are whole seconds since 1970."""

    pack_id: UUID
    brand_id: UUID
    sha256: bytes
    issued_at: int
    expires_at: int


class Links:
    """Signs links and checks them."""

    def __init__(self, keys: LinkKeys, clock: Clock = time.time) -> None:
        self._keys = keys
        self._clock = clock

    def sign(self, origin: str, *, pack_id: UUID, brand_id: UUID, sha256: bytes) -> tuple[str, int]:
        """A URL of `origin` (as `https://host:port`), and when it expires, in seconds since 1970. It is a secret, and good for a
        GET or HEAD of that host. ValueError where `origin` is none or the digest is not 32 bytes.
        """
        if not is_origin(origin) or len(sha256) != hashlib.sha256().digest_size:
            raise ValueError("no origin, or no digest")
        parts = urlsplit(origin)
        host = parts.netloc.removesuffix(_DEFAULT_PORTS[parts.scheme])  # as clients say it
        issued = int(self._clock())
        expires = issued + LIFE_SECONDS
        target = f"{PATH}{pack_id}?b={brand_id}&d={sha256.hex()}&i={issued}&e={expires}"
        return f"{parts.scheme}://{host}{target}&s={_mac(self._keys.newest, host, target)}", expires

    def check(self, method: str, host: str, target: str) -> Link | None:
        """What a request's link says, or None where it is none of ours, or not good now. `host` and `target` are as the request
        has them, undecoded.
        """
        signed, mark, mac = target.rpartition("&s=")
        given = _bytes(mac)
        # All keys, whether or not the first fits: how long it takes says nothing.
        fits = [hmac.compare_digest(_mac(key, host, signed).encode(), given) for key in self._keys.keys]
        if not (any(fits) and mark and method in ("GET", "HEAD")):
            return None
        found = _TARGET.fullmatch(signed)
        if found is None:
            return None
        link = Link(
            pack_id=UUID(found["pack"]),
            brand_id=UUID(found["brand"]),
            sha256=bytes.fromhex(found["digest"]),
            issued_at=int(found["issued"]),
            expires_at=int(found["expires"]),
        )
        now = self._clock()
        is_good = link.issued_at <= now < min(link.expires_at, link.issued_at + LIFE_SECONDS)
        return link if is_good else None


def _mac(key: bytes, host: str, target: str) -> str:
    # HEAD is what GET is, without the body.
    fields = [_bytes(field) for field in (_VERSION, "GET", host, target)]
    return hmac.new(key, b"".join(b"%d:%s," % (len(field), field) for field in fields), hashlib.sha256).hexdigest()


def _bytes(text: str) -> bytes:
    """One for one: other bytes for any other text, also what a request has that is no UTF-8."""
    return text.encode("utf-8", "surrogatepass")
