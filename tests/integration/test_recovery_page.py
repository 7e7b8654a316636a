"""docs/operate/recovery.md: what it says to run is run, as it stands there."""

import asyncio
import re
import shlex
from typing import Any

import psycopg

from hallmint_server.log.key import CHECKPOINT_FILE
from hallmint_server.log.opening import public_key
from tests.support.api import Api
from tests.support.hand import hand
from tests.support.installation import Installation
from tests.support.markdown import ROOT
from tests.support.sequencing import Queued, sequence

Conn = psycopg.AsyncConnection[Any]
_PAGE = (ROOT / "docs" / "operate" / "recovery.md").read_text(encoding="utf-8")


def block(language: str, having: str) -> str:
    """The one block of the page in this language that has these words."""
    (found,) = [text for text in re.findall(rf"```{language}\n(.*?)```", _PAGE, re.DOTALL) if having in text]
    return str(found)


async def log_of(conn: Conn) -> tuple[Any, ...]:
    row = await (await conn.execute("SELECT size, root FROM log_tree")).fetchone()
    assert row is not None
    return tuple(row)


async def test_another_log_begins_over_the_same_entries(server: Installation, api: Api, conn: Conn) -> None:
    async with hand(server.settings, units=600) as worker:
        await api.submit(600)
        await worker.cycle()
        await worker.release()
    await sequence(server.settings)
    await Queued(conn=conn).add(10)
    await sequence(server.settings)
    before, old_key = await log_of(conn), public_key(server.settings.keys_folder)
    assert (await server.fsck()).findings == []

    program, *words = shlex.split(block("sh", "log begin"), comments=True)
    done = await asyncio.to_thread(server.run, *words, "--yes")
    assert (program, done.returncode, done.stderr) == ("hallmint-server", 0, "")
    await sequence(server.settings)

    assert await log_of(conn) == before
    new_key = public_key(server.settings.keys_folder)
    assert new_key.startswith("id.example.com/log2+")
    assert done.stdout.splitlines()[-1].endswith(new_key)
    for name, text in (
        ("public-key", f"{old_key}\n"),
        ("key", "PRIVATE+KEY+"),
        ("checkpoint", "id.hallmint.example/log\n"),
    ):
        assert (server.settings.keys_folder / f"ended-1-log-{name}.txt").read_text().startswith(text)
    head = (server.settings.keys_folder / CHECKPOINT_FILE).read_text()
    assert head.splitlines()[:2] == ["id.example.com/log2", str(before[0])]
    assert (await server.fsck()).findings == []
    await Queued(conn=conn).add(3, 100)  # and it grows, guarded as before
    await sequence(server.settings)
    assert (await log_of(conn))[0] == before[0] + 3
    assert (await server.fsck()).findings == []
    guarded = "SELECT tgenabled FROM pg_trigger WHERE tgname = 'log_checkpoints_append_only'"
    assert await (await conn.execute(guarded)).fetchone() in (("O",), (b"O",))


def test_the_page_says_to_add_a_key_before_the_first_worker_starts() -> None:
    lines = block("sh", "keys add").splitlines()
    assert [line.split("  ")[0].split(" <")[0] for line in lines] == [
        "hallmint-server keys add",
        "hallmint-server keys list",
        "hallmint-server keys retire 2",
        "hallmint-server keys export -o",
        "hallmint-server fsck",
    ]
