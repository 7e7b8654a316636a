"""Packs in a bucket of a real S3 server."""

import asyncio
import hashlib
import hmac
import os
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from email.message import Message
from urllib.parse import parse_qs, urlsplit

import pytest

from hallmint_server.exporting.opening import open_storage
from hallmint_server.exporting.s3_storage import ONE_REQUEST_BYTES, S3Storage
from hallmint_server.exporting.storage import ObjectExistsError, ObjectMissingError, Storage, StorageError, Stored
from hallmint_server.settings import Settings
from tests.support.installation import free_port
from tests.support.objects import DATA, KEY, in_pieces, in_pieces_async, read, stored
from tests.support.s3_server import BUCKET, KEY_ID, SECRET, s3_server

LARGE = os.urandom(1 << 20) * (ONE_REQUEST_BYTES // (1 << 20)) + b"and more"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with s3_server(tmp_path_factory.mktemp("s3")) as made:
        yield made


def settings(url: str, prefix: str = "a/b", **changes: object) -> Settings:
    options = {
        "export_storage": f"s3://{BUCKET}/{prefix}",
        "export_s3_endpoint": url,
        "export_s3_key_id": KEY_ID,
        "export_s3_key": SECRET,
    }
    return Settings.model_validate({**options, **changes})


@pytest.fixture
async def storage(url: str, request: pytest.FixtureRequest) -> AsyncIterator[Storage]:
    """A storage with a prefix of the test's own."""
    name = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]
    made = open_storage(settings(url, f"test/{name}"))
    assert isinstance(made, S3Storage)
    yield made
    made.close()


def get(url: str, **headers: str) -> tuple[bytes, Message]:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - of a server of the test's own
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
        return answer.read(), answer.headers


async def test_what_is_stored_is_read(storage: Storage) -> None:
    for name, data in (("bytes", DATA), ("pieces", in_pieces(DATA)), ("async", in_pieces_async(DATA))):
        assert await storage.put(f"a/{name}", data) == stored(DATA)
        assert (await storage.head(f"a/{name}"), await read(storage, f"a/{name}")) == (len(DATA), DATA)
    assert await read(storage, "a/bytes", 300_000, 300_005) == DATA[300_000:300_005]
    assert await read(storage, "a/bytes", len(DATA) - 1) == DATA[-1:]
    assert await storage.put("empty", b"") == stored(b"")
    assert (await storage.head("empty"), await read(storage, "empty", 0, 0)) == (0, b"")


async def test_all_but_what_is_kept_goes(storage: Storage) -> None:
    for key in ("b/e/0-x", "b/e/0-y", "b/e/1-x", "b/e2/0-x", "b/f"):
        await storage.put(key, DATA)
    assert await storage.keep_only("b/e", {"b/e/0-x", "b/e/1-x"}) == 1
    assert await storage.keep_only("b/e", {"b/e/0-x", "b/e/1-x"}) == 0
    assert await storage.keep_only("b/none", set()) == 0
    assert [await storage.head(key) for key in ("b/e/0-x", "b/e/0-y", "b/e/1-x", "b/e2/0-x", "b/f")] == [
        len(DATA), None, len(DATA), len(DATA), len(DATA),
    ]  # fmt: skip


async def test_what_is_absent(storage: Storage) -> None:
    assert await storage.head("nowhere") is None
    with pytest.raises(ObjectMissingError):
        await read(storage, "nowhere")
    for key in ("../x", "/x", "a//b", "x?y"):
        with pytest.raises(ValueError, match="no key of an object"):
            await storage.put(key, b"x")
        with pytest.raises(ValueError, match="no key of an object"):
            await storage.presigned_url(key, 300)


async def test_the_same_again_is_a_success_and_other_bytes_are_refused(storage: Storage) -> None:
    await storage.put(KEY, DATA)
    assert await storage.put(KEY, in_pieces(DATA)) == stored(DATA)
    for other in (DATA[:-1], DATA[:-1] + b"x", b"", LARGE, [LARGE, b"x"]):
        with pytest.raises(ObjectExistsError, match="never replaced"):
            await storage.put(KEY, other)
    assert await read(storage, KEY) == DATA


async def test_many_at_once(storage: Storage) -> None:
    ways = await asyncio.gather(*(storage.put("race", DATA + bytes([n])) for n in range(8)), return_exceptions=True)
    (won,) = [way for way in ways if isinstance(way, Stored)]
    assert [type(way) for way in ways if way is not won] == [ObjectExistsError] * 7
    assert stored(await read(storage, "race")) == won


async def test_a_large_object_goes_up_in_parts(storage: Storage) -> None:
    for _ in range(2):  # the second is a retry
        assert await storage.put("large", in_pieces(LARGE), file_name="large.zip") == stored(LARGE)
    assert stored(await read(storage, "large")) == stored(LARGE)
    body, headers = await asyncio.to_thread(get, await storage.presigned_url("large", 300) or "")
    assert (stored(body), headers["Content-Disposition"]) == (stored(LARGE), 'attachment; filename="large.zip"')


