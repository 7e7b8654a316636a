"""`hallmint-resolver serve`: HTTP for everyone who scans a code.

Exit codes: 0 done; 1 failed; 2 wrong usage; 78 a setting forbids it (the message says what to do, and starting again without
doing it will not help).
"""

import os
import sys
from typing import Annotated

import typer

from hallmint_resolver.settings import SettingError, Settings, read

_EXIT_CONFIG = 78

cli = typer.Typer(
    help="Resolves GS1 Digital Links of Hallmint. Settings are HALLMINT_* variables; see `check-config`.",
    epilog="Exit codes: 0 done; 1 failed; 2 wrong usage; 78 a setting forbids it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@cli.command()
def serve(
    processes: Annotated[int | None, typer.Option(help="Processes that share the port.", min=1, max=64)] = None,
    until_eof: Annotated[bool, typer.Option("--until-eof", help="Stop at the end of standard input too.")] = False,
) -> None:
    """Resolve scans until SIGTERM. Settings are environment variables; docs/operate lists them."""
    if sys.stdin is None:
        if until_eof:
            raise typer.BadParameter("there is no standard input", param_hint="--until-eof")
        # Else a pipe to a process takes its number, and the process closes it as the standard input that it has no use for.
        os.open(os.devnull, os.O_RDONLY)
    settings = read()
    from hallmint_resolver import process

    settings = settings.model_copy(update={"resolver_processes": processes or settings.resolver_processes})
    process.prepare(settings)
    raise typer.Exit(process.serve(settings, until_eof=until_eof))


@cli.command(name="check-config")
def check_config() -> None:
    """Show every setting with its meaning, and refuse what is wrong, also names that do not exist."""
    from hallmint_resolver import process

    settings = read()
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = ",".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        print(f"HALLMINT_{name.upper():<22} {shown:<32} {field.description}")
    process.check(settings)


def main() -> None:
    """Run the command; a setting that cannot be is one line on standard error."""
    try:
        cli()
    except SettingError as error:
        print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
        sys.exit(_EXIT_CONFIG)


if __name__ == "__main__":
    main()
