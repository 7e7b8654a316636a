"""Pages: sizes, and tokens that belong to one list with its filters."""

import pytest

from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import page


@pytest.mark.parametrize(
    ("asked", "given"), [(0, 50), (1, 1), (50, 50), (499, 499), (500, 500), (501, 500), (2**31 - 1, 500)]
)
def test_sizes(asked: int, given: int) -> None:
    problems = Problems()
    assert page.page_size(problems, asked) == given
    assert problems.found == []


@pytest.mark.parametrize("asked", [-1, -(2**31)])
def test_negative_sizes_are_violations(asked: int) -> None:
    problems = Problems()
    assert page.page_size(problems, asked) == 50
    assert [(v.reason, v.field) for v in problems.found] == [(Reason.FIELD_INVALID, "page_size")]


def test_without_a_token_a_list_begins_at_its_beginning() -> None:
    problems = Problems()
    assert page.read_int(problems, "", 7, "list") == 7
    assert page.read_text(problems, "", "list") == ""
    assert problems.found == []


@pytest.mark.parametrize(
    ("made_for", "read_for"),
    [
        (("tokens",), ("batches",)),
        (("tokens", "a"), ("tokens", "b")),
        (("tokens", "a"), ("tokens",)),
        (("tokens", "a", ""), ("tokens", "", "a")),
        (("tokens", "a,b"), ("tokens", "a", "b")),
        (("tokens", "a'", "b"), ("tokens", "a", "'b")),
        (("tokens", 1), ("tokens", 2)),
    ],
)
def test_a_token_is_of_one_list_with_its_filters(made_for: tuple[object, ...], read_for: tuple[object, ...]) -> None:
    problems = Problems()
    token = page.make_token(5, *made_for)
    assert page.read_int(problems, token, 0, *made_for) == 5
    assert problems.found == []
    assert page.read_int(problems, token, 9, *read_for) == 9
    assert [(v.reason, v.field) for v in problems.found] == [(Reason.PAGE_TOKEN_INVALID, "page_token")]


def test_keys_of_another_type_are_violations() -> None:
    problems = Problems()
    assert page.read_text(problems, page.make_token(5, "list"), "list") == ""
    assert page.read_int(problems, page.make_token("5", "list"), 0, "list") == 0
    assert page.read_int(problems, page.make_token(2**31, "list"), 0, "list") == 0
    assert page.read_int(problems, page.make_token(-1, "list"), 0, "list") == 0
    assert [v.reason for v in problems.found] == [Reason.PAGE_TOKEN_INVALID] * 4


def test_a_pair_of_numbers_is_a_key_too() -> None:
    problems = Problems()
    assert page.read_pair(problems, "", "list") is None
    assert page.read_pair(problems, page.make_token(f"{2**31 - 1}/0", "list"), "list") == (2**31 - 1, 0)
    assert problems.found == []
    for key in ("", "1", "1/", "-1/2", "1/2/3", f"1/{2**31}", "1/٢", 12):
        assert page.read_pair(problems, page.make_token(key, "list"), "list") is None
    assert page.read_pair(problems, page.make_token("1/2", "list"), "other") is None
    assert page.read_pair(problems, "x", "list") is None
    assert {v.reason for v in problems.found} == {Reason.PAGE_TOKEN_INVALID}
    assert len(problems.found) == 10


def test_a_token_needs_no_escape_in_a_url() -> None:
    for key in ("\xff\xfe~~??", "日本", 'a"b'):
        token = page.make_token(key, "list")
        assert token.replace("-", "").replace("_", "").isalnum()
        assert page.read_text(Problems(), token, "list") == key
