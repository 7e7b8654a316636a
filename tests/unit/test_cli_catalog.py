"""The `hallmint` command: brands and products."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
import pytest
from google.protobuf import json_format

from hallmint.v1 import catalog_service_pb2, error_reason_pb2, minting_service_pb2, product_pb2
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.product import read_assignment
from tests.support.command import Hallmint, refuse
from tests.support.fake_service import FakeService
from tests.support.sample import BASE, INVITATION

BRAND_ID = str(UUID(int=5))


def test_a_product_shows_what_it_lacks_and_its_data_and_no_escapes(hallmint: Hallmint) -> None:
    done = hallmint("product", "show", "NL-BAT-001")
    assert re.search(r"^passport +not ready$", done.out, re.MULTILINE)
    assert re.search(r"^attributes.carbon_footprint +missing +kg CO2", done.out, re.MULTILINE)
    assert "chemistry: LFP" in done.out
    assert "name: Li, share: 6.5" in done.out
    assert "Traction battery\N{REPLACEMENT CHARACTER}[31m" in done.out


def test_products_are_listed_by_filters_with_their_readiness(hallmint: Hallmint, service: FakeService) -> None:
    for words in (["products"], ["product", "list"]):
        done = hallmint(*words, "--query", "NL x", "--status", "active", "--group", "battery", "--limit", "1")
        assert re.search(r"^NL-BAT-001 +active +not ready ", done.out, re.MULTILINE)
        sent = service.calls[-1]
        assert (sent.query, sent.commercial_status, sent.group) == (
            "NL x",
            product_pb2.COMMERCIAL_STATUS_ACTIVE,
            product_pb2.PRODUCT_GROUP_BATTERY,
        )
        flags = "--query 'NL x' --status active --group battery --limit 1"
        assert f"more: hallmint products {flags} --page p\n" in done.err


def test_a_product_is_made_from_a_file_and_notes_are_told(
    hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    data = tmp_path / "data.json"
    data.write_text('{"chemistry": "LFP", "weight_kg": 2.5}')
    words = ("product", "create", "A", "--name", "A", "--group", "battery", "--prefix-length", "7")
    done = hallmint(*words, "--attributes", str(data), "--status", "active", "--gtin", "9506000134352")
    assert (done.code, done.err) == (0, "gtin 8 digits: padded\n")
    sent = service.calls[-1]
    assert json_format.MessageToDict(sent.attributes) == {"chemistry": "LFP", "weight_kg": 2.5}
    assert (sent.sku, sent.gtin, sent.company_prefix_length) == ("A", "9506000134352", 7)
    for wrong in ("[]", "{", '{"a": NaN}', "[" * 100_000):
        data.write_text(wrong)
        refused = hallmint(*words, "--attributes", str(data))
        assert (refused.code, "no JSON" in refused.err) == (2, True)


def test_an_update_of_a_product_changes_what_is_named(hallmint: Hallmint, service: FakeService) -> None:
    words = ("--set", "weight_kg=2.5", "--set", "colour=deep=blue", "--unset", "note", "--gtin", "", "--revision", "4")
    assert hallmint("product", "update", "A", *words).code == 0
    sent = service.calls[-1]
    assert set(sent.update_mask.paths) == {"gtin", "attributes.weight_kg", "attributes.colour", "attributes.note"}
    assert json_format.MessageToDict(sent.change.attributes) == {"weight_kg": 2.5, "colour": "deep=blue"}
    assert sent.expected_revision == 4
    refuse(service, "UpdateProduct", grpc.StatusCode.FAILED_PRECONDITION, "changed", reason="REVISION_CHANGED")
    assert "look at it again with `show`" in hallmint("product", "update", "A", "--name", "B").err


def test_a_brand_keeps_user_agents_or_does_not(hallmint: Hallmint, service: FakeService) -> None:
    for flag, value in (("--keep-user-agents", True), ("--no-keep-user-agents", False)):
        done = hallmint("brand", "update", flag)
        assert re.search(r"^user agents +not kept$", done.out, re.MULTILINE)
        sent = service.calls[-1]
        assert (list(sent.update_mask.paths), sent.change.keep_user_agents) == (["keep_user_agents"], value)


def test_a_product_asks_before_activation_or_does_not(hallmint: Hallmint, service: FakeService) -> None:
    made = hallmint("product", "create", "A", "--name", "A", "--group", "battery", "--confirm-activation")
    assert (made.code, service.calls[-1].confirm_activation) == (0, True)
    for flag, value in (("--confirm-activation", True), ("--no-confirm-activation", False)):
        assert hallmint("product", "update", "A", flag).code == 0
        sent = service.calls[-1]
        assert (list(sent.update_mask.paths), sent.change.confirm_activation) == (["confirm_activation"], value)
    assert re.search(r"^first scan +asks before it activates$", hallmint("product", "show", "A").out, re.MULTILINE)


def test_a_preview_is_a_link_alone_on_its_line(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("product", "preview", "A", "--template", "T", "--market-pack", "M")
    assert done.code == 0
    assert done.out.splitlines()[0] == f"{BASE}/preview/{'A' * 140}"
    assert "2026-03-01 14:03" in done.out
    assert "█" not in done.out
    sent = service.calls[-1]
    assert (sent.product.sku, sent.template_id, sent.market_pack_id) == ("A", "T", "M")
    local = hallmint("product", "preview", "A", "--resolver", "http://127.0.0.1:7680/", "--qr")
    assert local.out.splitlines()[0] == f"http://127.0.0.1:7680/preview/{'A' * 140}"
    assert "█" in local.out
    refuse(service, "GetPreview", grpc.StatusCode.NOT_FOUND, "no such template", reason="TEMPLATE_NOT_FOUND")
    assert hallmint("product", "preview", "A", "--template", "T").code == ExitCode.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "value"),
    [("a=1", 1), ("a=true", True), ('a={"b": []}', {"b": []}), ("a=LFP", "LFP"), ("a=NaN", "NaN"), ("a=", "")],
)
def test_values_of_attributes_are_json_or_text(text: str, value: Any) -> None:
    assert read_assignment(text) == ("a", value)


def test_a_sheet_is_imported_and_its_counts_are_shown(hallmint: Hallmint, service: FakeService, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("sku,name,group\nA,A,battery\n")
    done = hallmint("product", "import", str(sheet))
    assert (done.code, done.err) == (0, "")
    assert re.search(r"^created +2$", done.out, re.MULTILINE)
    assert "nothing was written" not in done.out
    assert service.sheets == [sheet.read_bytes()]
    assert service.calls[-1].mode == catalog_service_pb2.IMPORT_MODE_ALL_OR_NOTHING
    dry = hallmint("product", "import", str(sheet), "--dry-run")
    assert dry.out.endswith("nothing was written\n")
    assert service.calls[-1].dry_run


def test_refused_rows_are_listed_and_exit_1(hallmint: Hallmint, service: FakeService, tmp_path: Path) -> None:
    service.refuse_rows()
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("x")
    done = hallmint("product", "import", str(sheet))
    assert done.code == ExitCode.REFUSED
    assert re.search(r"^ +3 +gtin +GTIN_INVALID +the last digit must be 2$", done.out, re.MULTILINE)
    assert done.out.endswith("nothing was written\n")
    assert done.err == "row 2: padded\n"
    accepted = hallmint("product", "import", str(sheet), "--accepted-only")
    assert (accepted.code, "nothing was written" in accepted.out) == (1, False)
    assert service.calls[-1].mode == catalog_service_pb2.IMPORT_MODE_ACCEPTED_ONLY
    program = hallmint("product", "import", str(sheet), "--json")
    assert (program.code, program.json["problems"][0]["row"]) == (1, 3)


def test_a_sheet_that_cannot_be_read_says_all_that_is_wrong(
    hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("x")
    fields = [("SHEET_REFUSED", "piece", "row 1: no column sku"), ("SHEET_REFUSED", "piece", "row 1: colour twice")]
    code = grpc.StatusCode.INVALID_ARGUMENT
    refuse(service, "ImportProducts", code, "wrong", reason="SHEET_REFUSED", fields=fields)
    done = hallmint("product", "import", str(sheet))
    assert (done.code, done.out) == (1, "")
    assert all(description in done.err for _, _, description in fields)


def test_the_schema_of_a_group_is_shown_and_set(hallmint: Hallmint, service: FakeService, tmp_path: Path) -> None:
    shown = hallmint("product", "schema", "battery")
    assert '  "required": [' in shown.out
    assert "# what this brand adds: nothing" in shown.out
    file = tmp_path / "schema.json"
    file.write_text('{"required": ["colour"]}')
    assert hallmint("product", "schema", "battery", "--set", str(file)).code == 0
    assert service.calls[-1].brand_schema == file.read_text()
    assert "adds nothing" in hallmint("product", "schema", "battery", "--unset").out
    file.write_text("{")
    assert "is no JSON" in hallmint("product", "schema", "battery", "--set", str(file)).err


def test_a_brand_is_made_with_an_invitation_on_the_screen_or_in_a_file(
    hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    words = ("brand", "create", "nordlicht", "--name", "Nordlicht", "--gs1-ready", "--owner", "o@n.example")
    done = hallmint(*words)
    assert done.out.splitlines()[0] == INVITATION
    assert "never shown again" in done.err
    assert (service.calls[-1].owner_email, service.calls[-1].gs1_ready) == ("o@n.example", True)
    file = tmp_path / "invitation"
    for flags in ((), ("--json",)):
        kept = hallmint(*words, "--save", str(file), *flags)
        assert file.read_text() == f"{INVITATION}\n"
        assert file.stat().st_mode & 0o777 == 0o600
        assert INVITATION not in kept.out + kept.err
        file.unlink()
    service.invitation = ""
    again = hallmint(*words, "--save", str(file))
    assert "invite again" in again.err
    assert not file.exists()


def test_an_update_of_a_brand_changes_what_is_named(hallmint: Hallmint, service: FakeService, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"\x89PNG")
    link = "Imprint=https://nordlicht.example/?a=b"
    words = ("--logo", str(logo), "--legal-link", link, "--no-gs1-ready", "--default-market", "DE")
    assert hallmint("brand", "update", *words).code == 0
    sent = service.calls[-1]
    assert sent.brand_id == ""
    assert set(sent.update_mask.paths) == {"gs1_ready", "default_market", "theme.logo", "theme.legal_links"}
    assert (sent.change.theme.logo, sent.change.theme.legal_links[0].url) == (b"\x89PNG", link.partition("=")[2])
    assert hallmint("brand", "update", "nordlicht", "--no-logo", "--no-legal-links").code == 0
    assert service.calls[-1].brand_id == BRAND_ID
    assert set(service.calls[-1].update_mask.paths) == {"theme.logo", "theme.legal_links"}


@pytest.mark.parametrize("which", ["nordlicht", BRAND_ID])
def test_a_brand_is_suspended_by_slug_or_id(hallmint: Hallmint, service: FakeService, which: str) -> None:
    assert "mints nothing" in hallmint("brand", "suspend", which, "--reason", "unpaid").out
    assert (service.calls[-1].brand_id, service.calls[-1].reason) == (BRAND_ID, "unpaid")
    assert "may mint again" in hallmint("brand", "unsuspend", which).out


def test_a_preflight_tells_every_reason_with_its_hint(hallmint: Hallmint, service: FakeService) -> None:
    reasons = ("PRODUCT_NOT_READY", "NO_PUBLISHED_PASSPORT_TEMPLATE", "PRODUCTION_BATCH_QUANTITY_EXCEEDED")
    service.violations = [
        minting_service_pb2.PreflightViolation(
            reason=error_reason_pb2.ErrorReason.Value(f"ERROR_REASON_{reason}"), description="so it is"
        )
        for reason in reasons
    ]
    done = hallmint("mint", "--product", "A", "--quantity", "5", "--dry-run")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: 3 things stand in the way (PRODUCT_NOT_READY): ")
    lines = done.err.splitlines()[1:]
    assert [line.partition("): ")[0] for line in lines] == [f"  so it is ({reason}" for reason in reasons]
    assert all(line.partition("): ")[2] for line in lines)
