import re
from uuid import UUID

import grpc
import pytest

from hallmint.v1 import batch_pb2, minting_service_pb2
from hallmint_client.cli.app import run
from hallmint_client.cli.exit import ExitCode
from tests.support.command import COMMANDS, MINT, REQUEST_ID, Hallmint, refuse
from tests.support.fake_service import FakeService
from tests.support.sample import BUSY_BATCH, LOT_BATCH, make_token


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_answers_people_and_programs(hallmint: Hallmint, command: tuple[str, ...]) -> None:
    people = hallmint(*command)
    assert (people.code, bool(people.out)) == (0, True), people.err
    assert "\x1b" not in people.out, "no colours in a pipe, and none from the data"
    assert all(line == line.rstrip() for line in people.out.splitlines())
    for arguments in (("--json", *command), (*command, "--json")):
        program = hallmint(*arguments)
        assert (program.code, program.err) == (0, "")
        assert isinstance(program.json, dict)


GROUPS = {"brand", "product", "member", "credential", "exports", "profile"}


@pytest.mark.parametrize(
    "command",
    sorted({c[: 1 + (c[0] in GROUPS) + (c[:2] == ("profile", "default"))] for c in COMMANDS}),
    ids=" ".join,
)
def test_every_command_has_help(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    assert "--json" in capsys.readouterr().out


def test_help_lists_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--help"]):
        assert run(arguments) == 0
        out = capsys.readouterr().out
        assert all(re.search(rf"^ *{code.value}  ", out, re.MULTILINE) for code in ExitCode)


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert re.fullmatch(r"hallmint \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_ids_and_urls_are_never_cut_in_a_pipe(hallmint: Hallmint) -> None:
    listed = hallmint("tokens", LOT_BATCH, "--page-size", "3")
    for seq in range(3):
        assert make_token(LOT_BATCH, seq).resolver_url in listed.out
    assert len(listed.out.splitlines()) == 4
    assert f"more: hallmint tokens {LOT_BATCH} --page-size 3 --page 3" in listed.err


def test_tokens_of_all_batches_are_listed_with_their_batch(hallmint: Hallmint) -> None:
    listed = hallmint("tokens", "--page-size", "3", "--status", "active")
    assert LOT_BATCH in listed.out
    assert "more: hallmint tokens --status active --page-size 3 --page 3" in listed.err
    refused = hallmint("tokens", "--lot", "A")
    assert (refused.code, "--lot needs a batch" in refused.err) == (2, True)


def test_what_was_exported_is_shown(hallmint: Hallmint) -> None:
    shown = hallmint("batch", LOT_BATCH).out
    assert re.search(
        r"^exported +200 units, 2 exports completed, last \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", shown, re.MULTILINE
    )
    assert "exported" not in hallmint("batch", BUSY_BATCH).out
    assert re.search(r"^exported +\d{4}-\d\d-\d\d ", hallmint("token", f"{LOT_BATCH}/1").out, re.MULTILINE)
    assert re.search(r"^units exported +30,200\nexports completed +3$", hallmint("stats").out, re.MULTILINE)


def test_a_mint_says_what_was_accepted_and_how_to_follow(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint(*MINT, "--quantity", "1,000", "--activation", "at-mint", "--request-id", REQUEST_ID)
    assert done.out == f"batch {BUSY_BATCH}: 1,000 units of NL-BAT-001, queued\n"
    assert done.err == f"follow it: hallmint batch {BUSY_BATCH} --watch\n"
    sent = service.calls[-1]
    assert (sent.request_id, sent.mint.quantity, sent.mint.product.sku) == (REQUEST_ID, 1000, "NL-BAT-001")
    assert sent.mint.identity_mode == batch_pb2.IDENTITY_MODE_SERIAL
    assert sent.mint.activation_mode == batch_pb2.ACTIVATION_MODE_AT_MINT
    assert sent.mint.production_batch_id == ""
    assert service.brands[-1] == "nordlicht"


def test_a_mint_counts_against_a_production_batch_by_number_or_id(hallmint: Hallmint, service: FakeService) -> None:
    for which, calls in (("PB-7", 2), (str(UUID(int=9)).upper(), 1)):
        service.calls.clear()
        assert hallmint(*MINT, "--quantity", "5", "--production-batch", which).code == 0
        assert len(service.calls) == calls
        assert service.calls[-1].mint.production_batch_id == str(UUID(int=7 if calls == 2 else 9))


def test_lots_mean_lot_mode_and_give_the_quantity(hallmint: Hallmint, service: FakeService) -> None:
    assert hallmint(*MINT, "--lot", "A=60", "--lot", "B=C=40").code == 0
    mint = service.calls[-1].mint
    assert mint.identity_mode == batch_pb2.IDENTITY_MODE_LOT
    assert mint.quantity == 100
    assert [(lot.lot_code, lot.quantity) for lot in mint.lots] == [("A", 60), ("B=C", 40)]


@pytest.mark.parametrize("number", ["0", "-1", "1000001"])
def test_what_is_in_range_is_for_the_server_to_say(hallmint: Hallmint, service: FakeService, number: str) -> None:
    reason = "QUANTITY_OUT_OF_RANGE"
    fields = [(reason, "mint.quantity", "must be 1 to 1,000,000")]
    refuse(service, "SubmitMint", grpc.StatusCode.INVALID_ARGUMENT, fields[0][2], reason=reason, fields=fields)
    done = hallmint(*MINT, "--quantity", number)
    assert service.calls[-1].mint.quantity == int(number)
    assert done.code == ExitCode.REFUSED
    assert done.err == (
        "error: must be 1 to 1,000,000 (QUANTITY_OUT_OF_RANGE): "
        "ask for 1 to 1,000,000 units; mint more in several batches\n"
    )


def test_several_violations_have_a_line_each(hallmint: Hallmint, service: FakeService) -> None:
    fields = [("LOT_CODE_INVALID", "mint.lots[0].lot_code", "has a space"), ("NEW_REASON", "mint.x", "is \x1b[31mred")]
    states = [("BRAND_SUSPENDED", "the brand is suspended")]
    refuse(
        service,
        "SubmitMint",
        grpc.StatusCode.INVALID_ARGUMENT,
        "three",
        reason="LOT_CODE_INVALID",
        fields=fields,
        states=states,
    )
    done = hallmint(*MINT, "--lot", "A B=3")
    first, *rest = done.err.splitlines()
    assert first == "error: 3 things stand in the way (LOT_CODE_INVALID): put these right and run it again"
    assert rest[0].startswith("  mint.lots[0].lot_code: has a space (LOT_CODE_INVALID): a lot code has")
    assert rest[1] == "  mint.x: is \N{REPLACEMENT CHARACTER}[31mred (NEW_REASON)"
    assert rest[2].startswith("  mint: the brand is suspended (BRAND_SUSPENDED): ")
    program = hallmint("--json", *MINT, "--lot", "A B=3")
    assert program.out == ""
    assert [each["reason"] for each in program.error["violations"]] == [
        "LOT_CODE_INVALID",
        "NEW_REASON",
        "BRAND_SUSPENDED",
    ]
    assert program.error["exit_code"] == program.code == 1


@pytest.mark.parametrize(
    ("code", "reason", "expected"),
    [
        (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED", 1),
        (grpc.StatusCode.NOT_FOUND, "PRODUCT_NOT_FOUND", 3),
        (grpc.StatusCode.UNAUTHENTICATED, "BRAND_REQUIRED", 6),
        (grpc.StatusCode.PERMISSION_DENIED, "", 6),
        (grpc.StatusCode.INTERNAL, "INTERNAL", 70),
        (grpc.StatusCode.UNIMPLEMENTED, "", 70),
    ],
)
def test_exit_codes_follow_the_status(
    hallmint: Hallmint, service: FakeService, code: grpc.StatusCode, reason: str, expected: int
) -> None:
    refuse(service, "SubmitMint", code, "so it is", reason=reason)
    done = hallmint(*MINT, "--quantity", "1")
    assert done.code == expected
    assert done.err.startswith(f"error: so it is ({reason or code.name}): ")
    assert len(done.err.splitlines()) == 1


def test_a_database_that_is_away_is_unavailable_and_names_the_request_id(
    hallmint: Hallmint, service: FakeService
) -> None:
    refuse(service, "SubmitMint", grpc.StatusCode.UNAVAILABLE, "the database is away", reason="DATABASE_UNAVAILABLE")
    done = hallmint(*MINT, "--quantity", "1")
    assert done.code == ExitCode.UNAVAILABLE
    ids = {call.request_id for call in service.calls}
    assert len(service.calls) > 1
    assert len(ids) == 1
    assert f"repeat it with --request-id {ids.pop()}" in done.err


def test_no_server_is_one_clear_line(hallmint: Hallmint) -> None:
    done = hallmint("--server", "127.0.0.1:1", "stats")
    assert done.code == ExitCode.UNAVAILABLE
    assert done.err == (
        "error: no server answers at 127.0.0.1:1 (UNAVAILABLE): "
        "start one with `hallmint-server dev`, or name another with --server HOST:PORT\n"
    )
    program = hallmint("stats", "--server", "127.0.0.1:1", "--json")
    assert (program.code, program.out) == (4, "")
    assert program.error["code"] == "UNAVAILABLE"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (MINT, "say how many"),
        (("mint", "--quantity", "5"), "--product"),
        (("audit", "--since", "yesterday"), "'yesterday' is no time: write 2026-11-30, or 2026-11-30T08:15:00Z"),
        ((*MINT, "--quantity", "many"), "'many' is not a number of units"),
        ((*MINT, "--quantity", "99999999999"), "more than any batch"),
        ((*MINT, "--lot", "A=2000000000", "--lot", "B=2000000000"), "more than any batch"),
        ((*MINT, "--lot", "A"), "'A' is not CODE=QTY"),
        ((*MINT, "--quantity", "5", "--request-id", "x"), "not a UUID"),
        ((*MINT, "--quantity", "5", "--watch", "--dry-run"), "exclude each other"),
        (("batches", "--state", "bogus"), "--state"),
        (("batches", "--limit", "501"), "--limit"),
        (("token", "VABC", "--gtin", "12"), "GTIN"),
        (("token", ""), "names no token"),
        (("revoke", "--reason", "x"), "say what to revoke"),
        (("revoke", "VABC", "--batch", LOT_BATCH, "--reason", "x"), "say what to revoke"),
        (("revoke", "VABC", "--lot", "L", "--reason", "x"), "--lot needs --batch"),
        (("revoke", *["VABC"] * 1001, "--reason", "x"), "at most 1,000"),
        (("revoke", "--batch", LOT_BATCH, "--reason", "x"), "add --yes"),
        (("stats", "--brand", "näh"), "slug"),
        (("product",), "Missing command"),
        (("product", "update", "A"), "name what to change"),
        (("product", "update", "A", "--set", "=1"), "not NAME=VALUE"),
        (("product", "import", "absent.csv"), "absent.csv"),
        (("product", "create", "A", "--name", "A", "--group", "toys"), "--group"),
        (("brand", "update"), "name what to change"),
        (("brand", "update", "--legal-link", "Imprint"), "not LABEL=URL"),
        (("member", "update", "x", "--role", "boss"), "--role"),
        (("credential", "create", "erp", "--lifetime", "soon"), "no length of time"),
        (("stats", "--ca", "absent.pem"), "absent.pem cannot be read"),
        (("stats", "--credential-file", "absent"), "absent cannot be read"),
        (("stats", "--timeout", "0"), "--timeout"),
        (("bogus",), "bogus"),
        (("stats", "--bogus"), "--bogus"),
    ],
    ids=str,
)
def test_wrong_use_sends_nothing_that_writes(
    hallmint: Hallmint, service: FakeService, arguments: tuple[str, ...], message: str
) -> None:
    done = hallmint(*arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert re.fullmatch(r"error: .* \(USAGE\): see `hallmint.* --help`\n", done.err)
    assert all(isinstance(call, minting_service_pb2.GetBatchRequest) for call in service.calls)
    program = hallmint("--json", *arguments)
    assert (program.code, program.out, program.error["reason"]) == (2, "", "USAGE")
