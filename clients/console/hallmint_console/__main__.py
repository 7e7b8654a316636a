"""`hallmint-console serve`: the console for browsers.

Exit codes: 0 done; 1 failed; 2 wrong usage; 78 a setting forbids it (the message says what to do, and starting again without
doing it will not help).
"""

import sys
from typing import Annotated

import typer

from hallmint_console.settings import SettingError, Settings, read

_EXIT_CONFIG = 78

cli = typer.Typer(
    help="Hallmint's console for browsers. Settings are HALLMINT_* variables; see `check-config`.",
    epilog="Exit codes: 0 done; 1 failed; 2 wrong usage; 78 a setting forbids it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@cli.command()
def serve(
    until_eof: Annotated[bool, typer.Option("--until-eof", help="Stop at the end of standard input too.")] = False,
) -> None:
    """Serve browsers until SIGTERM. Settings are environment variables; docs/operate lists them."""
    settings = read()
    import uvloop

    from hallmint_console import app, log_line

    log_line.configure(settings.log_level)
    uvloop.run(app.serve(settings, until=[sys.stdin.fileno()] if until_eof else []))


@cli.command(name="check-config")
def check_config() -> None:
    """Show every setting with its meaning, and refuse what is wrong."""
    from hallmint_console import app
    from hallmint_console.key import open_key

    settings = read()
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        print(f"HALLMINT_{name.upper():<22} {'' if value is None else value!s:<32} {field.description}")
    open_key(settings.console_keys)
    app.open_client(settings)


def main() -> None:
    """Run the command; a setting that cannot be is one line on standard error."""
    try:
        cli()
    except SettingError as error:
        print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
        sys.exit(_EXIT_CONFIG)


if __name__ == "__main__":
    main()
