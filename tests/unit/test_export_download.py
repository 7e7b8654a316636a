"""Downloads over HTTP: what a link gets, what everything else gets, and what nobody writes down."""

import base64
import hashlib
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.download_site import ABSENT, DATA, DIGEST, FORBIDDEN, OTHER_BRAND, TAG, Site, download_site
from tests.support.signed_link import NOW, PACK, mutation


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with download_site(tmp_path / "exports") as made:
        yield made


async def test_a_link_gets_its_file(site: Site) -> None:
    answer = await site.ask(site.target())
    assert (answer.status, hashlib.sha256(answer.body).digest()) == (200, DIGEST)
    expected = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Connection": "close",
        "Content-Disposition": "attachment; filename=\"gr__e.csv\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.csv",
        "Content-Length": str(len(DATA)),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Type": "text/csv",
        "ETag": TAG,
        "Referrer-Policy": "no-referrer",
        "Repr-Digest": f"sha-256=:{base64.b64encode(DIGEST).decode()}:",
        "Server": "Hallmint",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers.keys() - expected.keys() == {"Date"}
    assert {name: answer.headers[name] for name in expected} == expected
    head = await site.ask(site.target(), "HEAD", Range="bytes=0-1")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(DATA)))


@pytest.mark.parametrize(
    ("headers", "status", "part"),
    [
        ({"Range": "bytes=0-0"}, 206, range(1)),
        ({"Range": "bytes=300000-900000"}, 206, range(300_000, 900_001)),
        ({"Range": "bytes=1048575-"}, 206, range(1_048_575, 1_048_576)),
        ({"Range": "bytes=-5"}, 206, range(1_048_571, 1_048_576)),
        ({"Range": "bytes=5-99999999"}, 206, range(5, 1_048_576)),
        ({"Range": "bytes=0-1", "If-Range": TAG}, 206, range(2)),
        ({"Range": "bytes=0-1", "If-Range": '"other"'}, 200, None),
        ({"Range": "bytes=0-1", "If-Range": f"W/{TAG}"}, 200, None),
        ({"Range": "bytes=0-1", "If-Range": "Tue, 14 Nov 2023 22:13:20 GMT"}, 200, None),
        ({"Range": "bytes=0-1,5-6"}, 200, None),
        ({"Range": "bytes=9-3"}, 200, None),
        ({"If-Match": TAG}, 200, None),
        ({"If-None-Match": '"other"'}, 200, None),
    ],
)
async def test_ranges_and_conditions(site: Site, headers: dict[str, str], status: int, part: range | None) -> None:
    answer = await site.ask(site.target(), **headers)
    sent = part or range(len(DATA))
    assert (answer.status, answer.body == DATA[sent.start : sent.stop]) == (status, True)
    assert answer.headers["Content-Length"] == str(len(sent))
    shown = f"bytes {sent.start}-{sent.stop - 1}/{len(DATA)}" if part else None
    assert answer.headers.get("Content-Range") == shown


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Range": "bytes=1048576-"}, 416),
        ({"Range": "bytes=-0"}, 416),
        ({"If-None-Match": TAG}, 304),
        ({"If-None-Match": f'"a", W/{TAG}', "Range": "bytes=0-1"}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-Match": '"other"'}, 412),
        ({"If-Match": f"W/{TAG}"}, 412),
    ],
)
async def test_answers_without_a_body(site: Site, headers: dict[str, str], status: int) -> None:
    answer = await site.ask(site.target(), **headers)
    assert (answer.status, answer.body, answer.headers["ETag"]) == (status, b"", TAG)
    assert answer.headers.get("Content-Range") == (f"bytes */{len(DATA)}" if status == 416 else None)


async def test_a_link_is_for_one_brand_one_file_and_300_seconds(site: Site) -> None:
    refused = [
        await site.ask(site.target(brand_id=OTHER_BRAND)),
        await site.ask(site.target(pack_id=ABSENT)),
        await site.ask(site.target(sha256=bytes(32))),
        await site.ask(site.target(), Host="localhost:1"),
        await site.ask("/v1/packs/../packs/" + site.target().removeprefix("/v1/packs/")),
        await site.ask("/v1/packs/%2e%2e/x"),
        *[await site.ask(path) for path in ("/", "/metrics", "//", f"/v1/packs/{PACK}", "*", "http://a/b")],
    ]
    target = site.target()
    site.clock.now = NOW + 299
    assert (await site.ask(target)).status == 200
    site.clock.now = NOW + 300
    refused.append(await site.ask(target))
    site.clock.now = NOW - 1
    refused.append(await site.ask(target))
    assert {(answer.status, answer.body) for answer in refused} == {(403, FORBIDDEN)}
    assert len({tuple(sorted(answer.headers.keys())) for answer in refused}) == 1


async def test_ten_thousand_mutations_over_http(site: Site) -> None:
    """What a client can put into a request line gets the same 403, and the database is not asked."""
    chance = random.Random(5)  # noqa: S311 - the same mutations in each run
    target = site.target()
    site.clock.now = NOW + 7
    other = site.target(brand_id=OTHER_BRAND)
    answers = set()
    tried = 0
    while tried < 10_000:
        changed = "".join(c for c in mutation(chance, target, other) if c.isprintable() and c not in " \ud800")
        if changed == target or not changed.startswith("/"):
            continue
        tried += 1
        answer = await site.ask(changed)
        answers.add((answer.status, answer.body))
    assert answers == {(403, FORBIDDEN)}
    assert site.asked == 0
    assert (await site.ask(target)).status == 200
