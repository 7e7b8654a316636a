"""What every command of `hallmint-server` begins and ends with: its settings, its database, its errors and its exit code."""

import asyncio
import atexit
import sys
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

import psycopg
import typer
from pydantic import SecretStr, ValidationError

from hallmint_server import failpoint, log_line, settings
from hallmint_server.db.embedded import EmbeddedPostgres, EmbeddedPostgresError, FolderInUseError
from hallmint_server.db.migrate import MigrationError
from hallmint_server.keyring.secret import KeyFileError

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
    except ValidationError as error:
        _die(settings.faults(error), EXIT_CONFIG)
    except (KeyFileError, MigrationError, EmbeddedPostgresError, ValueError) as error:
        _die(str(error), EXIT_CONFIG)
    except (psycopg.Error, OSError) as error:
        _die(str(error), EXIT_FAILED)
    sys.exit(code if isinstance(code, int) else 0)


def _die(text: str, code: int) -> NoReturn:
    print(f"error: {' '.join(text.split())}", file=sys.stderr)  # noqa: T201 - a command prints
    sys.exit(code)


def opened() -> settings.Settings:
    """The settings, with what they say of logs and failpoints done. ValueError where one is wrong, or does not exist: a
    misspelt name would count for nothing, and keys would be made in another folder, or a log's policy not be asked.
    """
    found = settings.read()
    settings.refuse_unknown_names()
    log_line.configure(found.log_level)
    failpoint.configure(found.failpoints)
    return found


def opened_with_database() -> settings.Settings:
    """The settings; without a database URL, that of the embedded server in the home folder. If `dev` does not run it now, it
    is started for as long as this command lasts: a key that `dev` refuses to start without can be given up then.
    """
    found = opened()
    folder = found.home / "postgres"
    if found.database_url is not None or not (folder / "password").exists():
        return found
    embedded = EmbeddedPostgres(folder)
    try:
        embedded.start()
        atexit.register(embedded.stop)
    except FolderInUseError:
        pass  # `dev` runs it
    return found.model_copy(update={"database_url": SecretStr(embedded.dsn)})


def run(work: Callable[[], Coroutine[Any, Any, int | None]]) -> None:
    """Run `work` to its end; what it returns is the exit code."""
    if code := asyncio.run(work()):
        raise typer.Exit(code)
