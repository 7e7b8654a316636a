"""Markdown pages as forges show them: their anchors, and where their links lead."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
_ELSEWHERE = ("http://", "https://", "mailto:")
_FOLDERS = ("clients", "docs", "mintcore", "proto", "resolver", "server", "tests")
# What is built or installed beside sources, and is nobody's page.
_NOT_OURS = {"node_modules", "target", "dist", "build"}


def pages() -> list[Path]:
    """Every page of the repository."""
    places = [
        ROOT.glob("*.md"),
        *(ROOT.joinpath(name).rglob("*.md") for name in ("docs", "clients", "server", "resolver")),
    ]
    return sorted(path for place in places for path in place if not _NOT_OURS.intersection(path.parts))


def _tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


@cache
def anchors(text: str) -> list[str]:
    """Anchors of a page's headings in their order: lower case, without punctuation, hyphens for spaces, and a number for those
    that come again.
    """
    tokens = _tokens(text)
    seen: Counter[str] = Counter()
    found = []
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        words = "".join(child.content for child in inline.children or ())
        slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        found.append(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


def links(text: str) -> Iterator[str]:
    """Targets of a page's links and pictures, in their order."""
    for token in _tokens(text):
        for child in token.children or ():
            target = child.attrGet("href") or child.attrGet("src")
            if target is not None:
                yield str(target)
            elif child.type == "html_inline":
                yield from re.findall(r'(?:href|src)="([^"]*)"', child.content)
        if token.type == "html_block":
            yield from re.findall(r'(?:href|src)="([^"]*)"', token.content)


def dead_links(path: Path) -> list[str]:
    """Links of a page that lead to no file or folder of the repository, or to no heading of a page. Those to elsewhere are not
    followed.
    """
    return [link for link in links(path.read_text(encoding="utf-8")) if _is_dead(path, unquote(link))]


def _is_dead(path: Path, link: str) -> bool:
    if link.startswith(_ELSEWHERE):
        return False
    name, _, anchor = link.partition("#")
    target = (path.parent / name).resolve() if name else path
    if not target.exists() or not target.is_relative_to(ROOT):
        return True
    return bool(anchor) and (target.suffix != ".md" or anchor not in anchors(target.read_text(encoding="utf-8")))
