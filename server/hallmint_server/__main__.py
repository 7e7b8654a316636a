"""The `hallmint-server` command.

Exit codes: 0 done; 1 failed, or fsck found something; 2 wrong usage; 78 a setting, a key or the schema forbids it (the
message says what to do, and starting again without doing it will not help).
"""

import asyncio
import atexit
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, NoReturn
from uuid import UUID

import psycopg
import typer
from pydantic import SecretStr, ValidationError

from hallmint_server import failpoint, log_line, settings
from hallmint_server.db.embedded import EmbeddedPostgres, EmbeddedPostgresError, FolderInUseError
from hallmint_server.db.migrate import MigrationError, migrate
from hallmint_server.exporting.link_key import LinkKeys
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.secret import KeyFileError

EXIT_CONFIG = 78

app = typer.Typer(
    name="hallmint-server",
    help="Hallmint's server: gRPC control plane, workers and their tools. Settings are HALLMINT_* variables; see `check-config`.",
    epilog="Exit codes: 0 done; 1 failed, or fsck found something; 2 wrong usage; 78 a setting, a key or the schema forbids it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
keys_app = typer.Typer(help="Code keys: what codes are made and looked up with. Back them up.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")


def main() -> None:
    """Run the command; every known error is one line on standard error."""
    try:
        app()
    except (KeyFileError, MigrationError, ValidationError, EmbeddedPostgresError, ValueError) as error:
        _die(error, EXIT_CONFIG)
    except (psycopg.Error, OSError) as error:
        _die(error, 1)


def _die(error: Exception, code: int) -> NoReturn:
    text = settings.faults(error) if isinstance(error, ValidationError) else str(error)
    print(f"error: {' '.join(text.split())}", file=sys.stderr)
    sys.exit(code)


def _settings() -> settings.Settings:
    found = settings.read()
    log_line.configure(found.log_level)
    failpoint.configure(found.failpoints)
    return found


def _settings_with_database() -> settings.Settings:
    """The settings; without a database URL, that of the embedded server in the home folder. If `dev` does not run it now, it
    is started for as long as this command lasts: a key that `dev` refuses to start without can be given up then.
    """
    found = _settings()
    folder = found.home / "postgres"
    if found.database_url is not None or not (folder / "password").exists():
        return found
    embedded = EmbeddedPostgres(folder)
    try:
        embedded.start()
        atexit.register(embedded.stop)
    except FolderInUseError:
        pass  # `dev` runs it
    return found.model_copy(update={"database_url": SecretStr(embedded.dsn)})


def _run(work: Callable[[], Coroutine[Any, Any, int | None]]) -> None:
    code = asyncio.run(work())
    if code:
        raise typer.Exit(code)


_UntilEof = Annotated[
    bool, typer.Option(hidden=True, help="Stop at the end of standard input: `dev` is gone, however it ended.")
]


@app.command()
def serve(until_eof: _UntilEof = False) -> None:
    """Serve gRPC until SIGTERM or Ctrl-C."""
    found = _settings_with_database()
    from hallmint_server.rpc.server import serve as serve_grpc  # grpc is loaded only where it is served
    from hallmint_server.stop import run_until_stopped

    run_until_stopped(lambda stop: serve_grpc(found, stop), until_eof=until_eof)


@app.command()
def worker(until_eof: _UntilEof = False) -> None:
    """Mint until SIGTERM or Ctrl-C; the cycle that runs is finished first. Several may run at once."""
    found = _settings_with_database()
    from hallmint_server.command import work
    from hallmint_server.stop import run_until_stopped

    run_until_stopped(lambda stop: work(found, stop), until_eof=until_eof)


@app.command(name="migrate")
def migrate_command() -> None:
    """Bring the database's schema up to date."""
    found = _settings_with_database()

    async def run() -> None:
        names = await migrate(found.dsn())
        print("\n".join(f"applied {name}" for name in names) or "the schema is up to date")

    _run(run)


@app.command(name="bootstrap")
def bootstrap_command(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the credential into this new file (mode 0600).")
    ] = None,
    another: Annotated[bool, typer.Option(help="Make one more, where there is one already.")] = False,
    replace_key: Annotated[
        bool, typer.Option(help="The credential key is gone: make a new one. Every credential made before ends.")
    ] = False,
) -> None:
    """Make the operator's credential, which makes brands. It is shown once."""
    found = _settings_with_database()
    from hallmint_server.command import connect
    from hallmint_server.tenancy.bootstrap import bootstrap, keep
    from hallmint_server.tenancy.hash_key import HashKey

    if output is not None and output.exists():
        raise ValueError(f"{output} exists; nothing was made")

    async def run() -> None:
        async with connect(found) as conn:
            hash_key = HashKey(found.keys_folder, found.credential_key)
            key = await bootstrap(conn, hash_key, another=another, replace_key=replace_key)
        if output is None:
            print(key)
        else:
            keep(output, key)
            print(f"wrote the operator's credential to {output}")

    _run(run)


