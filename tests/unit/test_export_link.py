"""Signed links to packs: what is served, for how long, and that nothing else is."""

import os
import random
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hallmint_server.exporting.link_key import LinkKeys
from hallmint_server.exporting.signed_link import Link, Links
from hallmint_server.keyring.secret import KeyFileError
from tests.support.signed_link import BRAND, NOW, PACK, Clock, mutation

DIGEST = bytes(range(32))
ORIGIN = "https://packs.example.com"


def links(*keys: bytes, clock: Clock | None = None) -> Links:
    return Links(LinkKeys(keys or (b"a" * 32,)), clock or Clock())


def signed(by: Links, origin: str = ORIGIN) -> str:
    return by.sign(origin, pack_id=PACK, brand_id=BRAND, sha256=DIGEST)[0]


def check(by: Links, url: str, method: str = "GET") -> Link | None:
    parts = urlsplit(url)
    return by.check(method, parts.netloc, url[len(f"{parts.scheme}://{parts.netloc}") :])


def test_a_link_says_what_was_signed() -> None:
    made, expires = links().sign(ORIGIN, pack_id=PACK, brand_id=BRAND, sha256=DIGEST)
    expected = Link(pack_id=PACK, brand_id=BRAND, sha256=DIGEST, issued_at=NOW, expires_at=NOW + 300)
    assert (check(links(), made), check(links(), made, "HEAD"), expires) == (expected, expected, NOW + 300)


@pytest.mark.parametrize(
    ("later", "served"),
    [(0, True), (299, True), (299.999, True), (300, False), (301, False), (-1, False), (-0.001, False)],
)
def test_it_lives_300_seconds_and_not_before_it_is_issued(later: float, served: bool) -> None:
    url = signed(links())
    assert (check(links(clock=Clock(NOW + later)), url) is not None) is served


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "TRACE", "", "GET\n"])
def test_other_methods(method: str) -> None:
    assert check(links(), signed(links()), method) is None


def test_another_host() -> None:
    url = signed(links())
    for host in ("packs.example.org", "PACKS.example.com", "packs.example.com:443", "packs.example.com.", ""):
        assert links().check("GET", host, url.removeprefix(ORIGIN)) is None


@pytest.mark.parametrize(
    ("origin", "begins"),
    [
        ("https://packs.example.com:443", "https://packs.example.com/v1"),
        ("http://127.0.0.1:80", "http://127.0.0.1/v1"),
        ("http://127.0.0.1:443", "http://127.0.0.1:443/v1"),
        ("https://a:8443", "https://a:8443/v1"),
    ],
)
def test_a_host_is_signed_as_clients_say_it(origin: str, begins: str) -> None:
    url = signed(links(), origin)
    assert url.startswith(begins)
    assert check(links(), url)


@pytest.mark.parametrize(
    "origin", ["", "packs.example.com", "https://A", "https://a/", "https://a\nb", "ftp://a", "https://a b"]
)
def test_what_is_no_origin(origin: str) -> None:
    with pytest.raises(ValueError, match="no origin"):
        signed(links(), origin)
    with pytest.raises(ValueError, match="no digest"):
        links().sign(ORIGIN, pack_id=PACK, brand_id=BRAND, sha256=DIGEST[1:])


def test_ten_thousand_mutations() -> None:
    chance = random.Random(20_231_114)  # noqa: S311 - the same mutations in each run
    by = links()
    url, other = signed(by).removeprefix(ORIGIN), signed(links(b"b" * 32, clock=Clock(NOW + 7))).removeprefix(ORIGIN)
    tried = 0
    while tried < 10_000:
        changed = mutation(chance, url, other)
        if changed == url:
            continue
        tried += 1
        assert by.check("GET", "packs.example.com", changed) is None, changed
    assert by.check("GET", "packs.example.com", url) is not None


@pytest.mark.parametrize("at", range(len(signed(links()).removeprefix(ORIGIN))))
def test_each_byte_matters(at: int) -> None:
    url = signed(links()).removeprefix(ORIGIN)
    for character in {chr(ord(url[at]) ^ 1), url[at].swapcase(), "?", "0", "f", "\ufffd", "é"} - {url[at]}:
        assert links().check("GET", "packs.example.com", url[:at] + character + url[at + 1 :]) is None


def test_parts_cannot_be_moved_from_one_field_into_another() -> None:
    """What is signed has lengths: a host that swallows the beginning of the path is another text."""
    host, target = "packs.example.com", signed(links()).removeprefix(ORIGIN)
    for cut in range(1, 20):
        assert links().check("GET", host + target[:cut], target[cut:]) is None
        assert links().check("GET", host[:-cut], host[-cut:] + target) is None


def test_rotation(tmp_path: Path) -> None:
    first = LinkKeys.open(tmp_path)
    before = signed(links(*first.keys))
    second = LinkKeys.rotate(tmp_path)
    after = signed(links(*second.keys))
    assert (len(second.keys), second.newest != first.newest) == (2, True)
    assert check(links(*second.keys), before)
    assert check(links(*second.keys), after)
    assert check(links(*first.keys), after) is None
    third = LinkKeys.rotate(tmp_path)
    assert check(links(*third.keys), before) is None
    assert check(links(*third.keys), after)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link-key-2.hex", "link-key-3.hex"]


def test_a_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert LinkKeys.open(folder).keys == LinkKeys.open(folder).keys
    (path,) = folder.iterdir()
    assert (path.name, path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == ("link-key-1.hex", 0o600, 0o700)
    assert bytes.fromhex(path.read_text().removesuffix("\n")) == LinkKeys.open(folder).newest


def test_another_process_that_makes_the_key_first_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def beaten(source: Path, target: Path) -> None:
        target.write_text("0f" * 32 + "\n")
        target.chmod(0o600)
        link(source, target)

    monkeypatch.setattr(os, "link", beaten)
    assert LinkKeys.open(tmp_path).keys == (bytes.fromhex("0f" * 32),)


def test_keys_that_cannot_be_used(tmp_path: Path) -> None:
    LinkKeys.open(tmp_path)
    path = tmp_path / "link-key-1.hex"
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="link key 1 can be read by others"):
        LinkKeys.open(tmp_path)
    path.chmod(0o600)
    path.write_text("abc\n")
    with pytest.raises(KeyFileError, match="is not a link key"):
        LinkKeys.open(tmp_path)
    with pytest.raises(ValueError, match="no key"):
        LinkKeys([])
