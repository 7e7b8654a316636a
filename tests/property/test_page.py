"""Page tokens: whatever somebody sends, it is a key of this list or a violation, and never a fault."""

import base64
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import page

FILTERS = st.lists(st.one_of(st.text(max_size=20), st.integers(), st.uuids(), st.none()), max_size=4)
KEYS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=80)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(), max_size=10)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


def encode(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def digest(*filters: object) -> Any:
    token = page.make_token(0, *filters)
    return json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))[1]


def check(token: str, *filters: object) -> None:
    """A token is read as a key that a database takes, or is one violation."""
    for problems, read in (
        (Problems(), lambda p: page.read_int(p, token, 7, *filters)),
        (Problems(), lambda p: page.read_text(p, token, *filters)),
    ):
        key = read(problems)
        if problems.found:
            assert [(v.reason, v.field) for v in problems.found] == [(Reason.PAGE_TOKEN_INVALID, "page_token")]
            assert key in (7, "")
        elif isinstance(key, int):
            assert 0 <= key < 2**31
        else:
            assert "\x00" not in key
            assert key.encode().decode() == key


@settings(derandomize=True, deadline=None, max_examples=200)
@given(key=st.integers(0, 2**31 - 1), text=KEYS, filters=FILTERS)
def test_a_token_gives_its_key_back(key: int, text: str, filters: list[object]) -> None:
    problems = Problems()
    assert page.read_int(problems, page.make_token(key, *filters), 0, *filters) == key
    assert page.read_text(problems, page.make_token(text, *filters), *filters) == text
    assert problems.found == []


@settings(derandomize=True, deadline=None, max_examples=200)
@given(made_for=FILTERS, read_for=FILTERS)
def test_a_token_is_of_its_own_filters_only(made_for: list[object], read_for: list[object]) -> None:
    problems = Problems()
    page.read_int(problems, page.make_token(1, *made_for), 0, *read_for)
    same = [str(value) for value in made_for] == [str(value) for value in read_for]
    assert (problems.found == []) == same


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    token=st.one_of(st.text(max_size=60), st.binary(max_size=60).map(lambda b: base64.urlsafe_b64encode(b).decode()))
)
def test_garbage_is_a_violation(token: str) -> None:
    check(token, "list")


@settings(derandomize=True, deadline=None, max_examples=300)
@given(value=JSON, key=JSON)
def test_what_somebody_put_together_is_read_or_refused(value: object, key: object) -> None:
    """The digest is no secret: anybody can make a token, so every key behind a right one must be harmless."""
    check(encode(json.dumps(value)), "list")
    check(encode(json.dumps([key, digest("list")])), "list")
    check(encode(json.dumps([key, digest("list")], ensure_ascii=False)), "list")


def test_what_is_nested_without_end_is_refused() -> None:
    for opening in ("[", '{"a":', '["'):
        check(encode(opening * 100_000), "list")
