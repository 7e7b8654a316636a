"""Code keys: made once, never silently again, checked at every start, and changed by commands."""

import asyncio
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hallmint.v1 import minting_service_pb2, token_pb2
from hallmint_server.command import connect, keyring_of
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.secret import KeyFileError
from mintcore import CodeKey
from tests.support.api import GTIN, Api
from tests.support.installation import Installation
from tests.support.refusal import refused

Conn = psycopg.AsyncConnection[Any]
_MASTER = "00112233445566778899aabbccddeeff" * 2


async def open_keys(place: Installation) -> None:
    """What a first start does."""
    settings = place.settings
    async with connect(settings) as conn:
        await keyring_of(settings).open(conn)


async def run(place: Installation, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(lambda: place.run(*arguments, seconds=60, **changes))


def told(result: subprocess.CompletedProcess[str]) -> str:
    """The one line that a refused program says, besides its log."""
    lines = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("error: ")
    return lines[0]


async def tokens(api: Api, batch_id: str) -> list[token_pb2.Token]:
    request = minting_service_pb2.ListTokensRequest(batch_id=batch_id, page_size=500)
    return list((await api.minting.ListTokens(request, metadata=api.metadata)).tokens)


async def found(api: Api, token: token_pb2.Token) -> bool:
    for ref in (token_pb2.TokenRef(code=token.code), token_pb2.TokenRef(url=token.resolver_url)):
        request = minting_service_pb2.GetTokenRequest(token=ref)
        if (await api.minting.GetToken(request, metadata=api.metadata)).token != token:
            return False
    return True


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The file of version 1."""

    path: Path

    def write(self, text: str, mode: int = 0o600) -> None:
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        self.path.write_text(text)
        self.path.chmod(mode)

    def read(self) -> str:
        return self.path.read_text()

    def remove(self) -> None:
        self.path.unlink()

    def folder(self) -> dict[str, int]:
        """Names and modes of all that lies beside it, and of the folder itself."""
        return {path.name: path.stat().st_mode & 0o777 for path in (self.path.parent, *self.path.parent.iterdir())}


@pytest.fixture
def key_file(place: Installation) -> KeyFile:
    return KeyFile(place.home / "keys" / "code-key-1.hex")


async def test_the_first_start_makes_a_key_that_only_its_owner_reads(
    place: Installation, conn: Conn, key_file: KeyFile
) -> None:
    await asyncio.gather(*(open_keys(place) for _ in range(5)))  # several programs start at once
    text = key_file.read()
    assert (len(text), text[-1]) == (65, "\n")
    assert key_file.folder() == {"keys": 0o700, "code-key-1.hex": 0o600}
    rows = await (await conn.execute("SELECT key_version, check_value, state FROM code_keys")).fetchall()
    assert rows == [(1, CodeKey.from_master(bytes.fromhex(text)).check_value(), "live")]


@pytest.mark.parametrize("command", [True, False])
async def test_an_empty_database_never_takes_a_key_that_may_have_minted(
    place: Installation, conn: Conn, key_file: KeyFile, command: bool
) -> None:
    """The same key in a database made anew would make the same codes once more."""
    key_file.write(_MASTER + "\n")
    if command:
        settings = place.settings
        async with connect(settings) as own:
            assert await keyring_of(settings).add(own) == 2
    else:
        await open_keys(place)
    rows = await (await conn.execute("SELECT key_version, check_value FROM code_keys")).fetchall()
    assert [version for version, _ in rows] == [2]
    assert rows[0][1] != CodeKey.from_master(bytes.fromhex(_MASTER)).check_value()
    assert key_file.read() == _MASTER + "\n"


async def test_a_database_put_back_never_takes_a_newer_key_that_may_have_minted(
    place: Installation, conn: Conn
) -> None:
    """Its batches begin at old numbers again: under the key that was added after the backup they would have the codes of
    batches that are gone from the database and may be printed.
    """
    await open_keys(place)
    settings = place.settings
    async with connect(settings) as own:
        assert await keyring_of(settings).add(own) == 2
        await conn.execute("DELETE FROM code_keys WHERE key_version = 2")  # the backup is of before
        assert await keyring_of(settings).add(own) == 3
    rows = await (await conn.execute("SELECT key_version, check_value FROM code_keys ORDER BY key_version")).fetchall()
    known = KeyFolder(settings.keys_folder, {})
    assert [version for version, _ in rows] == [1, 3]
    assert rows[1][1] == known.read(3).check_value() != known.read(2).check_value()


@pytest.mark.parametrize("handed_over", [2, 5])
async def test_a_key_of_the_environment_is_added_as_the_next_version_alone(
    place: Installation, handed_over: int
) -> None:
    await open_keys(place)
    result = await run(place, "keys", "add", **{f"HALLMINT_CODE_KEY_{handed_over}": _MASTER})
    assert (result.returncode, result.stderr) == (0, "")
    version, from_file = (2, False) if handed_over == 2 else (6, True)
    assert result.stdout == f"code key {version} is live; back up its file\n"
    assert (place.home / "keys" / f"code-key-{version}.hex").exists() is from_file


@pytest.mark.parametrize("program", ["serve", "worker"])
async def test_a_missing_key_stops_every_program_and_no_new_one_is_made(
    place: Installation, key_file: KeyFile, program: str
) -> None:
    await open_keys(place)
    key_file.remove()
    result = await run(place, program)
    assert result.returncode == 78
    line = told(result)
    for hint in ("code key 1 is missing", str(key_file.path), "backup", "HALLMINT_CODE_KEY_1", "keys lost 1"):
        assert hint in line
    assert [name for name in key_file.folder() if name.startswith("code-key")] == []


@pytest.mark.parametrize(
    ("text", "mode", "says"),
    [
        (
            _MASTER[:-2] + "\n",
            0o600,
            "it must be 64 hex digits and a line feed (32 random bytes), and has 62 characters",
        ),
        (_MASTER + "00\n", 0o600, "and has 66 characters"),
        ("", 0o600, "and has 0 characters"),
        (_MASTER[:-1] + "g\n", 0o600, "is not a code key"),
        (_MASTER + "\n", 0o640, "can be read by others"),
        (_MASTER + "\n", 0o604, "Run `chmod 600"),
        (_MASTER + "\n", 0o600, "is not the one this database was used with"),
    ],
)
async def test_a_key_that_cannot_be_used_is_refused_with_what_to_do(
    place: Installation, key_file: KeyFile, text: str, mode: int, says: str
) -> None:
    await open_keys(place)
    key_file.write(text, mode)
    with pytest.raises(KeyFileError) as caught:
        await open_keys(place)
    assert says in str(caught.value)
    assert _MASTER[:8] not in str(caught.value)
    assert key_file.read() == text


async def test_a_key_from_the_environment_needs_no_file(place: Installation, tmp_path: Path) -> None:
    result = await run(place, "keys", "add", HALLMINT_CODE_KEY_1=_MASTER)
    assert (result.returncode, result.stderr) == (0, "")
    assert not (place.home / "keys").exists()
    out = tmp_path / "out"
    result = await run(place, "keys", "export", "--output", str(out), HALLMINT_CODE_KEY_1=_MASTER)
    assert result.returncode == 0
    derived = CodeKey.from_master(bytes.fromhex(_MASTER)).derived()
    assert (out / "code-key-derived-1.hex").read_text() == derived.hex() + "\n"
    assert told(await run(place, "worker")).startswith("error: code key 1 is missing")
    wrong = await run(place, "worker", HALLMINT_CODE_KEY_1=_MASTER[:-2])
    assert (wrong.returncode, _MASTER[:8] in wrong.stderr) == (78, False)
    assert "HALLMINT_CODE_KEY_1 is not a code key" in told(wrong)


@pytest.mark.usefixtures("worker")
async def test_keys_are_added_retired_and_exported_while_the_server_runs(
    server: Installation, api: Api, tmp_path: Path
) -> None:
    first = await api.ended((await api.submit(5)).batch_id)
    result = await run(server, "keys", "add")
    assert result.stdout == "code key 2 is live; back up its file\n"
    assert ((server.home / "keys" / "code-key-2.hex").stat().st_mode & 0o777) == 0o600
    second = await api.ended((await api.submit(5)).batch_id)
    assert (first.key_version, second.key_version) == (1, 2)
    old, new = await tokens(api, first.batch_id), await tokens(api, second.batch_id)
    assert [await found(api, token) for token in (*old, *new)] == [True] * 10

    out = tmp_path / "out"
    result = await run(server, "keys", "export", "-o", str(out))
    paths = sorted(out.iterdir())
    assert result.stdout.splitlines() == [f"wrote {path}" for path in reversed(paths)]
    assert [(path.name, path.stat().st_mode & 0o777) for path in paths] == [
        ("code-key-derived-1.hex", 0o600),
        ("code-key-derived-2.hex", 0o600),
    ]
    for path, batch, made in zip(paths, (first, second), (old, new), strict=True):
        key = CodeKey.from_derived(bytes.fromhex(path.read_text()))  # all that a resolver gets
        assert [key.decode(f"gtin:{GTIN}", t.code) for t in made] == [(batch.batch_no, t.seq) for t in made]

    result = await run(server, "keys", "retire", "2")
    assert result.stdout == "code key 2 is retired; keep its file, codes are still looked up with it\n"
    assert (await api.ended((await api.submit(1)).batch_id)).key_version == 1  # the newest that is live
    result = await run(server, "keys", "retire", "1")
    assert "keep its file" in result.stdout
    assert result.stdout.endswith("no code key is live now: nothing is minted until `hallmint-server keys add`\n")
    assert (await refused(api.submit(1))).reason == "NO_CODE_KEY"
    assert [await found(api, token) for token in (*old, *new)] == [True] * 10
    listed = (await run(server, "keys", "list")).stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [["version", "state"], ["2", "retired"], ["1", "retired"]]
    assert not any(path.read_text().strip() in "".join(listed) for path in paths)
    assert (await server.fsck()).findings == []


async def test_a_version_that_is_not_there_is_refused(place: Installation) -> None:
    await open_keys(place)
    settings = place.settings
    async with connect(settings) as own:
        ring = keyring_of(settings)
        for change in (ring.retire(own, 7), ring.lose(own, 7)):
            with pytest.raises(KeyFileError, match=r"^there is no code key 7; known: 1$"):
                await change
