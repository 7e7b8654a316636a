"""/templates: what passport pages show, by product group; versions are drafted, looked at in a preview, and published."""

import asyncio
import uuid
from collections.abc import Mapping
from typing import NamedTuple

import grpc
from aiohttp import web

from hallmint.v1 import content_pb2, product_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.attribute.schema import paths
from hallmint_console.group import ABOUT, GROUPS, group_word, state_word
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, changed_since, done, refused, status_of
from hallmint_console.page import render, see_other
from hallmint_console.preview import preview_of_some
from hallmint_console.product_form import group_tree
from hallmint_console.sent import expected_revision, seen_revision, sent, submit_id
from hallmint_console.template_draft import Draft, changes, own_paths, title_of

routes = web.RouteTableDef()

_ID = "{template_id:[0-9a-f-]{36}}"
_ANY = product_pb2.PRODUCT_GROUP_UNSPECIFIED
_PAGE = 25
_DRAFTS = 5  # shown in the overview
_SAVE = frozenset({"save", "save-over"})
_DONE = {
    "saved": "Saved.",
    "published": "Published. Pages follow within 20 seconds.",
    "drafted": "This is the draft: change it, look at the preview, then have it published.",
}


class Lineage(NamedTuple):
    """The template of one group."""

    group: str
    about: str
    published: content_pb2.Template | None
    drafts: list[content_pb2.Template]
    request_id: str


@routes.get("/templates")
async def lineages(request: web.Request) -> web.Response:
    """One line for each group."""
    client = context.client(request)

    async def lineage(word: str) -> Lineage:
        group = GROUPS[word]
        published, drafts = await asyncio.gather(
            client.list_templates(group=group, state=content_pb2.VERSION_STATE_PUBLISHED, page_size=1),
            client.list_templates(group=group, state=content_pb2.VERSION_STATE_DRAFT, page_size=_DRAFTS),
        )
        now = published.templates[0] if published.templates else None
        return Lineage(word, ABOUT[word], now, list(drafts.templates), str(uuid.uuid4()))

    return render(request, "template/list.html.j2", lineages=await asyncio.gather(*(lineage(word) for word in GROUPS)))


@routes.get("/templates/group/{group:[a-z]+}")
async def versions(request: web.Request) -> web.Response:
    """All versions of one group, newest first."""
    word = request.match_info["group"]
    if word not in GROUPS:
        raise web.HTTPNotFound
    client = context.client(request)
    found, notice = await page_or_first(
        lambda at: client.list_templates(group=GROUPS[word], page_size=_PAGE, page_token=at),
        request.query.get("page", ""),
    )
    return render(
        request,
        "template/versions.html.j2",
        notice=notice,
        group=word,
        versions=[(each, state_word(each.state)) for each in found.templates],
        next_page=found.next_page_token,
    )


@routes.post("/templates/draft")
async def draft(request: web.Request) -> web.Response:
    """Make a draft: of a version, else of the published one, else of what the group needs."""
    client, form = context.client(request), await sent(request)
    word = form.get("group", "")
    if word not in GROUPS:
        raise web.HTTPNotFound
    if form.get("of"):
        base = Draft.of(await client.get_template(form["of"]))
    else:
        now = await client.list_templates(group=GROUPS[word], state=content_pb2.VERSION_STATE_PUBLISHED, page_size=1)
        tree = await group_tree(client, word)
        needed = [name for name, child in tree.children.items() if child.is_required]
        base = Draft.of(now.templates[0]) if now.templates else Draft.first(needed)
    made = await client.create_template(group=GROUPS[word], sections=base.message(), request_id=submit_id(form))
    return see_other(f"/templates/{made.template_id}?done=drafted")


@routes.get(f"/templates/{_ID}")
async def show(request: web.Request) -> web.Response:
    """One version: the editor of a draft, what a published one shows."""
    found = await context.client(request).get_template(request.match_info["template_id"])
    word = _DONE.get(request.query.get("done", ""))
    return await _page(request, found, Draft.of(found), seen=found.revision, notice=done(word) if word else None)


@routes.post(f"/templates/{_ID}")
async def save(request: web.Request) -> web.Response:
    """Save the draft as it stands in the form, after what a button wishes. What cannot be saved yet, such as a section in
    which there is nothing, stays in the form, and so does what would overwrite somebody else's.
    """
    template_id, form = request.match_info["template_id"], await sent(request)
    wish, seen = form.get("do", ""), seen_revision(form)
    edited = Draft.sent(form).after(wish, form)
    try:
        await context.client(request).update_template(
            template_id, sections=edited.message(), expected_revision=expected_revision(form)
        )
    except HallmintError as error:
        if error.reason == "PERMISSION_MISSING":
            raise
        found = await context.client(request).get_template(template_id)
        if error.code is grpc.StatusCode.INVALID_ARGUMENT and wish not in _SAVE:
            return await _page(request, found, edited, seen=seen, unsaved=refused(error))
        return await _page(request, found, edited, seen=seen, notice=refused(error), status=status_of(error))
    kept = "&".join(f"{name}={form[name]}" for name in ("product",) if _is_id(form.get(name, "")))
    return see_other(f"/templates/{template_id}?{'done=saved' if wish in _SAVE else ''}{'&' + kept if kept else ''}")


@routes.post(f"/templates/{_ID}/publish")
async def publish(request: web.Request) -> web.Response:
    """Publish what was looked at. What somebody else saved since is shown first."""
    client, template_id = context.client(request), request.match_info["template_id"]
    try:
        found = await client.publish_template(template_id, expected_revision=seen_revision(await sent(request)))
    except HallmintError as error:
        if error.reason != "REVISION_CHANGED":
            raise
        found, notice = await client.get_template(template_id), changed_since(error)
        return await _page(request, found, Draft.of(found), seen=found.revision, notice=notice, status=status_of(error))
    return see_other(f"/templates/{found.template_id}?done=published")


async def _page(
    request: web.Request,
    found: content_pb2.Template,
    edited: Draft,
    *,
    seen: int,
    notice: Notice | None = None,
    unsaved: Notice | None = None,
    status: int = 200,
) -> web.Response:
    client, word = context.client(request), group_word(found.group)
    titles: Mapping[str, str] = dict(paths(await group_tree(client, word)))
    shown, saved = edited.paths(), Draft.of(found)
    is_draft = found.state == content_pb2.VERSION_STATE_DRAFT
    published = None
    if is_draft:
        now = await client.list_templates(group=found.group, state=content_pb2.VERSION_STATE_PUBLISHED, page_size=1)
        published = now.templates[0] if now.templates else None
    # Somebody else saved since the form was made: which of both is right only people can say.
    is_stale = is_draft and seen not in (0, found.revision)
    return render(
        request,
        "template/template.html.j2",
        status=status,
        notice=notice,
        unsaved=unsaved,
        found=found,
        group=word,
        state=state_word(found.state),
        draft=edited if is_draft else saved,
        is_draft=is_draft,
        published=published,
        seen=seen,
        is_stale=is_stale,
        mine=changes(saved, edited, titles),
        changes=changes(Draft.of(published), saved, titles) if published else [],
        title_of=lambda path: title_of(path, titles),
        unused=[(path, title) for path, title in (*own_paths(), *titles.items()) if path not in shown],
        preview=await preview_of_some(
            request,
            # The template of GENERIC serves groups that have none of their own, so any product can show it.
            _ANY if word == "generic" else found.group,
            template_id=found.template_id,
        ),
        request_id=str(uuid.uuid4()),
    )


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
