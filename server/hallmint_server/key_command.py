"""`hallmint-server keys`: code keys, and the key of links to packs."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from hallmint_server.invocation import opened, opened_with_database, run

keys_app = typer.Typer(help="Code keys: what codes are made and looked up with. Back them up.")

_Version = Annotated[int, typer.Argument(metavar="VERSION", help="As `keys list` shows it.")]


@keys_app.command(name="add")
def keys_add() -> None:
    """Make the next key version; batches are minted with it from now on."""
    _keys(lambda ring, conn: _added(ring.add(conn)))


async def _added(work: Coroutine[Any, Any, int]) -> None:
    print(f"code key {await work} is live; back up its file")


@keys_app.command(name="list")
def keys_list() -> None:
    """List versions and their states; no key is shown."""

    async def listed(ring: Any, conn: Any) -> None:
        print(f"{'version':<9}{'state':<10}{'check value':<18}made")
        for record in await ring.records(conn):
            made = f"{record.created_at:%Y-%m-%d %H:%M}"
            print(f"{record.version:<9}{record.state:<10}{record.check_value.hex():<18}{made}")

    _keys(listed)


@keys_app.command(name="retire")
def keys_retire(version: _Version) -> None:
    """Mint no more with a version; its codes stay valid."""

    async def retired(ring: Any, conn: Any) -> None:
        await ring.retire(conn, version)
        print(f"code key {version} is retired; keep its file, codes are still looked up with it")
        if await ring.live_version(conn, lock=False) is None:
            print("no code key is live now: nothing is minted until `hallmint-server keys add`")

    _keys(retired)


@keys_app.command(name="export")
def keys_export(
    folder: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="Folder for files code-key-derived-<version>.hex."),
    ],
) -> None:
    """Write derived keys, which is all a resolver gets: enough to look codes up, not to find the master key."""
    from hallmint_server.keyring.file import write_derived

    async def exported(ring: Any, conn: Any) -> None:
        for record in await ring.records(conn):
            if record.state != "lost":
                print(f"wrote {write_derived(folder, record.version, ring.key(record))}")

    _keys(exported)


@keys_app.command(name="lost")
def keys_lost(
    version: _Version,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Give up a key that is gone: an index on its codes keeps everything printed resolvable."""
    if not yes:
        typer.confirm(
            f"Code key {version} will never be used again, and unfinished batches of it cannot go on. Is its file gone for good?",
            abort=True,
        )

    async def given_up(ring: Any, conn: Any) -> None:
        last = await ring.lose(conn, version)
        print(f"code key {version} is given up; its codes, of batches up to number {last}, are found by an index now")

    _keys(given_up)


@keys_app.command(name="rotate-links")
def keys_rotate_links() -> None:
    """Make the next key of links to packs. Links that were made with the one before stay good for their 300 s."""
    found = opened()
    from hallmint_server.exporting.link_key import LinkKeys

    LinkKeys.rotate(found.keys_folder)
    print("a new link key is made; start every `serve` again, then links are signed with it")


def _keys(work: Callable[[Any, Any], Coroutine[Any, Any, None]]) -> None:
    found = opened_with_database()
    from hallmint_server.command import connect, keyring_of

    async def connected() -> None:
        async with connect(found) as conn:
            await work(keyring_of(found), conn)

    run(connected)
