"""Product sheets: however the bytes are cut the result is the same, what was written is read, and nothing raises."""

import csv
import io
import itertools
import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hallmint_server.catalog.model import CommercialStatus, NewProduct, ProductGroup
from hallmint_server.catalog.sheet import SheetReader
from hallmint_server.catalog.sheet_row import CellProblem, SheetRow

Found = list[SheetRow | CellProblem]

HEADER = ["sku", "name", "group", "gtin", "gtin_company_prefix_length", "commercial_status", "attributes"]
DOTTED = ["attributes.text", "attributes.number", "attributes.deep.er"]
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)
LINE = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=30).filter(
    lambda text: text.strip() and text.isprintable() and text[0] not in "=+-@"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
# Words that begin with none of what JSON or a formula begins with.
WORD = TEXT.map(lambda text: "w" + text)


@st.composite
def products(draw: st.DrawFn) -> NewProduct:
    attributes: dict[str, Any] = draw(st.dictionaries(TEXT.map(lambda key: "k" + key), JSON, max_size=2))
    for key, values in (("text", WORD), ("number", st.integers() | st.booleans())):
        if draw(st.booleans()):
            attributes[key] = draw(values)
    if draw(st.booleans()):
        attributes["deep"] = {"er": draw(WORD | st.lists(JSON, max_size=2))}
    digits = draw(st.integers(0, 10**13 - 1))
    weighed = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(f"{digits:013}"))
    return NewProduct(
        sku=draw(LINE),
        gtin=draw(st.sampled_from(["", f"{digits:013}{-weighed % 10}"])),
        name=draw(LINE),
        group=draw(st.sampled_from(ProductGroup)),
        commercial_status=draw(st.sampled_from(CommercialStatus)),
        attributes=attributes,
        company_prefix_length=draw(st.none() | st.integers(4, 12)),
    )


def cells(product: NewProduct) -> list[str]:
    rest = dict(product.attributes)
    text, number, deep = rest.pop("text", ""), rest.pop("number", None), rest.pop("deep", {}).get("er", "")
    return [
        product.sku,
        product.name,
        product.group.value.title(),
        product.gtin,
        str(product.company_prefix_length or ""),
        product.commercial_status,
        json.dumps(rest, ensure_ascii=False) if rest else "",
        text,
        "" if number is None else json.dumps(number),
        deep if isinstance(deep, str) else json.dumps(deep),
    ]


def read(data: bytes, cuts: list[int]) -> tuple[Found, int, bool]:
    reader = SheetReader()
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    found = [each for at, to in itertools.pairwise(places) for each in reader.feed(data[at:to])]
    return found + reader.end(), reader.rows, reader.stopped


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    asked=st.lists(products(), max_size=5, unique_by=(lambda p: p.sku, lambda p: p.gtin or p.sku + " ")),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    cuts=st.lists(st.integers(0, 2000), max_size=8),
)
def test_what_was_written_is_read(
    asked: list[NewProduct], delimiter: str, end: str, encoding: str, cuts: list[int]
) -> None:
    sheet = io.StringIO(newline="")
    # The csv module quotes a CR or LF only where it is part of the line end it writes (before Python 3.13).
    quoting: Any = csv.QUOTE_MINIMAL if end == "\r\n" else csv.QUOTE_ALL
    writer = csv.writer(sheet, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([HEADER + DOTTED, *map(cells, asked)])
    found, rows, stopped = read(sheet.getvalue().encode(encoding), cuts)
    assert [each.product if isinstance(each, SheetRow) else each for each in found] == asked
    assert [each.row for each in found] == list(range(2, len(asked) + 2))
    assert (rows, stopped) == (len(asked), False)


FORM = [b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\n" * 9, b" ", b'"a\nb"', b"S,N,generic,\n"]
CONTENT = [b"S", b"battery", b"=1", b"{", b"[1]", b"12345670", "é€😀".encode(), b"x" * 70_000]
BROKEN = [b"\x00", b"\xe9", b"\xed\xa0\x80"]
PIECES = st.lists(st.sampled_from([*FORM, *CONTENT, *BROKEN]), max_size=30).map(b"".join)
HEADS = st.sampled_from(
    [b"sku,name,group,attributes.a\n", b"sku;name;group;gtin\r", b"", b"\xff\xfe", b"\xef\xbb\xbf", b"sku,sku\n"]
)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(head=HEADS, body=PIECES | st.binary(max_size=200), wide=st.booleans(), cuts=st.lists(st.integers(0, 10**5)))
@example(head=b"sku,name,group\n", body=b'S,"' + b"x\n" * 140_000, wide=False, cuts=list(range(0, 280_000, 1001)))
def test_any_bytes_in_any_cut_give_the_same(head: bytes, body: bytes, wide: bool, cuts: list[int]) -> None:
    data = head + body
    if wide:
        data = data.decode("utf-8", "replace").encode("utf-16")
    whole = read(data, [])
    assert read(data, cuts) == whole
    assert read(data, [*range(min(len(data), 3000))]) == whole
    found, rows, stopped = whole
    assert [each.row for each in found] == sorted(each.row for each in found)
    assert not stopped or isinstance(found[-1], CellProblem)
    assert rows <= len({each.row for each in found}) <= rows + stopped
