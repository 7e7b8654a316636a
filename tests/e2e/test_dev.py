"""`hallmint-server dev`, whatever ends it, and a lost key on one machine."""

import json
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support.installation import Installation, installation
from tests.support.resolver import PHONE
from tests.support.wait import until_sync


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Installation]:
    """A home folder without any database; what was started there is stopped at the end."""
    with installation("", tmp_path / "home", HALLMINT_LOG_LEVEL="info") as made:
        yield made


def start(place: Installation) -> tuple[subprocess.Popen[bytes], list[psutil.Process]]:
    """Start `dev`; returns it and its five programs once it serves."""
    name = f"dev-{len(place.processes)}"
    log = place.home.parent / f"{name}.log"
    dev = place.start("dev", log=name)
    until_sync(lambda: "Ctrl-C stops everything" in log.read_text(), 60, what="dev serves")
    return dev, psutil.Process(dev.pid).children()


def hallmint(place: Installation, *arguments: str) -> Any:
    """What the client says to the owner of the demo's brand."""
    program = str(Path(sys.executable).with_name("hallmint"))
    owner = ["--server", place.address, "--credential-file", str(place.home / "demo.credential")]
    command = [program, "--json", *owner, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=place.environment())
    return json.loads(done.stdout)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_however_dev_ends_nothing_is_left_behind(alone: Installation, number: signal.Signals) -> None:
    dev, children = start(alone)
    assert len(children) == 5
    dev.send_signal(number)
    dev.wait(30)
    _, alive = psutil.wait_procs(children, timeout=30)
    # Process 1 of a container may never wait for an orphan: one that has ended is as good as gone.
    assert [child for child in alive if child.status() != psutil.STATUS_ZOMBIE] == []
    dev, _ = start(alone)
    dev.terminate()
    assert dev.wait(30) == 0


def test_the_code_that_the_demo_shows_leads_to_a_passport_and_activates(alone: Installation) -> None:
    log = alone.home.parent / "demo.log"
    dev = alone.start("dev", "--demo", "--quantity", "100", log="demo")
    until_sync(lambda: "Ctrl-C stops everything" in log.read_text(), 60, what="the demo is over")
    (shown,) = {line.split()[1] for line in log.read_text().splitlines() if line.startswith("scan ")}
    until_sync(lambda: is_answered(f"{shown.partition('/01/')[0]}/readyz"), 30, what="the resolver is ready")
    phone = urllib.request.Request(shown, headers={"User-Agent": PHONE, "Accept-Language": "de"})  # noqa: S310 - http
    with urllib.request.urlopen(phone, timeout=10) as page:  # noqa: S310
        text = page.read().decode()
        assert page.status == 200
    assert page.url == shown.replace("/01/", "/p/01/")
    assert "Polarrad" in text
    assert '<html lang="de' in text
    assert hallmint(alone, "token", shown.rpartition("/")[2])["token"]["status"] == "TOKEN_STATUS_ACTIVE"
    dev.terminate()
    assert dev.wait(30) == 0


def test_the_demo_with_two_witnesses(alone: Installation) -> None:
    """What it advises proves a unit offline under the keys of the log and of both; one alone publishes nothing."""
    log = alone.home.parent / "demo.log"
    dev = alone.start("dev", "--demo", "--quantity", "100", "--witnesses", "2", log="demo")
    until_sync(lambda: "Ctrl-C stops everything" in log.read_text(), 90, what="the demo is over")
    assert [path.name for path in sorted(alone.home.glob("witness-?"))] == ["witness-1", "witness-2"]
    advised = [shlex.split(line) for line in log.read_text().splitlines() if line.startswith("  hallmint ")]
    (proof,) = [words[1:] for words in advised if words[1] == "proof"]
    (verify,) = [words[1:] for words in advised if words[1] == "verify"]
    file = str(alone.home / "unit.proof")
    proof = [*proof[:2], "-o", file]
    until_sync(lambda: client(alone, *proof).returncode == 0, 30, what="the proof is there")
    done = client(alone, "verify", file, *verify[2:])
    assert done.returncode == 0, done.stderr
    assert "witness-1.hallmint.example, witness-2.hallmint.example" in done.stdout
    dev.terminate()
    assert dev.wait(30) == 0
    refused = alone.run("dev", "--witnesses", "1", HALLMINT_LOG_POLICY=str(alone.home / "log-policy.txt"))
    assert (refused.returncode, "take one of the two" in refused.stderr) == (78, True)


