"""The `hallmint` command: carrier profiles."""

import io
import json
import re
from pathlib import Path

import grpc
import pytest

from hallmint.v1 import carrier_profile_pb2, export_pb2
from hallmint_client.carrier_definition import read_definition
from hallmint_client.cli.exit import ExitCode
from tests.support.command import PROFILE, Hallmint, refuse
from tests.support.fake_service import FakeService


def test_what_is_shown_is_a_file_to_make_another_of(
    hallmint: Hallmint, service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = hallmint("profile", "show", "ours")
    assert (done.code, done.err) == (0, "profile ours: version 1, draft, revision 1\n")
    shown = json.loads(done.out)
    assert (shown["name"], shown["kind"], shown["settings"]["format"]) == ("Größe", "qr_print", "csv")
    assert (service.calls[-1].key, service.calls[-1].version) == ("ours", 0)
    file = tmp_path / "mine.json"
    file.write_text(done.out, encoding="utf-8")
    made = hallmint("profile", "create", str(file), "--key", "mine")
    assert made.out == "profile ours: version 1, draft, revision 1\n"
    assert made.err == "use it for exports: hallmint profile publish ours\n"
    sent = service.calls[-1]
    assert sent.key == "mine"
    # What the fake did not say is said by the file.
    assert (sent.definition.name, list(sent.definition.columns)) == ("Größe", list(service.profile.definition.columns))
    monkeypatch.setattr("sys.stdin", io.StringIO(done.out))
    assert hallmint("profile", "create", "-", "--key", "mine").code == 0
    assert service.calls[-1].definition == sent.definition


def test_what_cannot_be_seen_is_shown_as_json_escapes_it(hallmint: Hallmint, service: FakeService) -> None:
    service.profile.definition.name = "a\u202eb\u2028\x1b\U000e0041"
    done = hallmint("profile", "show", "ours")
    assert "\\u202eb\\u2028\\u001b\\udb40\\udc41" in done.out
    assert json.loads(done.out)["name"] == service.profile.definition.name


def test_an_edit_changes_the_draft_and_makes_one_where_there_is_none(hallmint: Hallmint, service: FakeService) -> None:
    service.profile.version = 3
    assert hallmint("profile", "edit", "ours", PROFILE).code == 0
    draft, update = service.calls[-2:]
    assert (draft.key, bool(draft.request_id)) == ("ours", True)
    assert (update.key, update.version) == ("ours", 3)
    assert update.definition == read_definition(json.loads(Path(PROFILE).read_text(encoding="utf-8")))


def test_a_publish_names_the_version_that_it_saw(hallmint: Hallmint, service: FakeService) -> None:
    service.profile.version = 7
    assert hallmint("profile", "publish", "ours").code == 0
    assert (service.calls[-1].key, service.calls[-1].version) == ("ours", 7)
    service.calls.clear()
    assert hallmint("profile", "publish", "ours", "2").code == 0
    (only,) = service.calls
    assert only.version == 2
    states = [("PROFILE_NOT_PUBLISHED", "x")]
    refuse(service, "DeprecateCarrierProfile", grpc.StatusCode.FAILED_PRECONDITION, "a draft", reason=states[0][0])
    assert "hallmint profile list --key KEY" in hallmint("profile", "deprecate", "ours", "2").err


def test_the_revision_that_was_seen_goes_with_an_edit_and_a_publish(hallmint: Hallmint, service: FakeService) -> None:
    for words in (("edit", "ours", PROFILE), ("publish", "ours")):
        assert hallmint("profile", *words).code == 0
        assert service.calls[-1].expected_revision == 0
        service.calls.clear()
        done = hallmint("profile", *words, "--revision", "3")
        assert (done.code, service.calls) == (ExitCode.USAGE, []), "a newer version may have it too"
        assert "--revision goes with VERSION" in done.err
        assert hallmint("profile", *words, "2", "--revision", "0").code == ExitCode.USAGE
        assert hallmint("profile", *words, "2", "--revision", "3").code == 0
        (only,) = service.calls
        assert (only.key, only.version, only.expected_revision) == ("ours", 2, 3)


def test_a_profile_that_was_changed_meanwhile_is_told_what_to_do(hallmint: Hallmint, service: FakeService) -> None:
    code = grpc.StatusCode.FAILED_PRECONDITION
    refuse(service, "UpdateCarrierProfile", code, "changed", reason="REVISION_CHANGED")
    done = hallmint("profile", "edit", "ours", PROFILE, "2", "--revision", "3")
    assert done.code == ExitCode.REFUSED
    assert "look at it again with `show`" in done.err


def test_all_that_is_wrong_with_a_draft_has_a_line_each(hallmint: Hallmint, service: FakeService) -> None:
    states = [("FIELD_INVALID", "settings.dpi must be one of 152, 203"), ("FIELD_REQUIRED", "name must be set")]
    code = grpc.StatusCode.FAILED_PRECONDITION
    refuse(service, "PublishCarrierProfile", code, "two", reason="FIELD_INVALID", states=states)
    done = hallmint("profile", "publish", "ours", "1")
    assert done.code == ExitCode.REFUSED
    assert "settings.dpi must be one of 152, 203" in done.err
    assert "name must be set" in done.err


def test_profiles_are_listed_by_filters(hallmint: Hallmint, service: FakeService) -> None:
    service.profile.built_in = True
    done = hallmint("profile", "list", "--key", "ours", "--state", "deprecated", "--limit", "1")
    assert re.search(r"^ours +1 +draft +Hallmint +qr_print +csv +zebra +Größe$", done.out, re.MULTILINE)
    assert "more: hallmint profile list --key ours --state deprecated --limit 1 --page p\n" in done.err
    sent = service.calls[-1]
    assert (sent.key, sent.state) == ("ours", carrier_profile_pb2.CARRIER_PROFILE_STATE_DEPRECATED)


def test_defaults_are_set_cleared_and_listed(hallmint: Hallmint, service: FakeService) -> None:
    words = ("--kind", "qr-print", "--ecosystem", "zebra", "--profile-version", "2")
    assert hallmint("profile", "default", "set", "ours", *words).out == "generic, nfc: exports get nfc, version 1\n"
    sent = service.calls[-1]
    assert (sent.key, sent.version, sent.kind, sent.ecosystem) == (
        "ours",
        2,
        export_pb2.EXPORT_KIND_QR_PRINT,
        export_pb2.ECOSYSTEM_ZEBRA,
    )
    assert hallmint("profile", "default", "clear", "--kind", "nfc").code == 0
    sent = service.calls[-1]
    assert (sent.key, sent.version, sent.ecosystem) == ("", 0, export_pb2.ECOSYSTEM_GENERIC)
    service.default.chosen = True
    assert re.search(r"^generic +nfc +nfc +1 +yes$", hallmint("profile", "default", "list").out, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it is no JSON: Expecting value"),
        ("[]", "must be a JSON object"),
        ("{}", "settings.format must be one of"),
        ('{"settings": {"format": "csv"}, "nom": 1}', "nom"),
        ('{"settings": {"format": "csv", "delimiter": "a"}}', r'delimiter must be one of ",", ";", "\t", "|" (USAGE)'),
        ('{"settings": {"format": "csv", "encoding": "ascii"}}', 'encoding must be one of "utf-8", "utf-8-bom", '),
        ("[" * 100_000, "recursion"),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_definition_is_wrong_use(
    text: str, told: str, hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    file = tmp_path / "mine.json"
    file.write_text(text, encoding="utf-8")
    for words in (("create", str(file), "--key", "x"), ("edit", "x", str(file))):
        done = hallmint("profile", *words)
        assert (done.code, told in done.err, service.calls) == (ExitCode.USAGE, True, [])
    assert hallmint("profile", "create", str(tmp_path / "absent"), "--key", "x").code == ExitCode.USAGE


def test_a_format_that_is_newer_than_the_command_is_told(hallmint: Hallmint, service: FakeService) -> None:
    service.profile.definition.ClearField("csv")
    done = hallmint("profile", "show", "ours")
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert "a format that this client does not know" in done.err
