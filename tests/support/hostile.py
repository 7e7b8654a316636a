"""Hostile requests, the same ones each time, and what no answer to them may hold."""

import asyncio
import random
import re
import statistics
import time
from collections.abc import Sequence

from tests.support.api import GTIN
from tests.support.resolver import HOST, PHONE

SEED = 20_261_124
_OURS = (f"Location: https://{HOST}/p/".encode(), b"Location: /p/")
_STATUS = re.compile(rb"HTTP/1\.[01] [234]")
_PIECES = (
    *(
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "%00",
        "%0d%0aSet-Cookie:%20a=b",
        "\x1b[31m",
        "%c0%af",
        "..",
        "%2e%2e",
    ),
    *(
        "//evil.example",
        "\\evil.example",
        "http://evil.example/",
        "%",
        "%zz",
        "\u00e9",
        "A" * 3000,
        "A" * 10_000,
        "?",
        "#",
    ),
    *("javascript:alert(1)", "${jndi:ldap://evil}", "{{7*7}}", "%25%30%30", "\u202e", "01", GTIN, "t", "p", ";", "@"),
    *("linkType=%0d%0aX:1", "eh30", "AAAAAAAAAAAAAAAA", "\t", " ", "*", "/", "%2F", "&", "=", "gs1:pip", ".well-known"),
    *("linkType=linkset", "21", "10", "\udcff"),
)
_BEGINNINGS = ("/", f"/01/{GTIN}/", f"/01/{GTIN}/21/", "/t/", "/p/01/", "/p/t/", f"/01/{GTIN}?", "", "http://a/")
_METHODS = ("GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "TRACE", "CONNECT", "G\x00T")
_NAMES = ("User-Agent", "Accept", "Accept-Language", "Origin", "Referer", "X-Forwarded-For", "Cookie")
_EXTRAS = ("Transfer-Encoding: chunked", "Content-Length: 5", "Content-Length: 0\r\nContent-Length: 5", "Host: b")
_NEVER = (b"<script>alert", b"{{7*7}}", b"Traceback", b"aiohttp", b"OR 1=1", b"evil")


def hostile(source: random.Random) -> bytes:
    """A request."""

    def pick(most: int) -> str:
        return "".join(source.choices((*_PIECES, "/"), k=source.randint(1, most)))

    target = f"{source.choice(_BEGINNINGS)}{pick(5)}"
    if source.random() < 0.1:
        # What answers most, with the header that it depends on.
        target = f"/01/{GTIN}?linkType={source.choice(('linkset', 'all', 'gs1:dpp', 'gs1:defaultLink'))}"
    host = source.choice((HOST, HOST, HOST, HOST.upper(), "evil.example", pick(2), ""))
    lines = [
        f"{source.choice(_METHODS)} {target} HTTP/1.1",
        f"Host: {host}",
        "Connection: close",
        *(f"{name}: {source.choice((PHONE, pick(3)))}" for name in source.sample(_NAMES, 3)),
        *(extra for extra in _EXTRAS if source.random() < 0.05),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def check(question: bytes, answer: bytes) -> None:
    """Nothing but 2xx, 3xx and 4xx, or a connection closed in silence; nothing of the question in it, and no way elsewhere."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert not head or _STATUS.match(head), (question, head)
    for line in head.split(b"\r\n"):
        # The query of a visitor goes along as it came; the host and path before it are ours.
        assert not line.lower().startswith(b"location:") or line.startswith(_OURS), (question, line)
        assert not line.lower().startswith((b"set-cookie", b"x:")), question
    for piece in _NEVER:
        assert piece not in body, (question, body)


async def raw(port: int, sent: bytes, *, seconds: float = 30) -> bytes:
    """What a connection answers to bytes. A reset is silence: the server closed while bytes were on their way."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        async with asyncio.timeout(seconds):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def storm(port: int, requests: int, *, at_once: int = 20) -> None:
    """Ask, and check every answer."""
    source = random.Random(SEED)  # noqa: S311 - the same requests each time
    left = iter(range(requests))

    async def one_by_one() -> None:
        for _ in left:
            question = hostile(source)
            check(question, await raw(port, question))

    await asyncio.gather(*(one_by_one() for _ in range(at_once)))


async def latency_ms(port: int, paths: Sequence[str]) -> float:
    """The median that good requests take, one after another, each by a connection of its own."""
    took = []
    for path in paths:
        begin = time.perf_counter()
        sent = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: {PHONE}\r\nConnection: close\r\n\r\n".encode()
        assert (await raw(port, sent)).startswith(b"HTTP/1.1 307")
        took.append(time.perf_counter() - begin)
    return statistics.median(took) * 1000