@app.command()
def fsck(
    batch: Annotated[UUID | None, typer.Option(help="Check one batch only.")] = None,
    packs: Annotated[bool, typer.Option("--packs", help="Read every pack of exports, and prove its digest.")] = False,
) -> None:
    """Check every token, root, counter, job and event, and that packs are there. Exit code 0 or 1."""
    found = _settings_with_database()
    from hallmint_server.fsck.command import fsck as check

    _run(lambda: check(found, batch, digests=packs))


@app.command(name="check-config")
def check_config() -> None:
    """Show every setting with its meaning, and refuse what is wrong, also names that do not exist."""
    found = _settings()
    unknown = settings.unknown_names()
    for name, field in settings.Settings.model_fields.items():
        if name == "code_keys":
            shown = ", ".join(f"version {v}" for v in sorted(found.code_keys)) or "none"
            variable = "HALLMINT_CODE_KEY_<n>"
        else:
            value = getattr(found, name)
            shown = "" if value is None else str(value)
            variable = f"HALLMINT_{name.upper()}"
        print(f"{variable:<28} {shown:<32} {field.description}")
    KeyFolder(found.keys_folder, found.code_keys).check()
    if unknown:
        raise ValueError(f"there is no such setting: {', '.join(unknown)}")


@app.command()
def dev(
    demo: Annotated[bool, typer.Option(help="Load the demo catalogue and mint.")] = False,
    exit_: Annotated[bool, typer.Option("--exit", help="With --demo: stop after the summary.")] = False,
    quantity: Annotated[int, typer.Option(min=1, max=1_000_000, help="With --demo: units to mint.")] = 1_000_000,
    workers: Annotated[int, typer.Option(min=1, max=16, help="How many workers.")] = 1,
    witnesses: Annotated[
        int, typer.Option(min=0, max=15, help="How many witnesses, which must all cosign the log.")
    ] = 0,
) -> None:
    """Start everything on this machine: embedded PostgreSQL, migrations, server and workers, until Ctrl-C."""
    found = _settings()
    from hallmint_server.dev.run import run_dev

    code = run_dev(
        found, workers=workers, demo_quantity=quantity if demo else None, exit_after=exit_, witnesses=witnesses
    )
    if code:
        raise typer.Exit(code)


@keys_app.command(name="add")
def keys_add() -> None:
    """Make the next key version; batches are minted with it from now on."""
    _keys(lambda ring, conn: _added(ring.add(conn)))


async def _added(work: Coroutine[Any, Any, int]) -> None:
    print(f"code key {await work} is live; back up its file")


@keys_app.command(name="list")
def keys_list() -> None:
    """List versions and their states; no key is shown."""

    async def run(ring: Any, conn: Any) -> None:
        print(f"{'version':<9}{'state':<10}{'check value':<18}made")
        for record in await ring.records(conn):
            made = f"{record.created_at:%Y-%m-%d %H:%M}"
            print(f"{record.version:<9}{record.state:<10}{record.check_value.hex():<18}{made}")

    _keys(run)


@keys_app.command(name="retire")
def keys_retire(version: int) -> None:
    """Mint no more with a version; its codes stay valid."""

    async def run(ring: Any, conn: Any) -> None:
        await ring.retire(conn, version)
        print(f"code key {version} is retired; keep its file, codes are still looked up with it")
        if await ring.live_version(conn, lock=False) is None:
            print("no code key is live now: nothing is minted until `hallmint-server keys add`")

    _keys(run)


@keys_app.command(name="export")
def keys_export(
    folder: Annotated[Path, typer.Option("--output", "-o", help="Folder for code-key-derived-<version>.hex files.")],
) -> None:
    """Write derived keys, which is all a resolver gets: enough to look codes up, not to find the master key."""
    from hallmint_server.keyring.file import write_derived

    async def run(ring: Any, conn: Any) -> None:
        for record in await ring.records(conn):
            if record.state != "lost":
                print(f"wrote {write_derived(folder, record.version, ring.key(record))}")

    _keys(run)


@keys_app.command(name="lost")
def keys_lost(
    version: int,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Give up a key that is gone: an index on its codes keeps everything printed resolvable."""
    if not yes:
        typer.confirm(
            f"Code key {version} will never be used again, and unfinished batches of it cannot go on. Is its file gone for good?",
            abort=True,
        )

    async def run(ring: Any, conn: Any) -> None:
        last = await ring.lose(conn, version)
        print(f"code key {version} is given up; its codes, of batches up to number {last}, are found by an index now")

    _keys(run)


@keys_app.command(name="rotate-links")
def keys_rotate_links() -> None:
    """Make the next key of links to packs. Links that were made with the one before stay good for their 300 s."""
    LinkKeys.rotate(_settings().keys_folder)
    print("a new link key is made; start every `serve` again, then links are signed with it")


def _keys(work: Callable[[Any, Any], Coroutine[Any, Any, None]]) -> None:
    found = _settings_with_database()
    from hallmint_server.command import connect, keyring_of

    async def run() -> None:
        async with connect(found) as conn:
            await work(keyring_of(found), conn)

    _run(run)


if __name__ == "__main__":
    main()
