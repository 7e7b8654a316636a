"""/settings/profiles: how files of exports are written, by profiles of the brand's own and those that come with Hallmint."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aiohttp import web

from hallmint.v1 import carrier_profile_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, changed_since, done, refused, status_of, wrong
from hallmint_console.page import render, see_other
from hallmint_console.profile_view import (
    STATES,
    Problem,
    ProfileView,
    TextError,
    differences,
    problems_of,
    read_text,
)
from hallmint_console.sent import expected_revision, request_id, seen_revision, sent, submit_id

routes = web.RouteTableDef()

_KEY = "{key:[a-z][a-z0-9-]{1,39}}"
_VERSION = "{version:[1-9][0-9]{0,8}}"
_PLACE = f"/settings/profile/{_KEY}/{_VERSION}"
_PAGE = 50
_DONE = {
    "created": "The draft is kept. Publish it to export with it.",
    "updated": "The draft is kept.",
    "published": "It is published: exports can use it, and it never changes again.",
    "deprecated": "It is withdrawn: nothing more is exported with it.",
}


@routes.get("/settings/profiles")
async def profiles(request: web.Request) -> web.Response:
    """The versions by key, the newest first."""
    state = STATES.get(request.query.get("state", ""), carrier_profile_pb2.CARRIER_PROFILE_STATE_UNSPECIFIED)
    client = context.client(request)
    page, notice = await page_or_first(
        lambda at: client.list_carrier_profiles(state=state, page_size=_PAGE, page_token=at),
        request.query.get("page", ""),
    )
    return render(
        request,
        "settings/profiles.html.j2",
        notice=notice,
        views=[ProfileView(each) for each in page.carrier_profiles],
        states=STATES,
        state=request.query.get("state", ""),
        next_page=page.next_page_token,
    )


@routes.get("/settings/profiles/new")
async def create_form(request: web.Request) -> web.Response:
    """The form of a new one, which begins with what another says."""
    like = request.query.get("like", "generic-vdp-lf")
    version = request.query.get("version", "")
    found = await context.client(request).get_carrier_profile(like, int(version) if version.isdecimal() else 0)
    return _form(request, {"key": "", "text": ProfileView(found).text}, like=like)


@routes.post("/settings/profiles/new")
async def create(request: web.Request) -> web.Response:
    """Make the first version of a key, a draft."""
    fields = await sent(request)
    text = fields.get("text", "")
    try:
        made = await context.client(request).create_carrier_profile(
            fields.get("key", "").strip(), read_text(text), request_id=submit_id(fields)
        )
    except TextError as error:
        return _form(request, fields, notice=wrong("This is no profile."), problems=[error.problem], status=422)
    except HallmintError as error:
        notice, problems = _judged(error, text)
        return _form(request, fields, notice=notice, problems=problems, status=status_of(error))
    return see_other(f"/settings/profile/{made.key}/{made.version}?done=created")


@routes.get(f"/settings/profile/{_KEY}")
async def newest(request: web.Request) -> web.Response:
    """The newest version of a key."""
    found = await context.client(request).get_carrier_profile(request.match_info["key"])
    return see_other(f"/settings/profile/{found.key}/{found.version}")


@routes.get(_PLACE)
async def show(request: web.Request) -> web.Response:
    """One version, and what it says."""
    said = _DONE.get(request.query.get("done", ""))
    return _show(request, await _find(request), notice=done(said) if said else None)


@routes.get(f"{_PLACE}/edit")
async def edit_form(request: web.Request) -> web.Response:
    """The form of a draft."""
    view = await _find(request)
    return _form(request, {"text": view.text}, view=view, seen=view.profile.revision)


@routes.post(f"{_PLACE}/edit")
async def edit(request: web.Request) -> web.Response:
    """Replace what a draft says. What would overwrite somebody else's stays in the form."""
    fields, (key, version) = await sent(request), _named(request)
    text = fields.get("text", "")
    problems: Sequence[Problem]
    try:
        await context.client(request).update_carrier_profile(
            key, version, read_text(text), expected_revision=expected_revision(fields)
        )
    except TextError as error:
        notice, problems, status = wrong("This is no profile."), [error.problem], 422
    except HallmintError as error:
        (notice, problems), status = _judged(error, text), status_of(error)
    else:
        return see_other(f"/settings/profile/{key}/{version}?done=updated")
    view, seen = await _find(request), seen_revision(fields)
    return _form(request, fields, view=view, seen=seen, notice=notice, problems=problems, status=status)


