"""The `hallmint` command: which revision of a template or market pack one saw goes with what is changed and published."""

import json
from pathlib import Path

import pytest

from tests.support.command import Hallmint
from tests.support.fake_service import FakeService

ID = "00000000-0000-0000-0000-000000000008"
DEFINITIONS: dict[str, dict[str, object]] = {
    "template": {"sections": [{"title": "A", "fields": [{"path": "sku"}]}]},
    "market": {"languages": ["de"]},
}
_NAMES = {"template": "template", "market": "market_pack"}


@pytest.mark.parametrize("thing", ["template", "market"])
def test_an_update_names_the_revision_that_was_given_or_printed_or_none(
    hallmint: Hallmint, service: FakeService, tmp_path: Path, thing: str
) -> None:
    file = tmp_path / "definition.json"
    file.write_text(json.dumps(DEFINITIONS[thing]))
    assert hallmint(thing, "update", ID, str(file)).code == 0
    assert service.calls[-1].expected_revision == 0
    assert hallmint(thing, "update", ID, str(file), "--revision", "4").code == 0
    assert service.calls[-1].expected_revision == 4
    file.write_text(json.dumps({_NAMES[thing]: {**DEFINITIONS[thing], "revision": 3}}))
    assert hallmint(thing, "update", ID, str(file)).code == 0
    assert service.calls[-1].expected_revision == 3
    assert hallmint(thing, "update", ID, str(file), "--revision", "4").code == 0
    assert service.calls[-1].expected_revision == 4


@pytest.mark.parametrize("thing", ["template", "market"])
def test_publishing_names_the_revision_that_was_given(hallmint: Hallmint, service: FakeService, thing: str) -> None:
    assert hallmint(thing, "publish", ID).code == 0
    assert service.calls[-1].expected_revision == 0
    assert hallmint(thing, "publish", ID, "--revision", "2").code == 0
    assert service.calls[-1].expected_revision == 2
    assert hallmint(thing, "publish", ID, "--revision", "0").code == 2


@pytest.mark.parametrize("thing", ["template", "market"])
def test_the_revision_is_shown(hallmint: Hallmint, thing: str) -> None:
    assert "revision" in hallmint(thing, "show", ID).out
