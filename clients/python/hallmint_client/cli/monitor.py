"""`hallmint monitor`: the public log followed from where it last stood, and what a brand finds of its own in it."""

import contextlib
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from hallmint_client.cli.command import combined
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.monitor_key import read_monitor_key
from hallmint_client.cli.monitor_round import INTERRUPTED, Monitoring
from hallmint_client.cli.option import (
    Brand,
    Ca,
    ClientCertificate,
    ClientKey,
    CredentialFile,
    Json,
    LogKey,
    LogTrust,
    Server,
    Timeout,
    Witnesses,
    WitnessKeys,
)
from hallmint_client.cli.screen import Screen
from hallmint_client.cli.secret import find_credential
from hallmint_client.log.monitor import Trust
from hallmint_client.log.site import Site, SiteError
from hallmint_client.log.standing import StateError, load
from hallmint_client.policy import Policy

_INTERVAL = 60.0


def monitor(
    ctx: typer.Context,
    *,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the log is: a resolver, https://id.example.com.")],
    log_key: LogKey,
    witness_key: WitnessKeys = None,
    witnesses: Witnesses = None,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="FILE", help="Where it last stood; without it everything is read each time."),
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Go on until Ctrl-C, or until something is wrong.")] = False,
    interval: Annotated[
        float, typer.Option("--interval", metavar="SECONDS", min=0.1, max=86_400, help="Between two looks of --follow.")
    ] = _INTERVAL,
    monitor_key: Annotated[
        Path | None,
        typer.Option("--monitor-key", metavar="FILE", help="The brand's, of `hallmint monitor-key`: list its entries."),
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option("--known", metavar="FILE", help="Batch ids that you ordered, a line each: name all others."),
    ] = None,
    tokens: Annotated[
        bool, typer.Option("--tokens", help="Have every block of 256 tokens of the brand proved too.")
    ] = False,
    from_start: Annotated[bool, typer.Option("--from-start", help="Read what was seen before once more.")] = False,
    server: Server = None,
    brand: Brand = None,
    json: Json = False,
    timeout: Timeout = None,
    credential_file: CredentialFile = None,
    ca: Ca = None,
    client_certificate: ClientCertificate = None,
    client_key: ClientKey = None,
) -> None:
    """Follow the public log: that its head is signed, that it only ever grew, and that entries and tiles are what was signed.

    With the brand's monitor key: which entries are the brand's. With a credential too: of what, how many, and whether the server
    says the same. Exit code 5 where anything is not as it must be, 4 where nobody answers.
    """
    given = combined(
        ctx.obj,
        server=server,
        brand=brand,
        json=json,
        timeout=timeout,
        credential_file=credential_file,
        ca=ca,
        client_certificate=client_certificate,
        client_key=client_key,
    )
    screen = Screen.open(json=given.json)
    trusted = LogTrust.of(log_key, witness_key, witnesses)
    if trusted is None:
        raise typer.BadParameter("it is empty", param_hint="--log-key")
    asks = monitor_key is not None and find_credential(given.credential_file) is not None
    if known is not None and monitor_key is None:
        raise typer.BadParameter("--known needs --monitor-key: without it nobody can tell whose an entry is")
    if tokens and not asks:
        raise typer.BadParameter("--tokens needs --monitor-key and a credential: proofs come from the server")
    try:
        site = Site(url, Policy(timeout=given.timeout))
        standing = load(state, log_key) if state is not None else None
    except StateError as error:
        raise typer.Exit(screen.problem(str(error), "STATE_UNUSABLE", "", ExitCode.REFUSED)) from error
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    except OSError as error:
        raise typer.BadParameter(f"--state: {state} cannot be read: {error.strerror}") from error
    monitoring = Monitoring(
        screen=screen,
        site=site,
        trust=Trust(log_key=trusted.log_key, witness_keys=trusted.witness_keys, witnesses=trusted.witnesses),
        setting=given if asks else None,
        state=state,
        monitor_key=None if monitor_key is None else read_monitor_key(monitor_key),
        known=None if known is None else _read_known(known),
        tokens=tokens,
        standing=standing,
        from_start=from_start,
    )
    with site:
        _run(monitoring, screen, interval if follow else None)


def _run(monitoring: Monitoring, screen: Screen, interval: float | None) -> None:
    """Look once, or again and again."""
    interrupt = monitoring.interrupt
    with interrupt, contextlib.suppress(KeyboardInterrupt):
        while not _look(monitoring, screen, goes_on=interval is not None):
            if interval is None:
                return
            if interrupt.came.wait(interval):
                break
        if not interrupt.came.is_set():
            raise typer.Exit(ExitCode.ENDED_BADLY)
    raise typer.Exit(screen.interrupted(INTERRUPTED))


def _look(monitoring: Monitoring, screen: Screen, *, goes_on: bool) -> bool:
    """One look, and whether something is wrong. What does not answer is asked again at the next one, if there is one."""
    try:
        return monitoring.look() > 0
    except SiteError as error:
        if not goes_on:
            advice = "check the address, and run it again in a moment"
            raise typer.Exit(screen.problem(str(error), "LOG_UNAVAILABLE", advice, ExitCode.UNAVAILABLE)) from error
        screen.warn(f"{error}; asked again at the next look")
    except OSError as error:
        raise typer.BadParameter(f"{error.filename or 'a file'} cannot be written: {error.strerror}") from error
    except typer.Exit as end:
        if not goes_on or end.exit_code != ExitCode.UNAVAILABLE:
            raise
    return False


def _read_known(path: Path) -> frozenset[str]:
    """The batch ids of a file; empty lines and what follows a # do not count."""
    try:
        lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
        return frozenset(str(UUID(line)) for line in lines if line)
    except OSError as error:
        raise typer.BadParameter(f"--known: {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise typer.BadParameter(f"--known: {path} must have one batch id a line") from error