@routes.post(f"/settings/profile/{_KEY}/draft")
async def draft(request: web.Request) -> web.Response:
    """Make the next version, a draft, and go on to its form."""
    fields = await sent(request)
    made = await context.client(request).create_carrier_profile_draft(
        request.match_info["key"], request_id=request_id(fields)
    )
    return see_other(f"/settings/profile/{made.key}/{made.version}/edit")


@routes.post(f"{_PLACE}/publish")
async def publish(request: web.Request) -> web.Response:
    """Publish what was looked at; what is wrong with it stands at its lines. What somebody else saved since is shown first."""
    (key, version), seen = _named(request), seen_revision(await sent(request))
    try:
        await context.client(request).publish_carrier_profile(key, version, expected_revision=seen)
    except HallmintError as error:
        view = await _find(request)
        notice, problems = _judged(error, view.text)
        if error.reason == "REVISION_CHANGED":
            notice = changed_since(error)
        return _show(request, view, notice=notice, problems=problems, status=status_of(error))
    return see_other(f"/settings/profile/{key}/{version}?done=published")


@routes.get(f"{_PLACE}/deprecate")
async def deprecate_form(request: web.Request) -> web.Response:
    """What withdrawing means, before it is done."""
    return render(request, "settings/deprecate.html.j2", view=await _find(request))


@routes.post(f"{_PLACE}/deprecate")
async def deprecate(request: web.Request) -> web.Response:
    """Withdraw a published version."""
    key, version = _named(request)
    await context.client(request).deprecate_carrier_profile(key, version)
    return see_other(f"/settings/profile/{key}/{version}?done=deprecated")


def _named(request: web.Request) -> tuple[str, int]:
    return request.match_info["key"], int(request.match_info["version"])


async def _find(request: web.Request) -> ProfileView:
    return ProfileView(await context.client(request).get_carrier_profile(*_named(request)))


def _judged(error: HallmintError, text: str) -> tuple[Notice, Sequence[Problem]]:
    """The notice of a refusal, and its points at the lines of the text where they are about that."""
    problems = problems_of(error, text)
    if not problems:
        return refused(error), problems
    return replace(refused(error), title="Not as it is: see what is wrong, at its lines.", points=()), problems


def _show(
    request: web.Request,
    view: ProfileView,
    *,
    notice: Notice | None = None,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> web.Response:
    return render(
        request,
        "settings/profile.html.j2",
        notice=notice,
        status=status,
        view=view,
        problems=problems,
        bad={problem.line for problem in problems},
        request_id=request_id({}),
    )


def _form(
    request: web.Request,
    values: Mapping[str, str],
    *,
    view: ProfileView | None = None,
    seen: int = 0,
    like: str = "",
    notice: Notice | None = None,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> web.Response:
    values = {"key": "", "text": "", **values}
    return render(
        request,
        "settings/profile_form.html.j2",
        notice=notice,
        status=status,
        view=view,
        seen=seen,
        # Somebody else saved since the form was made: which of both is right only people can say.
        is_stale=view is not None and seen not in (0, view.profile.revision),
        mine=differences(view.profile.definition, values["text"]) if view else [],
        values=values,
        like=like,
        problems=problems,
        request_id=request_id(values, refused=notice.reason if notice else ""),
    )
