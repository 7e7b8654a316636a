"""The `hallmint` command: scans."""

import json
import re

from hallmint.v1 import scan_pb2
from tests.support.command import Hallmint
from tests.support.fake_service import FakeService

CREDIT = "IP Geolocation by DB-IP, https://db-ip.com"


def test_a_summary_says_what_is_merged_and_what_is_unknown(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint(
        "scans", "summary", "--by", "country", "--product", "A", "--from", "2026-03-01", "--to", "2026-03-01"
    )
    assert done.code == 0
    for line in (r"^ *DE +1,200$", r"^ *unknown +30$", r"^ *merged +4$"):
        assert re.search(line, done.out, re.MULTILINE), line
    assert "1,234 scans from 2026-03-01 to 2026-03-01" in done.out + done.err
    assert CREDIT in done.err
    sent = service.calls[-1]
    assert (sent.product.sku, sent.dimension) == ("A", scan_pb2.SCAN_DIMENSION_COUNTRY)
    assert (sent.first_date, sent.last_date) == ("2026-03-01", "2026-03-01")


def test_a_summary_that_is_not_divided_is_one_line(hallmint: Hallmint) -> None:
    done = hallmint("scans", "summary")
    assert (done.code, done.out, done.err) == (0, "1,234 scans from 2026-03-01 to 2026-03-01\n", "")


def test_days_are_lines(hallmint: Hallmint) -> None:
    assert re.search(
        r"^ *2026-03-01 +1,234 +DE 1,200, unknown 30, merged 4$",
        hallmint("scans", "days", "--by", "country").out,
        re.MULTILINE,
    )
    assert CREDIT in hallmint("scans", "days", "--by", "country").err
    assert CREDIT not in hallmint("scans", "days", "--by", "device").err
    assert json.loads(hallmint("scans", "days", "--json").out)["days"][0]["scans"] in (1_234, "1234")


def test_scans_of_a_token_are_listed(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("scans", "token", "V7JX8KY9MZAN0BP1", "--gtin", "9506000134352", "--limit", "1")
    assert done.code == 0
    assert CREDIT in done.err
    assert "OTHER_LOT" in done.out.upper().replace(" ", "_")
    assert "hallmint scans token V7JX8KY9MZAN0BP1 --gtin 9506000134352 --limit 1 --page more" in done.out + done.err
    assert service.calls[-1].token.gtin_serial.gtin == "09506000134352"
    none = hallmint("scans", "token", "AAAAAAAAAAAAAAAA")
    assert (none.code, "no scans" in none.out + none.err) == (0, True)


def test_traffic_is_counted_by_class(hallmint: Hallmint) -> None:
    done = hallmint("scans", "traffic")
    for line in (r"^ *2026-03-01 +person +1,300$", r"^ *2026-03-01 +ai +1,300$"):
        assert re.search(line, done.out, re.MULTILINE | re.IGNORECASE), done.out
    none = hallmint("scans", "traffic", "--to", "2026-03-01")
    assert "no visits" in none.out + none.err
