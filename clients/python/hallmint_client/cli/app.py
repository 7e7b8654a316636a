"""The `hallmint` command: its subcommands, global options and exit codes."""

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from hallmint_client.cli.exit import MEANING, ExitCode
from hallmint_client.cli.group import LoadsByName
from hallmint_client.cli.option import GLOBAL_PANEL, CredentialFile, Json, Setting
from hallmint_client.cli.screen import ReaderGoneError, Screen
from hallmint_client.connection import DEFAULT_ADDRESS
from hallmint_client.policy import Policy

# Typer keeps the lines of a paragraph that begins with \b.
_EPILOG = "\n".join(["\b\nExit codes:", *(f"{code.value:>4}  {meaning}" for code, meaning in MEANING.items())])


class Subcommands(LoadsByName):
    """Commands and groups of commands, and where each is."""

    places = MappingProxyType(
        {
            "mint": "hallmint_client.cli.mint:mint",
            "batches": "hallmint_client.cli.batch:batches",
            "batch": "hallmint_client.cli.batch:batch",
            "cancel": "hallmint_client.cli.batch:cancel",
            "resume": "hallmint_client.cli.batch:resume",
            "tokens": "hallmint_client.cli.token:tokens",
            "token": "hallmint_client.cli.token:token",
            "proof": "hallmint_client.cli.proof:proof",
            "verify": "hallmint_client.cli.proof:verify",
            "monitor": "hallmint_client.cli.monitor:monitor",
            "monitor-key": "hallmint_client.cli.monitor_key:monitor_key",
            "revoke": "hallmint_client.cli.revoke:revoke",
            "export": "hallmint_client.cli.export:export",
            "verify-pack": "hallmint_client.cli.verify_pack:verify_pack",
            "stats": "hallmint_client.cli.stats:stats",
            "products": "hallmint_client.cli.product:listing",
            "brands": "hallmint_client.cli.brand:listing",
            "exports": "hallmint_client.cli.exports:exports_app",
            "profile": "hallmint_client.cli.profile:profile_app",
            "product": "hallmint_client.cli.product:product_app",
            "production": "hallmint_client.cli.production:production_app",
            "template": "hallmint_client.cli.template:template_app",
            "market": "hallmint_client.cli.market:market_app",
            "link": "hallmint_client.cli.link:link_app",
            "brand": "hallmint_client.cli.brand:brand_app",
            "member": "hallmint_client.cli.member:member_app",
            "credential": "hallmint_client.cli.credential:credential_app",
            "audit": "hallmint_client.cli.audit:audit_app",
            "scans": "hallmint_client.cli.scans:scans_app",
        }
    )


app = typer.Typer(
    name="hallmint",
    cls=Subcommands,
    epilog=_EPILOG,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hallmint {version('hallmint-client')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    ctx: typer.Context,
    *,
    server: Annotated[
        str,
        typer.Option(
            envvar="HALLMINT_SERVER",
            metavar="HOST:PORT",
            help="Where the server listens.",
            rich_help_panel=GLOBAL_PANEL,
        ),
    ] = DEFAULT_ADDRESS,
    brand_name: Annotated[
        str | None,
        typer.Option(
            "--brand",
            envvar="HALLMINT_BRAND",
            metavar="SLUG",
            help="For people of several brands: the acting one, slug or id.",
            rich_help_panel=GLOBAL_PANEL,
        ),
    ] = None,
    credential_file: CredentialFile = None,
    ca: Annotated[
        Path | None,
        typer.Option(
            envvar="HALLMINT_CA",
            metavar="FILE",
            help="TLS: who may vouch for the server (PEM); without it plaintext.",
            rich_help_panel=GLOBAL_PANEL,
        ),
    ] = None,
    client_certificate: Annotated[
        Path | None,
        typer.Option(
            envvar="HALLMINT_CLIENT_CERTIFICATE",
            metavar="FILE",
            help="Mutual TLS: who we are (PEM), with --client-key.",
            rich_help_panel=GLOBAL_PANEL,
        ),
    ] = None,
    client_key: Annotated[
        Path | None,
        typer.Option(
            envvar="HALLMINT_CLIENT_KEY",
            metavar="FILE",
            help="Mutual TLS: the key of --client-certificate (PEM).",
            rich_help_panel=GLOBAL_PANEL,
        ),
    ] = None,
    json: Json = False,
    timeout: Annotated[
        float,
        typer.Option(
            metavar="SECONDS", min=0.1, max=86_400, help="For one call with its retries.", rich_help_panel=GLOBAL_PANEL
        ),
    ] = Policy().timeout,
    show_version: Annotated[  # noqa: ARG001 - its callback acts
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Mint Digital Product Passport identities, and look after them.

    Who calls is in the environment variable HALLMINT_CREDENTIAL, or in a file: --credential-file or HALLMINT_CREDENTIAL_FILE.
    """
    ctx.obj = Setting(
        server=server,
        brand=brand_name,
        credential_file=credential_file,
        ca=ca,
        client_certificate=client_certificate,
        client_key=client_key,
        json=json,
        timeout=timeout,
    )
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments, or those of the process. Returns its exit code and never raises."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a stand-in for a stream
            stream.reconfigure(errors="replace")  # type: ignore[union-attr] # what the terminal cannot show becomes ?
    screen = Screen.open(json="--json" in given)
    try:
        code = app(given, prog_name="hallmint", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "hallmint"
        return screen.problem(
            error.format_message().removeprefix("Invalid value: "), "USAGE", f"see `{command} --help`", ExitCode.USAGE
        )
    except (typer.Abort, KeyboardInterrupt):
        return screen.interrupted("")
    except (ReaderGoneError, BrokenPipeError):
        # No error. But Python would complain while it flushes the rest at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception as error:  # noqa: BLE001 - the last line of defence: one line instead of a traceback
        what = f"a fault of the command: {type(error).__name__}: {error}"
        return screen.problem(what, "INTERNAL", "please report it with what you typed", ExitCode.INTERNAL)
    return code if isinstance(code, int) else ExitCode.OK
