"""A log over HTTP, from a server that does what it should not: nothing is believed, waited for or read without an end."""

from collections.abc import Iterator

import pytest

from hallmint_client.log.site import MissingError, Site, SiteError
from hallmint_client.policy import Policy
from hallmint_server.log.tile import write_bundle
from mintcore import MAX_PROOF
from tests.support.log_server import Answer, Log, serving
from tests.support.wait import until_sync


@pytest.fixture
def log() -> Iterator[Log]:
    with serving() as server:
        yield server


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def site(log: Log, waits: list[float]) -> Iterator[Site]:
    with Site(log.url + "/", Policy(timeout=5, attempts=3), sleep=waits.append) as made:
        yield made


def test_what_passes_is_asked_for_again(log: Log, site: Site, waits: list[float]) -> None:
    log.answers["/checkpoint"] = [
        (503, {"Retry-After": "2"}, b""),
        (429, {"Retry-After": "9"}, b""),
        (200, {}, b"note"),
    ]
    assert site.checkpoint() == b"note"
    assert 2 <= waits[0] <= 3
    assert 9 <= waits[1] <= 13.5
    log.answers["/checkpoint"] = [None, (200, {}, b"after a cut")]
    assert site.checkpoint() == b"after a cut"
    # A date, and more than anybody waits.
    log.answers["/checkpoint"] = [
        (503, {"Retry-After": "Sun, 29 Nov 2026 20:00:00 GMT"}, b""),
        (503, {"Retry-After": "999999"}, b""),
        (200, {}, b"late"),
    ]
    assert site.checkpoint() == b"late"
    assert max(waits) <= 90


@pytest.mark.parametrize(
    ("answer", "words", "tries"),
    [
        ((503, {"Retry-After": "1"}, b""), "HTTP status 503", 3),
        (None, "closed", 3),
        ((500, {}, b""), "HTTP status 500", 1),
        ((500, {}, b"x" * (MAX_PROOF + 1)), "HTTP status 500", 1),
        ((301, {"Location": "https://elsewhere.example/checkpoint"}, b""), "HTTP status 301", 1),
        ((200, {}, b"x" * (MAX_PROOF + 1)), "longer than it may be", 1),
    ],
    ids=["busy", "cut", "broken", "broken with a long page", "elsewhere", "endless"],
)
def test_what_is_no_log(log: Log, site: Site, answer: Answer | None, words: str, tries: int) -> None:
    log.answers["/checkpoint"] = [answer]
    with pytest.raises(SiteError, match=words):
        site.checkpoint()
    assert log.asked == ["/checkpoint"] * tries


def test_a_page_that_says_that_a_tile_is_missing_may_be_long(log: Log, site: Site) -> None:
    log.answers["/tile/0/001"] = log.answers["/tile/0/001.p/5"] = [(404, {}, b"x" * (256 * 32 + 1))]
    with pytest.raises(MissingError, match="tile 0/1 is missing"):
        site.tile(0, 1, 5).result()


def test_nobody_answers(log: Log, waits: list[float]) -> None:
    port = log.server_address[1]
    log.server_close()
    with (
        Site(f"http://127.0.0.1:{port}", Policy(timeout=5, attempts=2), sleep=waits.append) as site,
        pytest.raises(SiteError, match=f"http://127.0.0.1:{port}/checkpoint: "),
    ):
        site.checkpoint()
    assert len(waits) == 1


@pytest.mark.parametrize(
    "begin",
    [b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 8000\r\n\r\n"],
    ids=["headers", "a body without an end", "a body"],
)
def test_an_answer_that_takes_for_ever(log: Log, waits: list[float], begin: bytes) -> None:
    """Each byte comes in time: nobody is kept from looking by a log that is only slow."""
    log.dripping["/checkpoint"] = begin
    site = Site(log.url, Policy(timeout=0.3, attempts=2), sleep=waits.append)
    with site, pytest.raises(SiteError, match=r"/checkpoint: no whole answer within 0\.3 s$"):
        site.checkpoint()
    assert (len(log.asked), len(waits)) == (2, 1)


def test_a_tile_that_has_become_full(log: Log, site: Site) -> None:
    hashes = [bytes([number]) * 32 for number in range(256)]
    log.answers["/tile/0/001"] = [(200, {}, b"".join(hashes))]
    log.answers["/tile/entries/001"] = [(200, {}, write_bundle(hashes))]
    assert site.tile(0, 1, 5).result() == hashes[:5]
    assert site.bundle(1, 5).result() == hashes[:5]
    assert sorted(log.asked) == sorted(["/tile/0/001.p/5", "/tile/0/001", "/tile/entries/001.p/5", "/tile/entries/001"])


def test_what_is_missing_or_cut(log: Log, site: Site) -> None:
    with pytest.raises(MissingError, match=r"the bundle of entries 1,024 to 1,026 is missing"):
        site.bundle(4, 3).result()
    with pytest.raises(MissingError, match="tile 0/4 is missing"):
        site.tile(0, 4, 3).result()
    with pytest.raises(MissingError, match="/checkpoint is missing"):
        site.checkpoint()
    log.answers["/tile/0/004.p/3"] = [(200, {}, bytes(95))]
    with pytest.raises(MissingError, match="95 bytes, and 3 hashes"):
        site.tile(0, 4, 3).result()
    log.answers["/tile/entries/004.p/3"] = [(200, {}, b"\0\1ab")]
    with pytest.raises(MissingError, match="is none: it ends inside an entry"):
        site.bundle(4, 3).result()
    log.answers["/tile/entries/004.p/3"] = [(200, {}, write_bundle([b"a", b"b"]))]
    with pytest.raises(MissingError, match="has 2 of 3"):
        site.bundle(4, 3).result()


@pytest.mark.parametrize(
    "url", ["", "id.example.com", "ftp://a", "https://", "https://a?x", "https://a#x", "http://u:p@a"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match="no address of a log"):
        Site(url, Policy())


def test_closing_it_ends_what_waits(log: Log) -> None:
    """Whoever is interrupted does not wait for a server that says nothing."""
    log.silent.add("/tile/0/000")
    with Site(log.url, Policy(timeout=600)) as site:
        future = site.tile(0, 0, 256)
        until_sync(lambda: log.asked == ["/tile/0/000"])
    with pytest.raises(SiteError):
        future.result()
