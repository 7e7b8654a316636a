"""How a command runs: its options, its client, its errors and its exit code."""

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec

import typer

from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.hint import BY_REASON
from hallmint_client.cli.option import (
    Brand,
    Ca,
    ClientCertificate,
    ClientKey,
    CredentialFile,
    Json,
    Server,
    Setting,
    Timeout,
    address,
)
from hallmint_client.cli.screen import Screen
from hallmint_client.cli.secret import find_credential
from hallmint_client.cli.unreachable import explain
from hallmint_client.client import Client
from hallmint_client.error import HallmintError
from hallmint_client.policy import Policy

P = ParamSpec("P")


@dataclass(slots=True, kw_only=True)
class Session:
    """What a command works with."""

    client: Client
    screen: Screen
    interrupted: str = ""
    """What to say on Ctrl-C: what goes on without us, and how to look again."""


def command(body: Callable[Concatenate[Session, P], Awaitable[None]]) -> Callable[..., None]:
    """Turn `async def body(session, *, ...)` into a typer command.

    The result takes the options of the body and those of every command, which so may stand before the subcommand and
    after it. Errors of the API become one line and an exit code.
    """

    def shared(
        ctx: typer.Context,
        *,
        server: Server = None,
        brand: Brand = None,
        json: Json = False,
        timeout: Timeout = None,
        credential_file: CredentialFile = None,
        ca: Ca = None,
        client_certificate: ClientCertificate = None,
        client_key: ClientKey = None,
    ) -> None:
        """Only its signature is used."""

    context, *options = inspect.signature(shared).parameters.values()
    names = [option.name for option in options]

    @functools.wraps(body)
    def run(ctx: typer.Context, **given: Any) -> None:
        setting = combined(ctx.obj, **{name: given.pop(name) for name in names})
        run_with_session(setting, functools.partial(body, **given))

    parameters = [context, *list(inspect.signature(body).parameters.values())[1:], *options]
    run.__dict__["__signature__"] = inspect.Signature(parameters)
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def combined(setting: Setting, **behind: Any) -> Setting:
    """The options of every command: those behind the subcommand, or else those before it."""
    return replace(setting, **{name: value for name, value in behind.items() if value})


def run_with_session(setting: Setting, body: Callable[[Session], Awaitable[None]]) -> None:
    """Run a body with a client; errors of the API become one line and an exit code."""
    screen = Screen.open(json=setting.json)
    credential = find_credential(setting.credential_file)
    if credential is None:
        reason = "CREDENTIAL_REQUIRED"
        what = "there is no credential to call with"
        raise typer.Exit(screen.problem(what, reason, BY_REASON[reason], ExitCode.FORBIDDEN))
    try:
        client = Client(
            address(setting.server),
            credential=credential,
            brand=setting.brand,
            policy=Policy(timeout=setting.timeout),
            ca=setting.ca,
            certificate=setting.client_certificate,
            key=setting.client_key,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    session = Session(client=client, screen=screen)

    async def inside() -> None:
        async with client:
            await body(session)

    try:
        asyncio.run(inside())
    except HallmintError as error:
        found = explain(error, setting)
        raise typer.Exit(screen.error(error, found.what, found.advice)) from error
    except KeyboardInterrupt:
        raise typer.Exit(screen.interrupted(session.interrupted)) from None
