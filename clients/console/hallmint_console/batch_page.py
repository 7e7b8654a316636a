"""A batch's page: what it is, what happened to it, and what belongs to it."""

import asyncio
import uuid
from collections.abc import Mapping

from aiohttp import web

from hallmint.v1 import export_service_pb2, revocation_pb2
from hallmint_console import context, timeline
from hallmint_console.batch_view import BatchView
from hallmint_console.export_view import ExportView
from hallmint_console.notice import Notice
from hallmint_console.page import render
from hallmint_console.token_view import MOST_REASON, TokenView

_TOKENS = 10
_EXPORTS = 5
_STATES = {
    revocation_pb2.REVOCATION_STATE_PROCESSING: "processing",
    revocation_pb2.REVOCATION_STATE_COMPLETED: "completed",
    revocation_pb2.REVOCATION_STATE_FAILED: "failed",
}


async def show_batch(
    request: web.Request, *, notice: Notice | None = None, status: int = 200, typed: Mapping[str, str] | None = None
) -> web.Response:
    """The page. `typed` is a form of revocation that was refused, as it was sent."""
    client, batch_id = context.client(request), request.match_info["batch_id"]
    answer = await client.get_batch(batch_id)
    sees_exports = context.visitor(request).may("export:read")
    tokens, exports = await asyncio.gather(
        client.list_tokens(batch_id, page_size=_TOKENS),
        client.list_exports(batch_id=batch_id, page_size=_EXPORTS) if sees_exports else _none(),
    )
    return render(
        request,
        "mint/batch.html.j2",
        status=status,
        notice=notice,
        view=BatchView(answer.batch),
        revocations=[(each, _STATES.get(each.state, "unknown")) for each in answer.revocations],
        timeline=timeline.entries(answer.batch, exports.exports, answer.revocations),
        exports=[ExportView(export) for export in exports.exports],
        tokens=[TokenView(token) for token in tokens.tokens],
        has_more=bool(tokens.next_page_token),
        most_reason=MOST_REASON,
        typed={"request_id": str(uuid.uuid4()), "what": "", "reason": "", **(typed or {})},
        is_refused=typed is not None,
    )


async def _none() -> export_service_pb2.ListExportsResponse:
    return export_service_pb2.ListExportsResponse()
