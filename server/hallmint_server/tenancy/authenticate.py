"""From the key that a call carries to the caller. Deny first: whatever is not proved is refused."""

import asyncio
import hashlib
import hmac
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hallmint_server.db.pool import OPERATOR, Database
from hallmint_server.errors import HallmintError, Kind, Reason
from hallmint_server.tenancy import credential_store
from hallmint_server.tenancy import key as keys
from hallmint_server.tenancy.hash_key import HashKey
from hallmint_server.tenancy.key import Key
from hallmint_server.tenancy.model import (
    ROLE_PERMISSIONS,
    SCOPE_PERMISSIONS,
    Caller,
    CredentialKind,
    Permission,
    Role,
    brand_required,
)
from hallmint_server.tenancy.throttle import Throttle

FRESH_SECONDS = 10.0
"""How long what was found of a credential is taken for true: revocation takes effect within it (30 s are promised)."""
SESSION_IDLE_SECONDS = 30 * 60.0
_TOUCH_SECONDS = 60.0
_CACHE_MOST = 10_000


@dataclass(slots=True, kw_only=True)
class _Known:
    """A credential whose secret was proved, as it was at a time."""

    row: dict[str, Any]
    at: float  # of the monotonic clock


class Authenticator:
    """Authenticates calls. What it found is kept for FRESH_SECONDS, by a digest of the key."""

    def __init__(self, database: Database, hash_key: HashKey, throttle: Throttle) -> None:
        self._database = database
        self._hash_key = hash_key
        self._throttle = throttle
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._asking: dict[bytes, asyncio.Task[_Known]] = {}

    async def authenticate(self, text: str, brand: str, peer: str) -> Caller:
        """The caller with the key `text` (empty: none came) who wants to act for `brand` (an id or a slug; empty: the only
        one). `peer` is who is counted for wrong keys.

        Raises CREDENTIAL_REQUIRED, CREDENTIAL_INVALID, CREDENTIAL_EXPIRED, CREDENTIAL_REVOKED, BRAND_NOT_FOUND (of
        which nobody learns whether it exists), and AUTHENTICATION_THROTTLED.
        """
        if not text:
            raise _refused(
                Reason.CREDENTIAL_REQUIRED,
                "the call carries no credential; send it in the metadata `authorization: Bearer hm_live_...`",
            )
        known = await self._fresh(text, peer)
        _check_time(known)
        return _caller(known.row, brand)

    async def _fresh(self, text: str, peer: str) -> _Known:
        digest = hashlib.sha256(text.encode()).digest()
        known = self._known.get(digest)
        if known is not None and time.monotonic() - known.at < FRESH_SECONDS:
            return known
        if known is None:
            # A key that was right here once is no guess: whoever shares an address with somebody who guesses, as all people of a
            # console do, goes on.
            self._throttle.check(peer)
        key = keys.read(text)
        if key is None:
            self._throttle.count(peer)
            raise _invalid()
        # One question at a time for a key: the other calls that carry it wait for the answer.
        task = self._asking.get(digest)
        if task is None:
            task = asyncio.create_task(self._ask(key))
            self._asking[digest] = task
            task.add_done_callback(lambda done: self._asked(digest, done))
        try:
            known = await asyncio.shield(task)
        except HallmintError:
            self._known.pop(digest, None)
            self._throttle.count(peer)
            raise
        self._known[digest] = known
        self._known.move_to_end(digest)
        if len(self._known) > _CACHE_MOST:
            self._known.popitem(last=False)
        return known

    def _asked(self, digest: bytes, task: "asyncio.Task[_Known]") -> None:
        del self._asking[digest]
        if not task.cancelled():
            task.exception()  # seen here too, in case that everybody who waited has gone

    async def _ask(self, key: Key) -> _Known:
        async with self._database.act(OPERATOR) as conn:
            hash_key = await self._hash_key.get(conn)
            row = None if hash_key is None else await credential_store.find_presented(conn, key.credential_id)
            if hash_key is None or row is None:
                raise _invalid()
            if not hmac.compare_digest(bytes(row["secret_hash"]), keys.hash_of(key, hash_key)):
                raise _invalid()
            known = _Known(row={**row, "credential_id": key.credential_id}, at=time.monotonic())
            _check_time(known)
            stale = row["idle_seconds"] > _TOUCH_SECONDS and row["kind"] == CredentialKind.SESSION
            if row["age_days"] > 0 or stale:
                await credential_store.touch(conn, key.credential_id)
            return known


