"""Pages: templates and what every one of them is given."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from urllib.parse import quote

from aiohttp import web
from google.protobuf.timestamp_pb2 import Timestamp
from jinja2 import Environment, PackageLoader, StrictUndefined

from hallmint_console import context, place
from hallmint_console.notice import Notice

_HTMX = json.dumps(
    {
        "includeIndicatorStyles": False,  # it would be an inline style, which the policy forbids
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,  # pages hold codes, and a browser's storage outlives the session
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "[45]..", "swap": True, "error": True},  # an error says where it belongs by HX-Retarget
        ],
    }
)
STATIC = files("hallmint_console").joinpath("static")


@cache
def static_files() -> Mapping[str, bytes]:
    """Our own files by their names, all read once: no other name is ever looked for on the disk."""
    found: dict[str, bytes] = {}

    def add(folder: Traversable, before: str) -> None:
        for each in folder.iterdir():
            if each.is_dir():
                add(each, f"{before}{each.name}/")
            else:
                found[before + each.name] = each.read_bytes()

    add(STATIC, "")
    return found


@cache
def static_url(name: str) -> str:
    """The address of a file of ours, which changes with its bytes. Raises KeyError where there is none."""
    digest = hashlib.sha256(static_files()[name]).hexdigest()
    return f"/static/{digest[:16]}/{name}"


def number_text(value: int) -> str:
    """With thousands parted."""
    return f"{value:,}"


def time_text(value: Timestamp | datetime | None) -> str:
    """To the minute, in UTC, as in `29 Nov 2026, 23:14`."""
    if value is None:
        return ""
    at = value.ToDatetime(UTC) if isinstance(value, Timestamp) else value.astimezone(UTC)
    return f"{at.day} {at:%b %Y, %H:%M}"


def time_attribute(value: Timestamp | datetime) -> str:
    """For the `datetime` of a `<time>`: RFC 3339."""
    at = value.ToDatetime(UTC) if isinstance(value, Timestamp) else value.astimezone(UTC)
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def size_text(value: int) -> str:
    """Bytes as people say them."""
    size = float(value)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:  # noqa: PLR2004 - SI
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def word(name: str) -> str:
    """The name of an enum's value for people: of `BATCH_STATE_QUEUED`, cut to `QUEUED`, `Queued`."""
    return name.replace("_", " ").capitalize()


_ENVIRONMENT = Environment(
    loader=PackageLoader("hallmint_console"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_ENVIRONMENT.filters.update(
    base64=lambda data: base64.b64encode(data).decode(),
    number=number_text,
    time=time_text,
    time_attribute=time_attribute,
    size=size_text,
    word=word,
)
_ENVIRONMENT.globals.update(static=static_url, htmx_config=_HTMX, nav=place.nav, tabs=place.tabs)


def text(request: web.Request, template: str, values: Mapping[str, Any]) -> str:
    """A template's HTML, with what every page has: who looks, where, and the token of its forms."""
    visitor = request.get(context.VISITOR)
    owner = visitor.form_owner if visitor else request.get(context.VISIT, "")
    shared = {
        "path": request.path,
        "query": request.query,
        "visitor": visitor,
        "form_token": context.cookies(request).form_token(owner) if owner else "",
        "notice": None,
    }
    return _ENVIRONMENT.get_template(template).render(shared | dict(values))


def render(
    request: web.Request, template: str, *, status: int = 200, notice: Notice | None = None, **values: Any
) -> web.Response:
    """A page, or a part of one that htmx asked for. `notice` stands above it: what went wrong, or well."""
    body = text(request, template, values | {"notice": notice})
    return web.Response(text=body, status=status, content_type="text/html", charset="utf-8")


def attachment(file_name: str) -> str:
    """The Content-Disposition of a file to be kept under a name (RFC 6266)."""
    plain = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in file_name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def see_other(path: str) -> web.Response:
    """After a POST that did something: the browser gets the page anew, and reloading it does nothing twice."""
    return web.Response(status=303, headers={"Location": path})
