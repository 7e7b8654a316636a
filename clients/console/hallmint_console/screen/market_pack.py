"""/market-packs: what is said in one market, in versions that are drafted, looked at in a preview, and published."""

import uuid

import grpc
from aiohttp import web

from hallmint.v1 import content_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.group import STATES, state_word
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, changed_since, done, refused, status_of, wrong
from hallmint_console.pack_draft import Pack, changes
from hallmint_console.page import render, see_other
from hallmint_console.preview import preview_of_some
from hallmint_console.sent import expected_revision, request_id, seen_revision, sent, submit_id

routes = web.RouteTableDef()

_ID = "{market_pack_id:[0-9a-f-]{36}}"
_PAGE = 25
_DONE = {
    "saved": "Saved.",
    "published": "Published. Pages follow within 20 seconds.",
    "drafted": "This is the draft: change it, look at the preview, then have it published.",
}
_EU = [
    "AT",
    "BE",
    "BG",
    "HR",
    "CY",
    "CZ",
    "DK",
    "EE",
    "FI",
    "FR",
    "DE",
    "GR",
    "HU",
    "IE",
    "IT",
    "LV",
    "LT",
    "LU",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SK",
    "SI",
    "ES",
    "SE",
]


@routes.get("/market-packs")
async def packs(request: web.Request) -> web.Response:
    """The versions, newest first."""
    client, query = context.client(request), request.query
    market, state = query.get("market", "").strip().upper(), STATES.get(query.get("state", ""))
    wanted = state or content_pb2.VERSION_STATE_UNSPECIFIED
    try:
        found, notice = await page_or_first(
            lambda at: client.list_market_packs(market=market, state=wanted, page_size=_PAGE, page_token=at),
            query.get("page", ""),
        )
    except HallmintError as error:
        if error.code is not grpc.StatusCode.INVALID_ARGUMENT:
            raise
        notice, market = refused(error), ""  # it is no country
        found = await client.list_market_packs(state=wanted, page_size=_PAGE)
    return render(
        request,
        "pack/list.html.j2",
        notice=notice,
        packs=[(each, state_word(each.state)) for each in found.market_packs],
        states=STATES,
        market=market,
        next_page=found.next_page_token,
    )


@routes.get("/market-packs/new")
async def new(request: web.Request) -> web.Response:
    """Which market, and in which languages."""
    if not context.visitor(request).may("catalog:write"):
        raise web.HTTPForbidden
    return render(request, "pack/new.html.j2", pack=Pack(), markets=_EU, request_id=str(uuid.uuid4()))


@routes.post("/market-packs/new")
async def make(request: web.Request) -> web.Response:
    """Make the draft: of a version, or with languages only."""
    client, form = context.client(request), await sent(request)
    pack = Pack.of(await client.get_market_pack(form["of"])) if form.get("of") else Pack.sent(form)
    try:
        made = await client.create_market_pack(pack.message(), request_id=submit_id(form))
    except HallmintError as error:
        if error.reason == "PERMISSION_MISSING":
            raise
        return render(
            request,
            "pack/new.html.j2",
            status=status_of(error),
            notice=refused(error),
            pack=pack,
            markets=_EU,
            request_id=request_id(form, refused=error.reason),
        )
    return see_other(f"/market-packs/{made.market_pack_id}?done=drafted")


@routes.get(f"/market-packs/{_ID}")
async def show(request: web.Request) -> web.Response:
    """One version: the editor of a draft, what a published one says."""
    found = await context.client(request).get_market_pack(request.match_info["market_pack_id"])
    word = _DONE.get(request.query.get("done", ""))
    return await _page(request, found, Pack.of(found), seen=found.revision, notice=done(word) if word else None)


@routes.post(f"/market-packs/{_ID}")
async def save(request: web.Request) -> web.Response:
    """Save the draft, or change the rows of the form without saving. What would overwrite somebody else's stays in the form."""
    pack_id, form = request.match_info["market_pack_id"], await sent(request)
    client, wish, seen = context.client(request), form.get("do", "save"), seen_revision(form)
    edited = Pack.sent(form).after(wish)
    found = await client.get_market_pack(pack_id)
    if wish not in ("save", "save-over"):
        return await _page(request, found, edited, seen=seen)
    if silent := edited.silent():
        notice = wrong(f"Still, nothing is said of {', '.join(silent)}.", hint="Say what to do with it, or remove it.")
        return await _page(request, found, edited, seen=seen, notice=notice, status=422)
    try:
        await client.update_market_pack(pack_id, edited.message(), expected_revision=expected_revision(form))
    except HallmintError as error:
        if error.reason == "PERMISSION_MISSING":
            raise
        if error.reason == "REVISION_CHANGED":
            found = await client.get_market_pack(pack_id)
        return await _page(request, found, edited, seen=seen, notice=refused(error), status=status_of(error))
    return see_other(f"/market-packs/{pack_id}?done=saved")


@routes.post(f"/market-packs/{_ID}/publish")
async def publish(request: web.Request) -> web.Response:
    """Publish what was looked at. What somebody else saved since is shown first."""
    client, pack_id = context.client(request), request.match_info["market_pack_id"]
    try:
        found = await client.publish_market_pack(pack_id, expected_revision=seen_revision(await sent(request)))
    except HallmintError as error:
        if error.reason != "REVISION_CHANGED":
            raise
        found, notice = await client.get_market_pack(pack_id), changed_since(error)
        return await _page(request, found, Pack.of(found), seen=found.revision, notice=notice, status=status_of(error))
    return see_other(f"/market-packs/{found.market_pack_id}?done=published")


async def _page(
    request: web.Request,
    found: content_pb2.MarketPack,
    edited: Pack,
    *,
    seen: int,
    notice: Notice | None = None,
    status: int = 200,
) -> web.Response:
    client = context.client(request)
    is_draft, published = found.state == content_pb2.VERSION_STATE_DRAFT, None
    saved = Pack.of(found)
    if is_draft:
        now = await client.list_market_packs(
            market=found.market, state=content_pb2.VERSION_STATE_PUBLISHED, page_size=1
        )
        published = now.market_packs[0] if now.market_packs else None
    # Somebody else saved since the form was made: which of both is right only people can say.
    is_stale = is_draft and seen not in (0, found.revision)
    return render(
        request,
        "pack/pack.html.j2",
        status=status,
        notice=notice,
        found=found,
        state=state_word(found.state),
        pack=edited if is_draft else saved,
        is_draft=is_draft,
        published=published,
        seen=seen,
        is_stale=is_stale,
        mine=changes(saved, edited),
        changes=changes(Pack.of(published), saved) if published else [],
        preview=await preview_of_some(request, market_pack_id=found.market_pack_id, languages=list(found.languages)),
        request_id=str(uuid.uuid4()),
    )
