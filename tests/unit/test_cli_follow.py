"""The `hallmint` command: dry runs, following what takes time, lists, tokens, revoking, terminals."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from google.protobuf.timestamp_pb2 import Timestamp
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from hallmint.v1 import batch_pb2, error_reason_pb2, minting_service_pb2
from hallmint_client.cli.exit import MEANING, ExitCode
from hallmint_client.cli.mint import read_lot
from hallmint_client.cli.option import quantity
from hallmint_client.cli.table import Column, table
from hallmint_client.cli.text import duration, percent, rate, seconds, word
from hallmint_client.cli.token import draw_qr
from tests.support.command import MINT, REQUEST_ID, Hallmint
from tests.support.fake_service import FakeService
from tests.support.sample import BUSY_BATCH, CANCELLED_BATCH, FAILED_BATCH, LOT_BATCH, UNKNOWN_BATCH, make_token


def test_a_dry_run_writes_nothing_and_shows_a_url(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint(*MINT, "--quantity", "5", "--dry-run")
    assert "would be accepted: 5 units of NL-BAT-001; nothing was written" in done.out
    assert "/21/0000000000000000" in done.out
    assert isinstance(service.calls[-1], minting_service_pb2.PreflightMintRequest)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (error_reason_pb2.ERROR_REASON_COMMERCIAL_STATUS_NOT_ACTIVE, 1),
        (error_reason_pb2.ERROR_REASON_PRODUCT_NOT_FOUND, 3),
    ],
)
def test_a_dry_run_that_would_be_refused_says_why(
    hallmint: Hallmint, service: FakeService, reason: error_reason_pb2.ErrorReason.ValueType, code: int
) -> None:
    service.violations = [minting_service_pb2.PreflightViolation(reason=reason, description="it is so")]
    done = hallmint(*MINT, "--quantity", "5", "--dry-run")
    assert (done.code, done.out) == (code, "")
    name = error_reason_pb2.ErrorReason.Name(reason).removeprefix("ERROR_REASON_")
    assert done.err.startswith(f"error: it is so ({name}): ")
    program = hallmint(*MINT, "--quantity", "5", "--dry-run", "--json")
    assert program.code == 1
    assert program.json["violations"][0]["description"] == "it is so"


def test_watching_a_mint_to_its_end(hallmint: Hallmint) -> None:
    done = hallmint(*MINT, "--quantity", "1000000", "--watch")
    assert done.code == 0
    assert done.out.endswith("1,000,000 units minted in 5.4 s, 185,000 units/s\n")
    assert "processing: 640,000 / 1,000,000 units, 64 %" in done.err
    assert f"next: hallmint tokens {BUSY_BATCH}" in done.err


def test_watching_as_lines_of_json(hallmint: Hallmint) -> None:
    done = hallmint(*MINT, "--quantity", "1000000", "--watch", "--json")
    lines = [json.loads(line)["batch"] for line in done.out.splitlines()]
    assert [line["minted_quantity"] for line in lines] == [0, 640_000, 760_000, 880_000, 1_000_000]
    assert lines[-1]["state"] == "BATCH_STATE_MINTED"
    assert done.err == ""


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (batch_pb2.BATCH_STATE_FAILED, "no space left on device (FAILED): `hallmint resume"),
        (batch_pb2.BATCH_STATE_CANCELLED, "was cancelled after 880,000 of 1,000,000 units (CANCELLED): "),
    ],
)
def test_watching_what_ends_badly_is_exit_5(
    hallmint: Hallmint, service: FakeService, state: batch_pb2.BatchState.ValueType, text: str
) -> None:
    service.end_state = state
    for command in (("batch", BUSY_BATCH, "--watch"), ("resume", BUSY_BATCH, "--watch")):
        done = hallmint(*command)
        assert done.code == ExitCode.ENDED_BADLY
        assert text in done.err
    program = hallmint("batch", BUSY_BATCH, "--watch", "--json")
    assert program.code == program.error["exit_code"] == 5


def test_batches_are_filtered_and_paged(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("batches", "--state", "failed")
    assert FAILED_BATCH in done.out
    assert CANCELLED_BATCH not in done.out
    first = hallmint("batches", "--limit", "3")
    assert "more: hallmint batches --limit 3 --page 3" in first.err
    second = hallmint("batches", "--limit", "3", "--page", "3", "--json")
    assert [batch["batch_id"] for batch in second.json["batches"]] == [CANCELLED_BATCH]
    service.calls.clear()
    some = hallmint("batches", "--product", "SKU 1", "--identity", "lot", "--activation", "at-mint", "--limit", "1")
    assert "more: hallmint batches --product 'SKU 1' --identity lot --activation at-mint --limit 1 --page 1" in some.err
    found, sent = service.calls
    assert found.product.sku == "SKU 1"
    assert (sent.identity_mode, sent.activation_mode) == (
        batch_pb2.IDENTITY_MODE_LOT,
        batch_pb2.ACTIVATION_MODE_AT_MINT,
    )
    assert sent.product_id
    service.batches.clear()
    empty = hallmint("batches")
    assert (empty.code, empty.out) == (0, "")
    assert "no batches" in empty.err


def test_a_batch_shows_its_lots_revocations_and_failure(hallmint: Hallmint) -> None:
    done = hallmint("batch", LOT_BATCH)
    assert re.search(r"^L-40 +40 +60 +99$", done.out, re.MULTILINE)
    assert re.search(r"lot L-60 +completed +60 .*label fault$", done.out, re.MULTILINE)
    assert bytes(range(32)).hex() in done.out
    assert "no space left on device" in hallmint("batch", FAILED_BATCH).out
    missing = hallmint("batch", UNKNOWN_BATCH)
    assert missing.code == ExitCode.NOT_FOUND


def test_all_tokens_are_one_url_or_one_object_a_line(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("tokens", LOT_BATCH, "--all", "--status", "active", "--lot", "L-60")
    assert done.out.splitlines() == [make_token(LOT_BATCH, seq).resolver_url for seq in range(100)]
    assert (service.calls[-1].status, service.calls[-1].lot_code, service.calls[-1].page_size) == (2, "L-60", 500)
    lines = hallmint("tokens", LOT_BATCH, "--all", "--json").out.splitlines()
    assert [json.loads(line)["seq"] for line in lines] == list(range(100))


def test_a_token_is_named_in_every_way(hallmint: Hallmint, service: FakeService) -> None:
    for arguments, kind in [
        (["VABC"], "code"),
        (["https://id.nordlicht.example/t/VABC"], "url"),
        ([f"{LOT_BATCH}/61"], "batch_seq"),
        (["VABC", "--gtin", "9506000134352"], "gtin_serial"),
    ]:
        done = hallmint("token", *arguments)
        assert service.calls[-1].token.WhichOneof("ref") == kind
        assert make_token(LOT_BATCH, 61).resolver_url in done.out
        assert "█" not in done.out
    assert "█" in hallmint("token", "VABC", "--qr").out


@pytest.mark.parametrize("coloured", [True, False])
def test_the_qr_code_is_exact(coloured: bool) -> None:
    import segno  # noqa: PLC0415 - beside its only use

    url = make_token(LOT_BATCH, 61).resolver_url
    console = Console(force_terminal=coloured, color_system="standard" if coloured else None, width=200)
    drawn = draw_qr(url, console)
    dark = {" ": (0, 0), "▄": (0, 1), "▀": (1, 0), "█": (1, 1)}
    rows: list[list[int]] = []
    for line in drawn.plain.splitlines():
        pairs = [dark[symbol] for symbol in line]
        rows += [[upper for upper, _ in pairs], [lower for _, lower in pairs]]
    if not coloured:
        rows = [[1 - module for module in row] for row in rows]
    expected = [list(map(bool, row)) for row in segno.make_qr(url, error="m").matrix_iter(border=2)]
    assert [list(map(bool, row)) for row in rows[: len(expected)]] == expected


def test_named_tokens_are_revoked_without_asking(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("revoke", "VABC", f"{LOT_BATCH}/5", "--reason", "stolen", "--request-id", REQUEST_ID)
    assert done.code == 0
    assert done.out.count("revoked") == 2
    sent = service.calls[-1]
    assert (sent.reason, sent.request_id, len(sent.tokens.tokens)) == ("stolen", REQUEST_ID, 2)


def test_a_lot_is_revoked_and_followed_to_its_end(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("revoke", "--batch", LOT_BATCH, "--lot", "L-40", "--reason", "x", "--yes")
    assert (done.code, done.out) == (0, "100 units revoked\n")
    assert any(call.DESCRIPTOR.name == "RevokeTokensRequest" and call.lot.lot_code == "L-40" for call in service.calls)
    missing = hallmint("revoke", "--batch", LOT_BATCH, "--lot", "L-99", "--reason", "x", "--yes")
    assert missing.code == ExitCode.NOT_FOUND
    assert "(LOT_NOT_FOUND)" in missing.err


@pytest.mark.parametrize(("answer", "revoked"), [("y", True), ("n", False)])
def test_a_whole_batch_is_asked_for(
    hallmint: Hallmint, service: FakeService, monkeypatch: pytest.MonkeyPatch, answer: str, revoked: bool
) -> None:
    asked = []

    def confirm(question: str, **_: Any) -> bool:
        asked.append(question)
        return answer == "y"

    monkeypatch.setattr(typer, "confirm", confirm)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    done = hallmint("revoke", "--batch", LOT_BATCH, "--reason", "x")
    assert done.code == 0
    assert asked == [f"Revoke all 100 units of batch {LOT_BATCH} (NL-BAT-001) for ever?"]
    assert any(call.DESCRIPTOR.name == "RevokeTokensRequest" for call in service.calls) is revoked


def test_a_fault_of_the_command_is_one_line(hallmint: Hallmint, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> str:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("hallmint_client.cli.batch.time", lambda *_: broken(None))
    done = hallmint("batches")
    assert done.code == ExitCode.INTERNAL
    assert done.err.startswith("error: a fault of the command: ZeroDivisionError: oh (INTERNAL): ")


PROGRAM = (sys.executable, "-m", "hallmint_client")


def test_ctrl_c_while_watching_says_that_the_minting_goes_on(address: str, service: FakeService) -> None:
    assert address
    service.hold = True
    with subprocess.Popen(
        [*PROGRAM, "batch", BUSY_BATCH, "--watch"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert "640,000" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert err == f"\nThe minting goes on without you. Look again: hallmint batch {BUSY_BATCH} --watch\n"


def test_a_reader_that_has_seen_enough_is_no_error(address: str) -> None:
    assert address
    with subprocess.Popen(
        [*PROGRAM, "tokens", BUSY_BATCH, "--all"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("https://")
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(20) == 0


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_everything_fits_and_has_colour(address: str, width: int) -> None:
    assert address
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(width), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen([*PROGRAM, "batches"], stdout=follower, stderr=follower, env=environment) as process:
        assert process.wait(20) == 0
    os.close(follower)
    shown = os.read(leader, 65536).decode()
    os.close(leader)
    assert "\x1b[" in shown
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert BUSY_BATCH in lines[1]
    left_out = ["too narrow for REVOKED, SUBMITTED: widen the terminal, or add --json"]
    assert lines[5:] == ([] if width == 120 else left_out)
    assert ("SUBMITTED" in lines[0]) is (width == 120)


def test_columns_leave_in_order_of_rank_and_never_the_last_ones() -> None:
    columns = [
        Column(title="A", cells=["x" * 30]),
        Column(title="B", cells=["y" * 10], rank=2),
        Column(title="C", cells=["z" * 10], rank=1),
        Column(title="D", cells=[""], rank=1),
        Column(title="N", cells=["1"], right=True, rank=3),
    ]
    for width, titles in [(None, "ABCN"), (80, "ABCN"), (56, "ABC"), (46, "ACN"), (42, "AC"), (10, "A")]:
        head, row = table(columns, width).plain.splitlines()
        assert head.split() == list(titles)
        assert "x" * 30 in row
    wide = table([Column(title="A", cells=[Text("漢字"), "ab"]), Column(title="B", cells=["1", "2"])], None)
    assert [cell_len(line) for line in wide.plain.splitlines()] == [7, 7, 7]


def test_words_for_numbers_and_times() -> None:
    lengths = {0: "0.0 s", 5.44: "5.4 s", 59.94: "59.9 s", 200: "3 min 20 s", 7500: "2 h 5 min"}
    assert {length: duration(length) for length in lengths} == lengths
    assert percent(999_999, 1_000_000) == "99 %"
    assert percent(0, 0) == "100 %"
    assert rate(1_000_000, 5.4) == "185,000 units/s"
    assert rate(0, 1) == rate(1, 0) == ""
    assert seconds(Timestamp(seconds=5), Timestamp(seconds=4)) == 0
    assert quantity("1_000_000") == quantity("1,000,000") == 1_000_000
    assert read_lot("A=B=5") == batch_pb2.LotQuantity(lot_code="A=B", quantity=5)
    newer = batch_pb2.Batch()
    newer.MergeFromString(b"\x38\x63")  # state = 99
    assert word(newer, "state") == "99"


def test_the_readme_lists_the_exit_codes_as_help_does() -> None:
    readme = (Path(__file__).parents[2] / "clients" / "python" / "README.md").read_text()
    assert all(f"| {code.value} | {meaning} |" in readme for code, meaning in MEANING.items())
