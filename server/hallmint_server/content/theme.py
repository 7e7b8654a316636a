"""The look of a brand: its logo, its colours and the links that it must show."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from hallmint_server.content.image import ImageType, ends_with_picture, image_type, is_apng, is_markup, read_header
from hallmint_server.content.text import check_text
from hallmint_server.errors import Problems, Reason

LOGO_BYTES_MOST = 256 * 1024
LOGO_PIXELS_MOST = 2_000
LINKS_MOST = 10
_LABEL_MOST = 80
_URL_MOST = 2_000
_HOST_MOST = 253

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
# RFC 3986, 2: all characters that a URL can hold; [ and ] only stand around addresses, which are no names of hosts.
_URL = re.compile(r"https://(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_HOST = re.compile(r"(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?=[a-z0-9-]*[a-z])(?!-)[a-z0-9-]{2,63}(?<!-)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalLink:
    """A link that the brand must show."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours as `#rrggbb`, empty for Hallmint's own; at most 10 links, in order."""

    primary_colour: str
    accent_colour: str
    legal_links: tuple[LegalLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture that was checked, and its media type."""

    data: bytes
    media_type: str


def check_theme(problems: Problems, field: str, theme: Theme) -> None:
    """Note what is wrong with colours and links, below the path `field`."""
    check_colour(problems, f"{field}.primary_colour", theme.primary_colour)
    check_colour(problems, f"{field}.accent_colour", theme.accent_colour)
    check_legal_links(problems, f"{field}.legal_links", theme.legal_links)


def check_colour(problems: Problems, field: str, colour: str) -> None:
    """Note what is neither empty nor `#rrggbb`."""
    if colour and not _COLOUR.fullmatch(colour):
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be a colour as #rrggbb, as in #1a2b3c")


def check_legal_links(problems: Problems, field: str, links: tuple[LegalLink, ...]) -> None:
    """Note more than 10 links, and of the first 10 labels that are not 1 to 80 characters and URLs that are not https."""
    if len(links) > LINKS_MOST:
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be at most {LINKS_MOST}")
    for index, link in enumerate(links[:LINKS_MOST]):
        at = f"{field}[{index}]"
        check_text(problems, f"{at}.label", link.label, least=1, most=_LABEL_MOST)
        check_link(problems, f"{at}.url", link.url)


def check_link(problems: Problems, field: str, url: str) -> None:
    """Note what is no https URL that a page may lead to."""
    if not _is_link(url):
        problems.add(
            Reason.FIELD_INVALID,
            field,
            f"{field} must be an https URL of at most {_URL_MOST:,} characters in ASCII, with the name of a host and "
            "without a user, as in https://example.com/imprint",
        )


def check_logo(problems: Problems, field: str, data: bytes) -> Logo | None:
    """The logo where it is a PNG, JPEG or WebP of at most 256 KiB and 2,000 by 2,000 pixels, whole and not animated. What is
    wrong is noted, and None returned; also, without a note, for no bytes at all.

    Decodes the picture to see that it is whole: up to 0.3 s of processor time, so it has no place in an event loop.
    """

    kind = image_type(data)
    if fault := _fault(data, kind):
        problems.add(Reason.FIELD_INVALID, field, f"{field} {fault}")
        return None
    return Logo(data=data, media_type=kind.value) if kind else None


def _fault(data: bytes, kind: ImageType | None) -> str:
    if not data:
        return ""
    if len(data) > LOGO_BYTES_MOST:
        return "must be at most 256 KiB"
    if kind:
        return _picture_fault(data, kind)
    svg = "; SVG is refused, because it can carry script" if is_markup(data) else ""
    return f"must be PNG, JPEG or WebP{svg}"


def _picture_fault(data: bytes, kind: ImageType) -> str:
    animated = kind is ImageType.PNG and is_apng(data)
    picture = None if animated else read_header(data, kind)
    if animated or (picture and picture.frames > 1):
        return "must be one picture, and not animated"
    if picture is None:
        return f"is no {kind} that can be read: it is damaged, cut off or too large"
    if max(picture.width, picture.height) > LOGO_PIXELS_MOST:
        return "must be at most 2,000 by 2,000 pixels"
    if not ends_with_picture(data, kind):
        return f"must be one {kind} and nothing else: it is cut off, or something follows it"
    if not picture.is_whole():
        return f"is no {kind} that can be shown: it is damaged or cut off"
    return ""


def _is_link(url: str) -> bool:
    if len(url) > _URL_MOST or not _URL.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        "@" not in parts.netloc and port != 0 and len(host) <= _HOST_MOST and _HOST.fullmatch(host.lower()) is not None
    )
