"""Events as sentences: every sort of thing leads to a screen that there is, and details read field by field."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp.test_utils import make_mocked_request

from hallmint.v1 import event_pb2
from hallmint_console.actor import Actors
from hallmint_console.app import make_app
from hallmint_console.change import Change, changes, read_detail
from hallmint_console.event_filter import EventFilter
from hallmint_console.event_view import EventView
from hallmint_console.event_words import ACTIONS, THINGS
from hallmint_console.settings import Settings

SERVER = Path(__file__).parents[2] / "server/hallmint_server"
NAMES = Actors({"member:m-1": "anna@acme.example", "machine:k1": "ERP"})
IDS = {"TOKEN": f"{uuid4()}/3", "CARRIER_PROFILE": "press-2"}


def view(kind: str, action: str = "UPDATED", actor: str = "member:m-1", **detail: Any) -> EventView:
    event = event_pb2.Event(
        entity_type=kind,
        entity_id=IDS.get(kind, str(uuid4())),
        action=action,
        actor=actor,
        detail=json.dumps(detail),
        number=1,
    )
    return EventView(event, NAMES)


@pytest.mark.parametrize("kind", sorted(THINGS))
async def test_what_an_event_is_about_leads_to_a_screen_that_there_is(kind: str, tmp_path: Path) -> None:
    place = view(kind, batch_id=str(uuid4())).place
    if not place:
        assert kind in {"CATALOGUE", "CREDENTIAL", "DAY", "GROUP_SCHEMA", "LINK", "MEMBER", "PRODUCTION_BATCH"}
        return
    app = make_app(Settings(console_keys=tmp_path))
    found = await app.router.resolve(make_mocked_request("GET", place))
    assert found.http_exception is None, place


def test_every_event_that_the_server_writes_has_words() -> None:
    """Literals of calls of `event.record`: what they are made from otherwise is listed here."""
    text = "".join(path.read_text() for path in sorted(SERVER.rglob("*.py")))
    calls = re.findall(r"(?:event\.record|_record)\((?:[^()]|\([^()]*\))*?\)", text)
    words = {word for call in calls for word in re.findall(r'"([A-Z][A-Z_]+)"', call)}
    assert {"BATCH", "SUBMITTED", "MEMBER", "JOINED"} <= words
    others = {"TEMPLATE", "MARKET_PACK", "TOKEN", "ACTIVATED", "AUDIT", "ANCHORED", "SET", "CLEARED"}
    assert (words | others) - set(THINGS) - set(ACTIONS) == {"BOOTSTRAPPED"}  # of the installation's own chain


def test_names_are_those_that_the_reader_may_know() -> None:
    assert view("PRODUCT").actor == "anna@acme.example"
    assert view("PRODUCT", actor="machine:k1").actor == "ERP"
    assert view("PRODUCT", actor="operator:abc").actor == "The operator"
    assert view("PRODUCT", actor="member:0000-123456").actor == "A member (…123456)"
    assert view("PRODUCT", actor="scan").actor == "A scan"
    assert view("PRODUCT", actor="").actor == ""


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({}, []),
        ({"quantity": 3}, [("Quantity", None, "3")]),
        (
            {"before": {"a": {"b": 1, "c": True}}, "after": {"a": {"b": 2, "c": True}}, "sku": "X"},
            [("a.b", "1", "2"), ("SKU", None, "X")],
        ),
        ({"before": {"gtin": "1"}, "after": {"gtin": None}}, [("GTIN", "1", "")]),
        ({"scopes": ["a", "b"], "none": None}, [("Scopes", None, "a, b")]),
        ({"before": 1, "after": 2}, [("Before", None, "1"), ("After", None, "2")]),
    ],
)
def test_details_are_told_field_by_field(detail: dict[str, Any], expected: list[tuple[str, str | None, str]]) -> None:
    assert changes(detail) == [Change(name=name, before=before, after=after) for name, before, after in expected]


@pytest.mark.parametrize("text", ["", "no json", "[1]", "[" * 100_000, "7"])
def test_a_detail_of_another_form_is_shown_as_it_is(text: str) -> None:
    assert set(read_detail(text)) == {"detail"}


def test_days_of_a_filter_are_whole_days_in_utc() -> None:
    wanted = EventFilter({"from": "2026-11-01", "to": "2026-11-30", "type": " BATCH ", "order": "oldest"})
    arguments = wanted.arguments()
    assert (arguments["since"], arguments["until"]) == (
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2026, 12, 1, tzinfo=UTC),
    )
    assert (arguments["entity_type"], arguments["oldest_first"], arguments["chained_only"]) == ("BATCH", True, False)
    assert (wanted.problems, wanted.is_empty) == ([], False)
    assert EventFilter({"order": "oldest"}).is_empty
    wanted = EventFilter({"from": "x", "to": date.max.isoformat()})
    assert len(wanted.problems) == 1
    assert (wanted.arguments()["since"], wanted.arguments()["until"]) == (None, None)


def test_an_export_is_known_by_its_batch_only_where_the_event_names_that() -> None:
    batch_id = str(uuid4())
    asked, done = view("EXPORT", "REQUESTED", batch_id=batch_id, profile="nfc"), view("EXPORT", "COMPLETED", packs=2)
    assert (asked.thing, asked.label) == ("an export of batch", f"…{batch_id[-12:]}")
    assert (done.thing, done.label) == ("the export", f"…{done.event.entity_id[-12:]}")


def test_units_are_counted_from_1_as_everywhere_on_screens() -> None:
    assert view("TOKEN", "REVOKED").label.startswith("4 of batch …")
