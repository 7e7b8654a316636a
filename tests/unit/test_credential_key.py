"""Keys of credentials: their form, their check, and how wrong ones are slowed down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallmint_server.errors import HallmintError, Reason
from hallmint_server.tenancy import key as keys
from hallmint_server.tenancy.model import CredentialKind
from hallmint_server.tenancy.throttle import BURST, Throttle


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [
        (CredentialKind.OPERATOR, "hm_live_"),
        (CredentialKind.MACHINE, "hm_live_"),
        (CredentialKind.PERSONAL, "hm_live_"),
        (CredentialKind.SESSION, "hm_session_"),
        (CredentialKind.INVITATION, "hm_invite_"),
    ],
)
def test_a_key_says_what_it_is_and_reads_back(kind: CredentialKind, prefix: str) -> None:
    key = keys.make(kind)
    assert key.text.startswith(f"{prefix}{key.credential_id}_")
    assert [len(part) for part in key.text.split("_")[2:]] == [12, 52, 6]
    assert keys.read(key.text) == key
    assert key.text not in repr(key)
    assert keys.as_id(keys.as_uuid(key.credential_id)) == key.credential_id


def test_no_two_keys_are_alike() -> None:
    assert len({keys.make(CredentialKind.MACHINE).text for _ in range(1000)}) == 1000


@given(st.data())
def test_one_wrong_symbol_is_seen_without_asking_anybody(data: st.DataObject) -> None:
    text = keys.make(CredentialKind.MACHINE).text
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters().filter(lambda c: c != text[place]))
    assert keys.read(text[:place] + other + text[place + 1 :]) is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert keys.read(text) is None


def test_the_hash_depends_on_the_key_and_on_the_hash_key() -> None:
    one, other = keys.make(CredentialKind.MACHINE), keys.make(CredentialKind.MACHINE)
    hashes = {keys.hash_of(k, h) for k in (one, other) for h in (b"a" * 32, b"b" * 32)}
    assert len(hashes) == 4
    assert {len(h) for h in hashes} == {32}


class TestThrottle:
    def test_a_burst_is_let_through_and_then_one_each_three_seconds(self) -> None:
        now = [100.0]
        throttle = Throttle(lambda: now[0])
        for _ in range(BURST):
            throttle.check("a")
            throttle.count("a")
        with pytest.raises(HallmintError) as caught:
            throttle.check("a")
        assert caught.value.reason is Reason.AUTHENTICATION_THROTTLED
        assert caught.value.retry_seconds == 3.0
        throttle.check("b")
        now[0] += 3.0
        throttle.check("a")
        throttle.count("a")
        with pytest.raises(HallmintError):
            throttle.check("a")

    def test_a_quiet_peer_has_its_whole_burst_again(self) -> None:
        now = [0.0]
        throttle = Throttle(lambda: now[0])
        for _ in range(BURST):
            throttle.count("a")
        now[0] += 1000.0
        for _ in range(BURST):
            throttle.check("a")
            throttle.count("a")
        with pytest.raises(HallmintError):
            throttle.check("a")
