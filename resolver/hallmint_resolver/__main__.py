"""`hallmint-resolver serve`: HTTP for everyone who scans a code."""

import sys
from typing import Annotated

import typer
from pydantic import ValidationError

from hallmint_resolver.process import serve_alone, serve_together
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
        serve_alone(settings, until_eof=until_eof)
        return
    if settings.resolver_port == 0:
        print("HALLMINT_RESOLVER_PORT: processes that share a port need one that is not 0", file=sys.stderr)
        raise typer.Exit(2)
    raise typer.Exit(serve_together(settings, wanted, until_eof=until_eof))


def main() -> None:
    """The command."""
    cli()


if __name__ == "__main__":
    main()