async def test_data_that_fails_leaves_nothing(storage: Storage) -> None:
    async def breaks(data: bytes) -> AsyncIterator[bytes]:
        yield data
        raise ZeroDivisionError

    for data in (DATA, LARGE):
        with pytest.raises(ZeroDivisionError):
            await storage.put(KEY, breaks(data))
        assert await storage.head(KEY) is None
    assert await storage.put(KEY, LARGE) == stored(LARGE)


async def test_cancelled_in_the_middle(storage: Storage, url: str) -> None:
    begun = asyncio.Event()

    async def waits() -> AsyncIterator[bytes]:
        yield LARGE
        yield LARGE
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(storage.put(KEY, waits()))
    await asyncio.wait_for(begun.wait(), 20)
    assert b"<Upload>" in (await asyncio.to_thread(get, f"{url}/{BUCKET}?uploads"))[0]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert b"<Upload>" not in (await asyncio.to_thread(get, f"{url}/{BUCKET}?uploads"))[0]
    assert await storage.head(KEY) is None


async def test_a_presigned_url(storage: Storage) -> None:
    """Whoever has it gets the file over plain HTTP, under its name; and the signature is what AWS says it must be."""
    await storage.put(KEY, DATA, file_name="größe.csv", media_type="text/csv; charset=utf-8")
    url = await storage.presigned_url(KEY, 300)
    assert url is not None
    body, headers = await asyncio.to_thread(get, url)
    assert stored(body) == stored(DATA)
    assert headers["Content-Disposition"].endswith("filename*=UTF-8''gr%C3%B6%C3%9Fe.csv")
    assert (headers["Content-Type"], headers["Cache-Control"]) == ("text/csv; charset=utf-8", "private, no-store")
    body, headers = await asyncio.to_thread(lambda: get(url, Range="bytes=10-19"))
    assert (body, headers["Content-Range"]) == (DATA[10:20], f"bytes 10-19/{len(DATA)}")
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert (query["X-Amz-Expires"], query["X-Amz-SignedHeaders"]) == ("300", "host")
    assert SECRET not in url
    assert query["X-Amz-Signature"] == signature(url, query)


def signature(url: str, query: dict[str, str]) -> str:
    """Signature Version 4 of a presigned GET, computed from its public description."""
    parts = urlsplit(url)
    asked = "&".join(sorted(pair for pair in parts.query.split("&") if not pair.startswith("X-Amz-Signature=")))
    canonical = f"GET\n{parts.path}\n{asked}\nhost:{parts.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    _, day, region, service, end = query["X-Amz-Credential"].split("/")
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{query['X-Amz-Date']}\n{day}/{region}/{service}/{end}\n{digest}"
    key = f"AWS4{SECRET}".encode()
    for step in (day, region, service, end):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


async def test_an_object_is_below_the_prefix(url: str) -> None:
    one, other = open_storage(settings(url, "one")), open_storage(settings(url, "other/"))
    await one.put("x", b"1")
    assert await other.head("x") is None
    await other.put("x", b"2")
    bare = open_storage(settings(url, export_storage=f"s3://{BUCKET}"))
    assert (await read(bare, "one/x"), await read(bare, "other/x")) == (b"1", b"2")
    for storage in (one, other, bare):
        storage.close()


async def test_a_bucket_that_is_not_there(url: str) -> None:
    storage = open_storage(settings(url, export_storage="s3://nowhere-at-all"))
    with pytest.raises(StorageError) as caught:
        await storage.put("x", b"1")
    assert "nowhere" not in str(caught.value)
    storage.close()


async def test_a_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hallmint_server.exporting.s3_storage.RETRIES", 0)
    storage = open_storage(settings(f"http://127.0.0.1:{free_port()}"))
    for step in (storage.put("x", b"1"), storage.put("x", in_pieces(LARGE)), storage.head("x"), read(storage, "x")):
        with pytest.raises(StorageError, match="cannot be reached") as caught:
            await step
        assert "127.0.0.1" not in str(caught.value)
    storage.close()


def test_settings_that_cannot_be(url: str) -> None:
    with pytest.raises(ValueError, match="KEY_ID and HALLMINT_EXPORT_S3_KEY go together"):
        open_storage(settings(url, export_s3_key=None))
    with pytest.raises(ValueError, match=r"HALLMINT_EXPORT_S3_ENDPOINT is http, and packs"):
        open_storage(settings("http://s3.example.com"))
    open_storage(settings("http://s3.example.com", plaintext=True)).close()
    with pytest.raises(ValueError, match="lower-case host"):
        settings("http://127.0.0.1/path")
