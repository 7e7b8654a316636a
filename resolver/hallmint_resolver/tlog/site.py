"""`/checkpoint`, `/tile/...` and `/proof/...`: the log over HTTP. Nobody is recorded, and nothing activated, by asking for it."""

import hashlib
from uuid import UUID

import structlog

from hallmint_resolver.answer import METHODS, NO_STORE, Answer, Kind, response
from hallmint_resolver.finder import Finder, Notice
from hallmint_resolver.page import Pages
from hallmint_resolver.protocol import Request
from hallmint_resolver.tlog.proof import RecordChangedError, proof_of
from hallmint_resolver.tlog.store import LogStore
from hallmint_resolver.tlog.tile import parse_path
from hallmint_resolver.visitor import Visitor
from mintcore import parse_digital_link

log = structlog.get_logger()

_TEXT = "text/plain; charset=utf-8"
_CHECKPOINT_CACHE = "public, max-age=5"
"""A new checkpoint is published in seconds; whoever needs a newer one than he has got asks again."""
_PROOF_CACHE = "public, max-age=60"
"""A proof stays true for ever; only its checkpoint is no longer the last one. Nothing of the visitor is in it."""
_FOR_EVER = "public, max-age=31536000, immutable"
_RETRY = {"Retry-After": "2"}


class LogSite:
    """Answers GET, HEAD and OPTIONS."""

    def __init__(self, store: LogStore, finder: Finder, pages: Pages) -> None:
        self._store = store
        self._finder = finder
        self._pages = pages

    async def answer(self, request: Request, visitor: Visitor, path: str) -> Answer | None:
        """The answer to a path of the log; None to any other. Raises IdentifierError for a proof of what is no link,
        KeyMissingError, RowMissingError, psycopg.Error, PoolTimeout.
        """
        is_proof = path.startswith(("/proof/01/", "/proof/t/"))
        if not is_proof and path != "/checkpoint" and not path.startswith("/tile/"):
            return None
        if visitor.method == "OPTIONS":
            return response(204, cache=NO_STORE, headers={"Allow": METHODS})
        if is_proof:
            return await self._proof(request, visitor, path.removeprefix("/proof"))
        return await (self._tile(visitor, path) if path != "/checkpoint" else self._checkpoint(request, visitor))

    async def _checkpoint(self, request: Request, visitor: Visitor) -> Answer:
        note = await self._store.checkpoint()
        if note is None:
            return self._pages.error(503, visitor.languages, headers=_RETRY, kind=Kind.LATER)
        return _text(request, note.encode(), cache=_CHECKPOINT_CACHE)

    async def _tile(self, visitor: Visitor, path: str) -> Answer:
        tile = parse_path(path)
        data = await self._store.tile(tile) if tile is not None else None
        if data is None:
            return self._pages.error(404, visitor.languages)
        return response(
            200, cache=_FOR_EVER, body=data, content_type="application/octet-stream", varies=False, kind=Kind.LOG
        )

    async def _proof(self, request: Request, visitor: Visitor, path: str) -> Answer:
        found = await self._finder.find(parse_digital_link(path))
        if found is None or found.batch is None or found.token is None or found.notice is Notice.LOT_DIFFERENT:
            return self._pages.error(404, visitor.languages)
        try:
            proof = await proof_of(self._store, found.batch, found.token.seq)
        except RecordChangedError as error:
            return record_changed(self._pages, visitor, found.batch.batch_id, error)
        if proof is None:
            return self._pages.error(503, visitor.languages, headers=_RETRY, kind=Kind.LATER)
        return _text(request, proof, cache=_PROOF_CACHE)


def record_changed(pages: Pages, visitor: Visitor, batch_id: UUID, error: Exception) -> Answer:
    """For the operator a line, of which fsck says more; whoever asks must not take the answer for "not issued"."""
    log.error("record changed", batch_id=str(batch_id), fault=str(error))
    return pages.error(500, visitor.languages)


def _text(request: Request, body: bytes, *, cache: str) -> Answer:
    """A text that changes seldom: 304 to whoever has it (RFC 9110, 13.1.2)."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = [
        each.strip().removeprefix("W/") for each in ",".join(request.headers.getall("If-None-Match", ())).split(",")
    ]
    if tag in known or known == ["*"]:
        return response(304, cache=cache, headers={"ETag": tag}, varies=False, kind=Kind.LOG)
    return response(200, cache=cache, body=body, content_type=_TEXT, headers={"ETag": tag}, varies=False, kind=Kind.LOG)
