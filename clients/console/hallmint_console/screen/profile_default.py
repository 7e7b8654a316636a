"""/settings/defaults: which profile an export gets when nobody names one."""

from collections import defaultdict

from aiohttp import web

from hallmint.v1 import carrier_profile_pb2, export_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.notice import Notice, done, refused, status_of
from hallmint_console.page import render, see_other
from hallmint_console.profile_view import ECOSYSTEMS, KINDS
from hallmint_console.sent import sent

routes = web.RouteTableDef()


@routes.get("/settings/defaults")
async def defaults(request: web.Request) -> web.Response:
    """For each ecosystem and kind."""
    notice = done("The choice is kept, for exports from now on.") if request.query.get("done") == "set" else None
    return await _list(request, notice=notice)


@routes.post("/settings/defaults")
async def choose(request: web.Request) -> web.Response:
    """Choose one, or take the choice back."""
    fields = await sent(request)
    key, _, version = fields.get("profile", "").partition(":")
    kind, ecosystem = fields.get("kind", ""), fields.get("ecosystem", "")
    try:
        await context.client(request).set_carrier_profile_default(
            key,
            int(version) if version.isdecimal() and len(version) < 10 else 0,  # noqa: PLR2004 - what an int32 holds
            kind=next((each for each in KINDS if str(each) == kind), export_pb2.EXPORT_KIND_UNSPECIFIED),
            ecosystem=next((each for each in ECOSYSTEMS if str(each) == ecosystem), export_pb2.ECOSYSTEM_UNSPECIFIED),
        )
    except HallmintError as error:
        return await _list(request, notice=refused(error), status=status_of(error))
    return see_other("/settings/defaults?done=set")


async def _list(request: web.Request, *, notice: Notice | None = None, status: int = 200) -> web.Response:
    client = context.client(request)
    choices: defaultdict[int, list[str]] = defaultdict(list)
    published = carrier_profile_pb2.CARRIER_PROFILE_STATE_PUBLISHED
    async for profile in client.carrier_profiles(state=published):
        choices[profile.definition.kind].append(f"{profile.key}:{profile.version}")
    return render(
        request,
        "settings/defaults.html.j2",
        notice=notice,
        status=status,
        rows=await client.get_carrier_profile_defaults(),
        choices=choices,
        kinds=KINDS,
        ecosystems=ECOSYSTEMS,
    )
