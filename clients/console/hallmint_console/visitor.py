"""Who looks: a person with a session, the brand they act for, and what they may do in it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import grpc

from hallmint.v1 import brand_pb2, credential_service_pb2, member_pb2
from hallmint_client import Client, HallmintError

_KEPT_SECONDS = 10.0
_MOST = 2_000

ROLES = {
    member_pb2.ROLE_VIEWER: "Viewer",
    member_pb2.ROLE_EDITOR: "Editor",
    member_pb2.ROLE_APPROVER: "Approver",
    member_pb2.ROLE_ADMIN: "Admin",
    member_pb2.ROLE_OWNER: "Owner",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A signed-in person. `client` calls in their name, for the acting brand if there is one. The permissions decide what is
    shown; what is possible the API decides with each call.
    """

    session: str = field(repr=False)
    client: Client
    name: str
    brands: Sequence[brand_pb2.Brand]
    brand: brand_pb2.Brand | None
    role: str
    permissions: frozenset[str]

    @property
    def form_owner(self) -> str:
        """Whose forms are believed: this session's, and of pages of the acting brand, so that a tab that was left open does
        nothing to another brand.
        """
        return form_owner(self.session, self.brand)

    def may(self, permission: str) -> bool:
        """Whether they have a permission, as in `mint:write`."""
        return permission in self.permissions


def form_owner(session: str, brand: brand_pb2.Brand | None) -> str:
    """What the form token of a session's pages is made of, for a brand or for none."""
    return f"{session}\n{brand.brand_id if brand else ''}"


class Visitors:
    """Finds the person of a session token; what was found is kept for 10 s, so that a page is not a handful of calls more."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._kept: dict[tuple[str, str], tuple[float, Visitor]] = {}
        self._ended: dict[str, None] = {}

    async def find(self, session: str, slug: str) -> Visitor | None:
        """Who has this session; None where it has ended. A brand of which they are no member (any more) is passed over. Raises
        HallmintError.
        """
        if session in self._ended:
            return None
        now = time.monotonic()
        key = (session, slug)
        kept = self._kept.get(key)
        if kept is not None and now - kept[0] < _KEPT_SECONDS:
            return kept[1]
        self._kept.pop(key, None)
        try:
            found = await self._ask(session, slug)
        except HallmintError as error:
            if error.code is grpc.StatusCode.UNAUTHENTICATED:
                self.end(session)
                return None
            raise
        self._kept[key] = (now, found)
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        return found

    def forget(self, session: str) -> None:
        """Ask anew the next time: they were told that they may not."""
        for key in [key for key in self._kept if key[0] == session]:
            del self._kept[key]

    def end(self, session: str) -> None:
        """They signed out: at once, though the API takes some seconds to know it everywhere. What has ended never begins again,
        so the API is not asked again either: it takes each such question for a wrong key, and this process for who tries it.
        """
        self.forget(session)
        self._ended[session] = None
        while len(self._ended) > _MOST:
            del self._ended[next(iter(self._ended))]

    def has_ended(self, session: str) -> bool:
        """Whether it is known here that a session is over."""
        return session in self._ended

    async def _ask(self, session: str, slug: str) -> Visitor:
        anybody = self._client.acting(session)
        brands = [brand async for brand in anybody.brands()]
        for brand in sorted(brands, key=lambda brand: brand.slug != slug):
            client = self._client.acting(session, brand=brand.slug)
            try:
                return _visitor(session, client, await client.get_caller(), brands, brand)
            except HallmintError as error:
                # A brand that they joined just now is listed some seconds before calls may name it.
                if error.reason != "BRAND_NOT_FOUND":
                    raise
        return _visitor(session, anybody, await anybody.get_caller(), brands, None)


def _visitor(
    session: str,
    client: Client,
    caller: credential_service_pb2.GetCallerResponse,
    brands: Sequence[brand_pb2.Brand],
    brand: brand_pb2.Brand | None,
) -> Visitor:
    return Visitor(
        session=session,
        client=client,
        name=caller.credential.name,
        brands=brands,
        brand=brand,
        role=ROLES.get(caller.role, ""),
        permissions=frozenset(caller.permissions),
    )
