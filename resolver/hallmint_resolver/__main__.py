"""`hallmint-resolver serve`: HTTP for everyone who scans a code."""

import multiprocessing
import signal
import sys
from typing import Annotated

import typer
import uvloop
from pydantic import ValidationError

from hallmint_resolver import app, log
from hallmint_resolver.settings import Settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Resolves GS1 Digital Links of Hallmint.")


@cli.callback()
def _root() -> None:
    """Resolves GS1 Digital Links of Hallmint."""


@cli.command()
def serve(
    processes: Annotated[int | None, typer.Option(help="Processes that share the port.", min=1, max=64)] = None,
    until_eof: Annotated[bool, typer.Option("--until-eof", help="Stop at the end of standard input too.")] = False,
) -> None:
    """Resolve scans until SIGTERM. Settings are environment variables; docs/operate lists them."""
    try:
        settings = Settings()
    except ValidationError as error:
        lines = [f"HALLMINT_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()]
        print("\n".join(lines), file=sys.stderr)
        raise typer.Exit(2) from None
    wanted = processes or settings.resolver_processes
    if wanted == 1:
        _serve(settings, until_eof=until_eof)
        return
    if settings.resolver_port == 0:
        print("HALLMINT_RESOLVER_PORT: processes that share a port need one that is not 0", file=sys.stderr)
        raise typer.Exit(2)
    context = multiprocessing.get_context("spawn")
    children = [context.Process(target=_serve, args=(settings,)) for _ in range(wanted)]
    for child in children:
        child.start()

    def end(_number: int, _frame: object) -> None:
        for child in children:
            child.terminate()

    # A signal to this process is one to all.
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    for child in children:
        child.join()
    raise typer.Exit(max(abs(child.exitcode or 0) for child in children))


def _serve(settings: Settings, *, until_eof: bool = False) -> None:
    log.configure(settings.log_level)
    uvloop.run(app.serve(settings, until_eof=until_eof))


def main() -> None:
    """The command."""
    cli()


if __name__ == "__main__":
    main()
