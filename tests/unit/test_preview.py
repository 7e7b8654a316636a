"""Tokens of previews: what the server signs is what the resolver takes, and nothing else."""

import base64
import hmac
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hallmint_resolver.key import CodeKeys
from hallmint_resolver.preview import Preview, read_token
from hallmint_server.content.preview import sign
from mintcore import CodeKey

KEY, OTHER = CodeKey.from_derived(bytes(range(32))), CodeKey.from_derived(bytes(32))
BRAND, PRODUCT, TEMPLATE, PACK, NIL = (UUID(int=n) for n in (1, 2, 3, 4, 0))
ENDS = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOW = ENDS.timestamp() - 300
KEYS = CodeKeys([(7, KEY)], [], {7})
TOKEN = sign(7, KEY, ENDS, BRAND, PRODUCT, TEMPLATE, PACK)
# Worked out apart from both programs, with openssl's HMAC.
EXAMPLE = (
    "AQAAAAdrBXxAAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAIAAAAAAAAAAAAAAAAAAAADAAAAAAAAAAAAAAAAAAAABKkviFHzThqTOJflKBNa0RmX"
    "SdFko8CmiXfAEwPOdMDr"
)


def test_what_is_signed_is_read() -> None:
    assert TOKEN == EXAMPLE
    assert read_token(TOKEN, KEYS, NOW) == Preview(BRAND, PRODUCT, TEMPLATE, PACK)
    published = sign(7, KEY, ENDS, BRAND, PRODUCT, NIL, NIL)
    assert read_token(published, KEYS, NOW) == Preview(BRAND, PRODUCT, None, None)


def test_it_ends_to_the_second() -> None:
    assert read_token(TOKEN, KEYS, ENDS.timestamp() - 0.001)
    assert read_token(TOKEN, KEYS, ENDS.timestamp()) is None
    assert read_token(TOKEN, KEYS, ENDS.timestamp() + 10**9) is None


@given(st.integers(0, 105 * 8 - 1))
def test_no_bit_of_it_can_be_changed(place: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(TOKEN))
    raw[place // 8] ^= 1 << place % 8
    assert read_token(base64.urlsafe_b64encode(raw).decode(), KEYS, NOW) is None


@given(st.text() | st.text("AZaz09-_=+/%", min_size=136, max_size=144))
def test_other_texts_are_none(text: str) -> None:
    assert read_token(text, KEYS, NOW) is None


def test_it_has_one_way_of_writing() -> None:
    for text in (TOKEN + "=", TOKEN + "\n", " " + TOKEN, TOKEN[:-1], TOKEN + TOKEN, TOKEN.lower(), ""):
        assert read_token(text, KEYS, NOW) is None


def test_only_a_live_key_of_that_version_counts() -> None:
    for keys in (
        CodeKeys((), ()),
        CodeKeys([(7, KEY)], []),  # retired
        CodeKeys([(8, KEY)], [], {8}),
        CodeKeys([(7, OTHER)], [], {7}),
    ):
        assert read_token(TOKEN, keys, NOW) is None
    assert read_token(TOKEN, CodeKeys([(8, OTHER), (7, KEY)], [], {7, 8}), NOW)


def test_a_signature_with_the_code_key_itself_is_none() -> None:
    body = base64.urlsafe_b64decode(TOKEN)[:73]
    forged = base64.urlsafe_b64encode(body + hmac.digest(KEY.derived(), body, "sha256")).decode()
    assert read_token(forged, KEYS, NOW) is None
