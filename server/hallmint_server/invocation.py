"""What every command of `hallmint-server` begins and ends with: its settings, its database, its errors and its exit code."""

import atexit
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, NoReturn

import typer

if TYPE_CHECKING:
    from hallmint_server.settings import Settings  # loaded with what reads them: help needs none

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_CONFIG = 78


def invoke(app: typer.Typer, name: str) -> NoReturn:
    """Run a command and end the process with its exit code; every known error is one line on standard error."""
    try:
        code = app(prog_name=name, standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        where = context.command_path if context else name
        _die(f"{error.format_message().rstrip('.')}; see `{where} --help`", EXIT_USAGE)
    except typer.Abort:
        _die("it was not confirmed; nothing was done", EXIT_FAILED)
    except Exception as error:
        if (known := _known(error)) is None:
            raise
        _die(*known)
    sys.exit(code if isinstance(code, int) else 0)


def _known(error: Exception) -> tuple[str, int] | None:
    """What to say of an error, and the exit code; None for a fault of ours. Whose errors they are is loaded where one came."""
    import psycopg
    from pydantic import ValidationError

    from hallmint_server import settings
    from hallmint_server.db.embedded import EmbeddedPostgresError
    from hallmint_server.db.migrate import MigrationError
    from hallmint_server.keyring.secret import KeyFileError

    if isinstance(error, ValidationError):
        return settings.faults(error), EXIT_CONFIG
    if isinstance(error, (KeyFileError, MigrationError, EmbeddedPostgresError, ValueError)):
        return str(error), EXIT_CONFIG
    if isinstance(error, (psycopg.Error, OSError)):
        return str(error), EXIT_FAILED
    return None


def _die(text: str, code: int) -> NoReturn:
    print(f"error: {' '.join(text.split())}", file=sys.stderr)
    sys.exit(code)


def opened() -> "Settings":
    """The settings, with what they say of logs and failpoints done. ValueError where one is wrong, or does not exist: a
    misspelt name would count for nothing, and keys would be made in another folder, or a log's policy not be asked.
    """
    from hallmint_server import failpoint, log_line, settings

    found = settings.read()
    settings.refuse_unknown_names()
    log_line.configure(found.log_level)
    failpoint.configure(found.failpoints)
    return found


def opened_with_database() -> "Settings":
    """The settings; without a database URL, that of the embedded server in the home folder. If `dev` does not run it now, it
    is started for as long as this command lasts: a key that `dev` refuses to start without can be given up then.
    """
    found = opened()
    folder = found.home / "postgres"
    if found.database_url is not None or not (folder / "password").exists():
        return found
    from pydantic import SecretStr

    from hallmint_server.db.embedded import EmbeddedPostgres, FolderInUseError

    embedded = EmbeddedPostgres(folder)
    try:
        embedded.start()
        atexit.register(embedded.stop)
    except FolderInUseError:
        pass  # `dev` runs it
    return found.model_copy(update={"database_url": SecretStr(embedded.dsn)})


def run(work: Callable[[], Coroutine[Any, Any, int | None]]) -> None:
    """Run `work` to its end; what it returns is the exit code."""
    import asyncio

    if code := asyncio.run(work()):
        raise typer.Exit(code)
