"""The scans in the console: ranges, divisions, machines apart, and what is said of the data."""

import re
from typing import Any

import psycopg

from hallmint.v1 import member_pb2
from tests.support.api import Api
from tests.support.console import Visit, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member
from tests.support.scan_rows import add, day

Conn = psycopg.AsyncConnection[Any]


def days(text: str) -> dict[str, int]:
    """Of the table under the chart."""
    return {at: int(n) for at, n in re.findall(r'<time datetime="([0-9-]+)">.*?data-value="(\d+)"', text)}


def lines(text: str, title: str) -> dict[str, str]:
    """A division: names and numbers."""
    (part,) = re.findall(rf"<h2>{title}</h2>(.*?)</section>", text, re.DOTALL)
    return dict(re.findall(r'<th scope="row"[^>]*>([^<]+)</th>.*?<td class="number">([0-9,]+)</td>', part))


async def test_without_scans_the_page_says_how_to_get_one(visit: Visit) -> None:
    answer = await visit.get("/scans")
    assert answer.status == 200
    assert "No scans in these 30 days" in answer.text
    assert 'id="chart"' not in answer.text
    assert "reduced data" in answer.text
    assert "anonymous" in answer.text  # and that it is not


async def test_scans_are_shown_by_day_country_device_and_outcome_with_machines_apart(
    visit: Visit, api: Api, conn: Conn
) -> None:
    await api.make_product("SKU-2", gtin="04006381333931")
    rows = await (await conn.execute("SELECT sku, brand_id, product_id FROM products ORDER BY sku")).fetchall()
    (_, brand_id, first), (_, _, second) = rows
    await add(conn, brand_id, first, 0, 1_200)
    await add(conn, brand_id, first, 6, 30, country="FR", device="tablet", outcome="not_issued")
    await add(conn, brand_id, second, 7, 40, country=None, device="desktop")
    await add(conn, brand_id, second, 60, 11)
    await conn.execute(
        "INSERT INTO traffic_counts (day, brand_id, traffic, visits) "
        "VALUES (current_date, %s, 'person', 1300), (current_date, %s, 'search', 77)",
        [brand_id, brand_id],
    )
    week = (await visit.get("/scans?days=7")).text
    assert days(week) == {day(n): {0: 1_200, 6: 30}.get(n, 0) for n in range(7)}
    assert "1,230 scans by people" in week
    assert lines(week, "Countries") == {"DE": "1,200", "FR": "30"}
    assert lines(week, "Devices") == {"Phone": "1,200", "Tablet": "30"}
    assert lines(week, "What they were shown") == {"Active": "1,200", "Never issued": "30"}
    assert lines(week, "Machines, which are counted apart") == {"Search engines": "77"}
    assert "1,300 visits" in week
    month = (await visit.get("/scans?days=nonsense")).text
    assert (len(days(month)), lines(month, "Countries")["Unknown"]) == (30, "40")
    assert 'aria-current="true">30 days' in month
    assert sum(days((await visit.get("/scans?days=90&sku=SKU-2")).text).values()) == 51
    async with visit.http.get(f"{visit.url}/scans", params={"sku": HOSTILE}) as response:
        text = await response.text()
        assert (response.status, "PRODUCT_NOT_FOUND" in text, f'value="{ESCAPED}"' in text) == (404, True, True)
        assert HOSTILE not in text


async def test_who_may_read_scans_finds_them_in_the_navigation(url: str, api: Api) -> None:
    async with visiting(url, await member(api, "v@acme.example", member_pb2.ROLE_VIEWER)) as viewer:
        assert 'href="/scans"' in (await viewer.get("/mint")).text
        assert (await viewer.get("/scans")).status == 200
