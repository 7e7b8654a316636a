"""Problems of a JSON text are told at its lines."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallmint_console.json_line import line_of, lines_of

TEXT = """{
  "name": "a, \\"{[",
  "columns": [
    {"header": "A",
     "field": "seq"},

    {"header": "B", "constant": null}
  ],
  "settings": {"format": "zpl", "qr": {
      "module_size": -1.5e3}}, "epc": []
}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("name", 2),
        ("columns", 3),
        ("columns[0]", 4),
        ("columns[0].field", 5),
        ("columns[1].constant", 7),
        ("settings.qr.module_size", 10),
        ("settings.qr.quiet_zone", 9),
        ("columns[7].header", 3),
        ("epc.filter", 10),
        ("nothing", None),
        ("nothing[1].at.all", None),
        ("", None),
    ],
)
def test_a_path_is_at_its_line_or_at_that_of_what_holds_it(path: str, line: int | None) -> None:
    assert line_of(lines_of(TEXT), path) == line
    assert line_of(lines_of(TEXT.replace("\n", "\r\n")), path) == line


def test_what_is_nested_too_deeply_has_no_lines() -> None:
    assert lines_of("[" * 900 + "]" * 900) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet="abc", min_size=1), inner, max_size=4),
    max_leaves=20,
)


@given(value=JSON)
def test_every_value_of_an_indented_text_is_found_where_it_is_written(value: Any) -> None:
    text = json.dumps(value, indent=1)
    lines = text.split("\n")
    found = lines_of(text)

    def check(each: Any, path: str) -> None:
        if path:
            assert json.dumps(each, indent=1).split("\n")[0] in lines[found[path] - 1]
        members = each.items() if isinstance(each, dict) else enumerate(each) if isinstance(each, list) else ()
        for name, inner in members:
            check(inner, f"{path}[{name}]" if isinstance(each, list) else f"{path}.{name}".lstrip("."))

    check(value, "")
