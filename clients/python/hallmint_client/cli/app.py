"""The `hallmint` command: its subcommands, global options and exit codes."""

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from hallmint_client.cli import (
    batch,
    brand,
    export,
    mint,
    monitor,
    monitor_key,
    product,
    proof,
    revoke,
    stats,
    token,
    verify_pack,
)
from hallmint_client.cli.audit import audit_app
from hallmint_client.cli.credential import credential_app
from hallmint_client.cli.exit import MEANING, ExitCode
from hallmint_client.cli.exports import exports_app
from hallmint_client.cli.link import link_app
from hallmint_client.cli.market import market_app
from hallmint_client.cli.member import member_app
from hallmint_client.cli.option import GLOBAL_PANEL, CredentialFile, Json, Setting
from hallmint_client.cli.production import production_app
from hallmint_client.cli.profile import profile_app
from hallmint_client.cli.scans import scans_app
from hallmint_client.cli.screen import ReaderGoneError, Screen
from hallmint_client.cli.template import template_app
from hallmint_client.connection import DEFAULT_ADDRESS
from hallmint_client.policy import Policy

# Typer keeps the lines of a paragraph that begins with \b.
_EPILOG = "\n".join(["\b\nExit codes:", *(f"{code.value:>4}  {meaning}" for code, meaning in MEANING.items())])

app = typer.Typer(
    name="hallmint",
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


app.command("mint")(mint.mint)
app.command("batches")(batch.batches)
app.command("batch")(batch.batch)
app.command("cancel")(batch.cancel)
app.command("resume")(batch.resume)
app.command("tokens")(token.tokens)
app.command("token")(token.token)
app.command("proof")(proof.proof)
app.command("verify")(proof.verify)
app.command("monitor")(monitor.monitor)
app.command("monitor-key")(monitor_key.monitor_key)
app.command("revoke")(revoke.revoke)
app.command("export")(export.export)
app.add_typer(exports_app, name="exports")
app.command("verify-pack")(verify_pack.verify_pack)
app.add_typer(profile_app, name="profile")
app.command("stats")(stats.stats)
app.command("products")(product.listing)
app.add_typer(product.product_app, name="product")
app.add_typer(production_app, name="production")
app.add_typer(template_app, name="template")
app.add_typer(market_app, name="market")
app.add_typer(link_app, name="link")
app.command("brands")(brand.listing)
app.add_typer(brand.brand_app, name="brand")
app.add_typer(member_app, name="member")
app.add_typer(credential_app, name="credential")
app.add_typer(audit_app, name="audit")
app.add_typer(scans_app, name="scans")


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
