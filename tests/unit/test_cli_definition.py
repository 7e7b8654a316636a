"""Definitions of templates and market packs as files: what is read, and what is told of one that cannot be."""

import io
import json
from pathlib import Path

import pytest
import typer

from hallmint.v1 import content_pb2
from hallmint_client.cli.definition import VersionStateName, read_definition, version_state

DEFINITION = {"sections": [{"title": "Origin", "fields": [{"path": "sku", "label": "Nummer ♻"}]}]}
PRINTED = {
    "template": {"template_id": "x", "group": "PRODUCT_GROUP_BATTERY", "state": "VERSION_STATE_DRAFT", **DEFINITION}
}


@pytest.mark.parametrize("values", [DEFINITION, PRINTED], ids=["definition", "what show --json prints"])
def test_a_definition_is_read_from_a_file_and_from_stdin(
    values: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps(values, ensure_ascii=False)
    file = tmp_path / "template.json"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    for name in (str(file), "-"):
        (section,) = read_definition(name, "template", content_pb2.Template()).sections
        assert (section.title, section.fields[0].path, section.fields[0].label) == ("Origin", "sku", "Nummer ♻")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it is no JSON: Expecting value"),
        ("{", "line 1"),
        ("[]", "must be a JSON object"),
        ("1", "must be a JSON object"),
        ('{"template": []}', "must be a JSON object"),
        ('{"sektions": []}', "sektions"),
        ('{"sections": [{"title": 1}]}', "title"),
        ('{"sections": NaN}', "sections"),
        ('{"market_pack": {}}', "market_pack"),
        ("[" * 100_000, "recursion"),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_definition_is_wrong_use(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "template.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(typer.BadParameter) as caught:
        read_definition(str(file), "template", content_pb2.Template())
    message = caught.value.message
    assert message.startswith(f"{file}: ")
    assert told in message
    assert "\n" not in message


def test_a_file_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    for file in (tmp_path / "absent.json", tmp_path, binary):
        with pytest.raises(typer.BadParameter):
            read_definition(str(file), "market_pack", content_pb2.MarketPack())


def test_states_are_those_of_the_api() -> None:
    assert version_state(None) == content_pb2.VERSION_STATE_UNSPECIFIED
    named = {version_state(state) for state in VersionStateName}
    assert named == set(content_pb2.VersionState.values()) - {content_pb2.VERSION_STATE_UNSPECIFIED}
