"""/templates/theme: how passport pages look: colours, logo, and the links that a brand must show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aiohttp import web
from aiohttp.web_request import FileField

from hallmint.v1 import brand_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.colour import look
from hallmint_console.notice import Notice, done, refused, status_of
from hallmint_console.page import render, see_other
from hallmint_console.preview import preview_of_some
from hallmint_console.sent import sent

routes = web.RouteTableDef()

_LINKS = 10
_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What stands in the form; an empty colour is Hallmint's own."""

    primary: str
    accent: str
    links: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, theme: brand_pb2.Theme) -> "Theme":
        """As the API has it."""
        links = tuple((each.label, each.url) for each in theme.legal_links)
        return cls(primary=theme.primary_colour, accent=theme.accent_colour, links=links)

    @classmethod
    def sent(cls, form: Mapping[str, str]) -> "Theme":
        """As a form has it."""
        links = ((form.get(f"label/{at}", "").strip(), form.get(f"url/{at}", "").strip()) for at in range(_LINKS))
        return cls(
            primary="" if "plain_primary" in form else form.get("primary", ""),
            accent="" if "plain_accent" in form else form.get("accent", ""),
            links=tuple(pair for pair in links if any(pair)),
        )


@routes.get("/templates/theme")
async def show(request: web.Request) -> web.Response:
    """The theme, and a page in it."""
    brand = await context.client(request).get_brand()
    notice = done("Saved. Pages follow within 20 seconds.") if request.query.get("done") else None
    return await _page(request, brand, Theme.of(brand.theme), notice=notice)


@routes.get("/templates/theme/look")
async def sample(request: web.Request) -> web.Response:
    """How colours read that are being chosen."""
    theme = Theme.sent(request.query)
    name = (brand := context.visitor(request).brand) and brand.name
    return render(request, "template/look.html.j2", look=look(theme.primary, theme.accent), brand_name=name or "")


@routes.get("/templates/theme/logo")
async def logo(request: web.Request) -> web.Response:
    """The logo."""
    theme = (await context.client(request).get_brand()).theme
    if not theme.logo or theme.logo_media_type not in _PICTURES:
        raise web.HTTPNotFound
    return web.Response(body=theme.logo, content_type=theme.logo_media_type)


@routes.post("/templates/theme")
async def save(request: web.Request) -> web.Response:
    """Change the theme at once, for all pages; or one more row for a link, without saving."""
    client, form = context.client(request), await sent(request)
    theme, file = Theme.sent(form), (await request.post()).get("logo")
    if form.get("do") == "link-add":
        return await _page(request, await client.get_brand(), replace(theme, links=(*theme.links, ("", ""))[:_LINKS]))
    picture = file.file.read() if isinstance(file, FileField) and file.filename else None
    try:
        await client.update_brand(
            logo=picture if picture is not None else b"" if "no_logo" in form else None,
            primary_colour=theme.primary,
            accent_colour=theme.accent,
            legal_links=[brand_pb2.LegalLink(label=label, url=url) for label, url in theme.links],
        )
    except HallmintError as error:
        if error.reason == "PERMISSION_MISSING":
            raise
        return await _page(request, await client.get_brand(), theme, notice=refused(error), status=status_of(error))
    return see_other("/templates/theme?done=saved")


async def _page(
    request: web.Request, brand: brand_pb2.Brand, theme: Theme, *, notice: Notice | None = None, status: int = 200
) -> web.Response:
    return render(
        request,
        "template/theme.html.j2",
        status=status,
        notice=notice,
        brand=brand,
        brand_name=brand.name,
        theme=theme,
        links=theme.links or (("", ""),),
        may_add=len(theme.links) < _LINKS,
        look=look(theme.primary, theme.accent),
        has_logo=bool(brand.theme.logo),
        preview=await preview_of_some(request),
    )
