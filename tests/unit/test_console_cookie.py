"""What the console keeps in browsers, and how often it lets one try."""

from ipaddress import ip_address, ip_network
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import web

from hallmint_console import cookie
from hallmint_console.cookie import Cookies
from hallmint_console.key import KEY_FILE, open_key
from hallmint_console.sender import sender_of
from hallmint_console.settings import SettingError
from hallmint_console.throttle import Throttle

KEY = bytes(32)


def read(cookies: Cookies, name: str, text: str, *, prefix: str = "") -> str:
    return cookies.read(cast("web.Request", SimpleNamespace(cookies={prefix + name: text})), name)


def written(cookies: Cookies, name: str, value: str) -> Any:
    response = web.Response()
    cookies.write(response, name, value)
    return next(iter(response.cookies.values()))


def test_a_cookie_holds_a_value_that_was_signed_here_under_its_own_name() -> None:
    cookies = Cookies(KEY, is_secure=False)
    text = written(cookies, cookie.SESSION, "hm_session_a").value
    assert read(cookies, cookie.SESSION, text) == "hm_session_a"
    assert read(cookies, cookie.BRAND, text) == ""
    assert read(Cookies(bytes([1]) * 32, is_secure=False), cookie.SESSION, text) == ""
    for other in ("", text[:-1], text + "a", text.replace("a", "b", 1), "a" * 600, "é"):
        assert read(cookies, cookie.SESSION, other) == ""


def test_scripts_and_other_sites_do_not_get_cookies_and_https_keeps_them_to_itself() -> None:
    plain = written(Cookies(KEY, is_secure=False), cookie.SESSION, "a")
    assert (plain.key, plain["httponly"], plain["samesite"], plain["secure"]) == (
        "hallmint_session",
        True,
        "Lax",
        False,
    )
    secure = written(Cookies(KEY, is_secure=True), cookie.SESSION, "a")
    assert (secure.key, secure["secure"], secure["path"]) == ("__Host-hallmint_session", True, "/")


def test_a_form_token_is_of_one_person() -> None:
    cookies = Cookies(KEY, is_secure=False)
    token = cookies.form_token("a")
    assert cookies.is_form_token("a", token)
    assert not cookies.is_form_token("b", token)
    assert not cookies.is_form_token("", cookies.form_token(""))
    assert not cookies.is_form_token("a", "é" * 64)
    assert not Cookies(bytes([1]) * 32, is_secure=False).is_form_token("a", token)


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Any) -> None:
    key = open_key(tmp_path / "keys")
    assert len(key) == 32
    assert open_key(tmp_path / "keys") == key
    path = tmp_path / "keys" / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == [KEY_FILE]


@pytest.mark.parametrize(
    ("mode", "text", "words"),
    [
        (0o644, "0" * 64 + "\n", "can be read by others"),
        (0o600, "0" * 63 + "\n", "is not a key"),
        (0o600, "", "is not a key"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_in_words(tmp_path: Any, mode: int, text: str, words: str) -> None:
    path = tmp_path / KEY_FILE
    path.write_text(text)
    path.chmod(mode)
    with pytest.raises(SettingError, match=words):
        open_key(tmp_path)


def test_one_network_tries_ten_times_a_minute_and_does_not_keep_others_out() -> None:
    throttle = Throttle()
    assert [throttle.allows(ip_address(f"192.0.2.{n}")) for n in range(11)] == [True] * 10 + [False]
    assert throttle.allows(ip_address("198.51.100.1"))
    assert [throttle.allows(ip_address(f"2001:db8:1::{n:x}")) for n in range(11)] == [True] * 10 + [False]
    assert throttle.allows(ip_address("2001:db8:2::1"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "sender"),
    [
        ("192.0.2.1", ["198.51.100.9"], "192.0.2.1"),  # no proxy of ours: it can write anything
        ("10.0.0.1", ["198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["203.0.113.5, 198.51.100.9", "10.0.0.2"], "198.51.100.9"),
        ("::ffff:10.0.0.1", ["[2001:db8::1]:80"], "2001:db8::1"),
        ("10.0.0.1", ["198.51.100.9:4711"], "198.51.100.9"),
        ("10.0.0.1", ["unknown"], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        (None, ["198.51.100.9"], None),
    ],
)
def test_a_trusted_proxy_says_who_sends(peer: str | None, forwarded: list[str], sender: str | None) -> None:
    assert sender_of(peer, forwarded, [ip_network("10.0.0.0/8")]) == (ip_address(sender) if sender else None)