def client(place: Installation, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`hallmint` as the owner of the demo's brand."""
    program = str(Path(sys.executable).with_name("hallmint"))
    owner = ["--server", place.address, "--credential-file", str(place.home / "demo.credential")]
    command = [program, *owner, *arguments]
    environment = {**place.environment(), "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


def test_codes_of_a_key_that_is_added_beside_it_are_resolved(alone: Installation) -> None:
    log = alone.home.parent / "demo.log"
    dev = alone.start("dev", "--demo", "--quantity", "10", log="demo")
    until_sync(lambda: "Ctrl-C stops everything" in log.read_text(), 60, what="the demo is over")
    (shown,) = {line.split()[1] for line in log.read_text().splitlines() if line.startswith("scan ")}
    assert alone.run("keys", "add").returncode == 0
    sku = hallmint(alone, "batches")["batches"][0]["sku"]
    batch = hallmint(alone, "mint", "--product", sku, "--quantity", "1")["batch"]["batch_id"]
    (token,) = until_sync(lambda: hallmint(alone, "tokens", batch)["tokens"], 30, what="the batch is minted")
    exported = alone.home / "resolver-keys" / "code-key-derived-2.hex"
    until_sync(exported.exists, 20, what="the new key is exported")
    url = f"{shown.rpartition('/')[0]}/{token['code']}"
    until_sync(lambda: is_answered(url), 40, what="the resolver has read it")
    dev.terminate()
    assert dev.wait(30) == 0


def is_answered(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as response:  # noqa: S310 - http
            return bool(response.status == 200)
    except OSError:
        return False


def test_a_second_dev_on_a_taken_port_stops_and_says_so(alone: Installation, tmp_path: Path) -> None:
    dev, _ = start(alone)
    with installation(
        "", tmp_path / "second" / "home", HALLMINT_LOG_LEVEL="info", HALLMINT_GRPC_PORT=str(alone.port)
    ) as other:
        other.home.parent.mkdir()
        done = other.run("dev", "--demo", "--exit", "--quantity", "10")
        assert done.returncode == 78
        assert "HALLMINT_GRPC_PORT" in done.stdout
    dev.terminate()
    assert dev.wait(30) == 0


def test_a_lost_key_on_one_machine(alone: Installation) -> None:
    """The advice of the refusal can be followed word for word, and every printed code is found afterwards."""
    assert alone.run("dev", "--demo", "--exit", "--quantity", "300").returncode == 0
    (alone.home / "keys" / "code-key-1.hex").unlink()
    refused = alone.run("dev")
    assert refused.returncode == 78
    assert "hallmint-server keys lost 1" in refused.stdout
    assert list((alone.home / "keys").glob("code-key-*")) == []
    assert alone.run("keys", "lost", "1", "--yes").returncode == 0
    assert alone.run("keys", "add").returncode == 0
    dev, _ = start(alone)
    batch = hallmint(alone, "batches")["batches"][0]["batch_id"]
    tokens = hallmint(alone, "tokens", batch, "--page-size", "300")["tokens"]
    assert len(tokens) == 300
    for token in tokens[::60]:
        assert hallmint(alone, "token", token["resolver_url"])["token"] == token
    dev.terminate()
    assert dev.wait(30) == 0
    assert alone.run("fsck").stdout.strip().endswith("clean")


def test_an_emptied_database_never_makes_the_same_codes_again(alone: Installation) -> None:
    """Only the key's file is left of an installation: a new database takes the next version, not that key."""
    keys = alone.home / "keys"
    keys.mkdir(parents=True)
    (keys / "code-key-1.hex").write_text("00" * 32 + "\n")
    (keys / "code-key-1.hex").chmod(0o600)
    assert alone.run("dev", "--demo", "--exit", "--quantity", "10").returncode == 0
    assert sorted(path.name for path in keys.glob("code-key-*")) == ["code-key-1.hex", "code-key-2.hex"]
    listed = alone.run("keys", "list").stdout.splitlines()
    assert [line.split()[:2] for line in listed[1:]] == [["2", "live"]]


def test_credentials_of_a_database_that_is_gone_are_made_again(alone: Installation) -> None:
    assert alone.run("dev", "--demo", "--exit", "--quantity", "10").returncode == 0
    names = ("operator.credential", "demo.credential")
    before = [(alone.home / name).read_text() for name in names]
    shutil.rmtree(alone.home / "postgres")
    assert alone.run("dev", "--demo", "--exit", "--quantity", "10").returncode == 0
    after = [(alone.home / name).read_text() for name in names]
    assert not set(before) & set(after)
    assert {(alone.home / name).stat().st_mode & 0o777 for name in names} == {0o600}
