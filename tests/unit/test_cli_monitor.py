"""`hallmint monitor` and `hallmint monitor-key` in this process: what is read of a large log, and how a key is kept."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import grpc
import pytest

from hallmint_client.cli.exit import ExitCode
from hallmint_server.log import entry
from mintcore import uuid7
from tests.support.command import Hallmint, refuse
from tests.support.fake_service import FakeService
from tests.support.fake_verification import MONITOR_KEY
from tests.support.log_scene import signer
from tests.support.log_server import Log, serving

LOG = signer("log.example")


@pytest.fixture
def log() -> Iterator[Log]:
    with serving() as server:
        yield server


def others(count: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(count)]


def own(number: int) -> bytes:
    """An entry of the brand's."""
    batch_id = UUID(uuid7())
    tag = entry.brand_tag(MONITOR_KEY, batch_id)
    return bytes(entry.BatchEntry(batch_id=batch_id, tag=tag, commitment=bytes([number]) * 32))


def paths(log: Log) -> list[str]:
    """What was asked for since the last look."""
    found, log.asked = sorted(log.asked), []
    return found


def test_a_long_log_is_read_with_a_line_now_and_then(hallmint: Hallmint, log: Log, tmp_path: Path) -> None:
    log.publish(LOG, others(5000))
    state = str(tmp_path / "state")
    done = hallmint("monitor", log.url, "--log-key", str(LOG.verifier), "--state", state)
    assert (done.code, done.out) == (0, "log log.example: 5,000 entries, 5,000 new, none changed\n")
    assert done.err.splitlines()[0] == "reading: 256 / 5,000 entries, 5 %"
    assert len(paths(log)) == 1 + 2 * 20 + 1  # the head, bundles with their tiles, and the one above
    # From there on, what is new and the bundle that was not full.
    log.publish(LOG, others(5200))
    done = hallmint("monitor", log.url, "--log-key", str(LOG.verifier), "--state", state, "--json")
    assert (done.json["size"], done.json["new"], done.err) == (5200, 200, "")
    assert paths(log) == ["/checkpoint", "/tile/0/019", "/tile/0/020.p/80", "/tile/1/000.p/20", "/tile/entries/019",
                          "/tile/entries/020.p/80"]  # fmt: skip
    done = hallmint("monitor", log.url, "--log-key", str(LOG.verifier), "--state", state)
    assert (done.out, paths(log)) == ("log log.example: 5,200 entries, the same head as before\n", ["/checkpoint"])


def test_what_was_full_meanwhile(hallmint: Hallmint, log: Log) -> None:
    log.publish(LOG, others(300))
    early = log.answers["/checkpoint"]
    log.publish(LOG, others(600))
    log.answers["/checkpoint"] = early
    log.answers["/tile/1/000.p/1"] = [(200, {}, log.answers["/tile/1/000.p/2"][0][2][:32])]  # type: ignore[index]
    done = hallmint("monitor", log.url, "--log-key", str(LOG.verifier))
    assert done.out == "log log.example: 300 entries, 300 new, none changed\n"


def test_an_entry_that_was_seen_and_is_another_now(hallmint: Hallmint, log: Log, tmp_path: Path) -> None:
    """In the bundle that the last look ended in, with its tile, by somebody who cannot sign."""
    entries = others(300)
    log.publish(LOG, entries)
    arguments = ("monitor", log.url, "--log-key", str(LOG.verifier), "--state", str(tmp_path / "state"))
    assert hallmint(*arguments).code == 0
    entries[260] = b"another"
    log.publish(LOG, [*entries, b"new"])
    done = hallmint(*arguments)
    assert (done.code, "one or more of 256 to 287 (HISTORY_CHANGED)" in done.err) == (5, True)
    assert "both signed heads are kept in" in done.err
    assert len(list(tmp_path.glob("state-evidence-1.txt"))) == 1
    assert hallmint(*arguments, "--json").code == 5
    assert len(list(tmp_path.glob("state-evidence-*"))) == 1


def test_the_brands_entries_without_a_server(
    hallmint: Hallmint, log: Log, service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HALLMINT_CREDENTIAL")
    key = tmp_path / "key"
    key.write_text(MONITOR_KEY.hex())
    key.chmod(0o600)
    month = entry.AuditEntry(tag=entry.brand_tag(MONITOR_KEY, "audit/2026-11"), head=bytes(32))
    log.publish(LOG, [own(1), b"of nobody", bytes(month), own(2)])
    done = hallmint("monitor", log.url, "--log-key", str(LOG.verifier), "--monitor-key", str(key), "--json")
    events = [json.loads(line) for line in done.out.splitlines()]
    assert [(event["event"], event.get("entry_no"), event.get("month")) for event in events] == [
        ("head", None, None),
        ("entry", 0, None),
        ("entry", 2, "2026-11"),
        ("entry", 3, None),
    ]
    assert service.calls == []


def test_what_stands_in_the_log_twice(
    hallmint: Hallmint, log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HALLMINT_CREDENTIAL")
    key = tmp_path / "key"
    key.write_text(MONITOR_KEY.hex())
    key.chmod(0o600)
    tag = entry.brand_tag(MONITOR_KEY, "audit/2026-11")
    months = [bytes(entry.AuditEntry(tag=tag, head=bytes([number]) * 32)) for number in range(2)]
    batch = own(1)
    log.publish(LOG, [batch, months[0], batch, own(2), months[1]])
    done = hallmint("monitor", log.url, "--log-key", str(LOG.verifier), "--monitor-key", str(key))
    assert done.code == ExitCode.ENDED_BADLY
    assert "has two entries in the log: 0 and 2 (ENTRY_TWICE)" in done.err
    assert "the audit trail of 2026-11 has two entries in the log: 1 and 4 (ENTRY_TWICE)" in done.err
    assert done.err.count("error: ") == 2


def test_what_the_server_says_is_held_against_the_log(hallmint: Hallmint, log: Log, tmp_path: Path) -> None:
    """The server tells of three batches that the log has not, and of none that it has."""
    key = tmp_path / "key"
    key.write_text(MONITOR_KEY.hex())
    key.chmod(0o600)
    log.publish(LOG, [own(1), *others(9)])
    done = hallmint("monitor", log.url, "--log-key", str(LOG.verifier), "--monitor-key", str(key), "--json")
    reasons = [json.loads(line)["error"]["reason"] for line in done.err.splitlines()]
    assert (done.code, reasons) == (ExitCode.ENDED_BADLY, ["ENTRY_MISSING"] * 3 + ["ENTRY_UNKNOWN"])


def test_the_monitor_key_goes_into_a_file(hallmint: Hallmint, service: FakeService, tmp_path: Path) -> None:
    path = tmp_path / "key"
    done = hallmint("monitor-key", "-o", str(path))
    assert (done.code, done.out, done.err) == (0, "", f"wrote the monitor key to {path}\n")
    assert (path.read_text(), path.stat().st_mode & 0o777) == (f"{MONITOR_KEY.hex()}\n", 0o600)
    assert hallmint("monitor-key", "-o", str(path)).code == ExitCode.USAGE
    assert hallmint("monitor-key").code == ExitCode.USAGE
    refuse(service, "GetMonitorKey", grpc.StatusCode.PERMISSION_DENIED, "no", reason="PERMISSION_MISSING")
    other = tmp_path / "other"
    assert (hallmint("monitor-key", "-o", str(other)).code, other.exists()) == (ExitCode.FORBIDDEN, False)
