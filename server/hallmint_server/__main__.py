"""The `hallmint-server` command.

Exit codes: 0 done; 1 failed, or fsck found something; 2 wrong usage; 78 a setting, a key or the schema forbids it (the
message says what to do, and starting again without doing it will not help).
"""

from pathlib import Path
from typing import Annotated, NoReturn
from uuid import UUID

import typer

from hallmint_server.invocation import EXIT_USAGE, invoke, opened, opened_with_database, run
from hallmint_server.key_command import keys_app
from hallmint_server.log_command import log_app

_NAME = "hallmint-server"

app = typer.Typer(
    name=_NAME,
    epilog="Exit codes: 0 done; 1 failed, or fsck found something; 2 wrong usage; 78 a setting, a key or the schema forbids it.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(keys_app, name="keys")
app.add_typer(log_app, name="log")


def main() -> NoReturn:
    """Run the command; every known error is one line on standard error."""
    invoke(app, _NAME)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"{_NAME} {version(_NAME)}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def everything(
    ctx: typer.Context,
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Hallmint's server: gRPC control plane, workers and their tools. Settings are HALLMINT_* variables; see `check-config`."""
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())
        raise typer.Exit(EXIT_USAGE)


_UntilEof = Annotated[
    bool, typer.Option("--until-eof", hidden=True, help="Stop at the end of standard input: `dev` is gone.")
]


@app.command()
def serve(until_eof: _UntilEof = False) -> None:
    """Serve gRPC, and downloads of packs, until SIGTERM or Ctrl-C. It waits for a database that is away."""
    found = opened_with_database()
    from hallmint_server.rpc.server import serve as serve_grpc  # grpc is loaded only where it is served
    from hallmint_server.stop import run_until_stopped

    run_until_stopped(lambda stop: serve_grpc(found, stop), until_eof=until_eof)


@app.command()
def worker(until_eof: _UntilEof = False) -> None:
    """Mint, revoke, export and sign the public log until SIGTERM or Ctrl-C; the cycle that runs is finished first. Several may
    run at once.
    """
    found = opened_with_database()
    from hallmint_server.command import work
    from hallmint_server.stop import run_until_stopped

    run_until_stopped(lambda stop: work(found, stop), until_eof=until_eof)


@app.command(name="migrate")
def migrate_command() -> None:
    """Bring the database's schema up to date. It may be run again, and by several at once."""
    found = opened_with_database()
    from hallmint_server.db.migrate import migrate

    async def migrated() -> None:
        names = await migrate(found.dsn())
        print("\n".join(f"applied {name}" for name in names) or "the schema is up to date")

    run(migrated)


@app.command(name="bootstrap")
def bootstrap_command(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the credential into this new file (mode 0600)."),
    ] = None,
    another: Annotated[bool, typer.Option("--another", help="Make one more, where there is one already.")] = False,
    replace_key: Annotated[
        bool,
        typer.Option(
            "--replace-key",
            help="The credential key is gone: make a new one. Every credential made before ends.",
        ),
    ] = False,
) -> None:
    """Make the operator's credential, which makes brands. It is shown once."""
    found = opened_with_database()
    from hallmint_server.command import connect
    from hallmint_server.tenancy.bootstrap import bootstrap, keep
    from hallmint_server.tenancy.hash_key import HashKey

    if output is not None and output.exists():
        raise ValueError(f"{output} exists; nothing was made")

    async def made() -> None:
        async with connect(found) as conn:
            hash_key = HashKey(found.keys_folder, found.credential_key)
            key = await bootstrap(conn, hash_key, another=another, replace_key=replace_key)
        if output is None:
            print(key)
        else:
            keep(output, key)
            print(f"wrote the operator's credential to {output}")

    run(made)


@app.command()
def fsck(
    batch: Annotated[UUID | None, typer.Option(metavar="ID", help="Check one batch only.")] = None,
    packs: Annotated[bool, typer.Option("--packs", help="Read every pack of exports, and prove its digest.")] = False,
) -> None:
    """Check every token, root, counter, job and event, the public log, and that packs are there. Exit code 0 or 1."""
    found = opened_with_database()
    from hallmint_server.fsck.command import fsck as check

    run(lambda: check(found, batch, digests=packs))


@app.command(name="check-config")
def check_config() -> None:
    """Show every setting with its meaning, and refuse what is wrong: names that do not exist, and keys, certificates and a
    policy that cannot be used. It needs no database.
    """
    from hallmint_server import settings
    from hallmint_server.keyring.file import KeyFolder
    from hallmint_server.log.policy import open_policy
    from hallmint_server.rpc.transport import server_credentials

    found = settings.read()
    names = {
        name: "HALLMINT_CODE_KEY_<n>" if name == "code_keys" else f"HALLMINT_{name.upper()}"
        for name in settings.Settings.model_fields
    }
    widest = max(map(len, names.values()))
    for name, field in settings.Settings.model_fields.items():
        if name == "code_keys":
            shown = ", ".join(f"version {v}" for v in sorted(found.code_keys)) or "none"
        else:
            value = getattr(found, name)
            shown = "" if value is None else str(value)
        print(f"{names[name]:<{widest}} {shown:<32} {field.description}")
    opened()
    server_credentials(found)
    if found.log_policy:
        open_policy(found.log_policy)
    KeyFolder(found.keys_folder, found.code_keys).check()


@app.command()
def dev(
    demo: Annotated[bool, typer.Option("--demo", help="Load the demo catalogue and mint.")] = False,
    exit_: Annotated[bool, typer.Option("--exit", help="With --demo: stop after the summary.")] = False,
    quantity: Annotated[
        int, typer.Option(metavar="N", min=1, max=1_000_000, help="With --demo: units to mint.")
    ] = 1_000_000,
    workers: Annotated[int, typer.Option(metavar="N", min=1, max=16, help="How many workers.")] = 1,
    witnesses: Annotated[
        int, typer.Option(metavar="N", min=0, max=15, help="How many witnesses, which must all cosign the log.")
    ] = 0,
) -> None:
    """Start everything on this machine, until Ctrl-C: embedded PostgreSQL, migrations, server, workers and, where they are
    installed, the resolver and the console.
    """
    found = opened()
    from hallmint_server.dev.run import run_dev

    code = run_dev(
        found, workers=workers, demo_quantity=quantity if demo else None, exit_after=exit_, witnesses=witnesses
    )
    if code:
        raise typer.Exit(code)


if __name__ == "__main__":
    main()