def _check_time(known: _Known) -> None:
    row, elapsed = known.row, time.monotonic() - known.at
    if row["revoked_at"] is not None or row["parent_ended"]:
        raise _refused(Reason.CREDENTIAL_REVOKED, "the credential was revoked, or the invitation was used")
    is_idle = row["kind"] == CredentialKind.SESSION and row["idle_seconds"] > SESSION_IDLE_SECONDS
    if is_idle or (row["seconds_left"] is not None and row["seconds_left"] <= elapsed):
        raise _refused(Reason.CREDENTIAL_EXPIRED, "the credential or session has passed its time")


def _caller(row: dict[str, Any], brand: str) -> Caller:
    kind = CredentialKind(row["kind"])
    credential_id = row["parent"] or row["credential_id"]
    session_id = row["credential_id"] if kind is CredentialKind.SESSION else ""
    match kind:
        case CredentialKind.OPERATOR:
            if brand:
                raise _no_brand()
            permissions = frozenset({Permission.OPERATE})
            return Caller(kind=kind, credential_id=credential_id, brand_id=OPERATOR, permissions=permissions)
        case CredentialKind.MACHINE | CredentialKind.INVITATION:
            if brand not in ("", str(row["brand_id"]), row["brand_slug"]):
                raise _no_brand()
            granted = {Permission.BRAND_READ}.union(*(SCOPE_PERMISSIONS.get(scope, set()) for scope in row["scopes"]))
            return Caller(
                kind=kind,
                credential_id=credential_id,
                brand_id=row["brand_id"],
                brand_slug=row["brand_slug"],
                member_id=row["member_id"],
                permissions=frozenset({Permission.ACCEPT} if kind is CredentialKind.INVITATION else granted),
            )
    own = {Permission.PERSON, Permission.ACCEPT}
    own.add(Permission.SESSION_CREATE if kind is CredentialKind.PERSONAL else Permission.SESSION_REVOKE)
    places = row["places"] or []
    chosen = [p for p in places if brand in (p[1], p[2])] if brand else places
    if brand and not chosen:
        raise _no_brand()
    if len(chosen) != 1:
        return Caller(
            kind=kind,
            credential_id=credential_id,
            session_id=session_id,
            brand_id=None,
            person_id=row["person_id"],
            permissions=frozenset(own),
        )
    member_id, brand_id, slug, role = chosen[0]
    return Caller(
        kind=kind,
        credential_id=credential_id,
        session_id=session_id,
        brand_id=UUID(brand_id),
        brand_slug=slug,
        person_id=row["person_id"],
        member_id=UUID(member_id),
        role=Role(role),
        permissions=ROLE_PERMISSIONS[Role(role)] | own,
    )


def permit(caller: Caller, any_of: frozenset[Permission]) -> None:
    """Refuse a caller who has none of the permissions that a method takes. Raises PERMISSION_MISSING, or BRAND_REQUIRED of a
    person who has named no brand.
    """
    if caller.permissions & any_of:
        return
    if caller.person_id is not None and caller.brand_id is None:
        raise brand_required()
    names = " or ".join(sorted(any_of))
    raise HallmintError(
        Kind.FORBIDDEN,
        Reason.PERMISSION_MISSING,
        f"this takes the permission {names}, which the credential does not have",
        metadata={"permission": ",".join(sorted(any_of))},
    )


def _refused(reason: Reason, message: str) -> HallmintError:
    return HallmintError(Kind.UNAUTHENTICATED, reason, message)


def _invalid() -> HallmintError:
    return _refused(Reason.CREDENTIAL_INVALID, "there is no such credential; check that the key is whole")


def _no_brand() -> HallmintError:
    return _refused(Reason.BRAND_NOT_FOUND, "x-hallmint-brand names no brand of this credential")
