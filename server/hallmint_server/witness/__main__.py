"""The `hallmint-witness` command.

Exit codes: 0 done; 1 failed; 2 wrong usage; 78 a setting, the key or the folder forbids it (the message says what to do, and
starting again without doing it will not help).
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic import ValidationError

from hallmint_server import settings
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.signature import ED25519, NoteError, Verifier
from hallmint_server.witness.key import open_key

if TYPE_CHECKING:
    import asyncio

_NAME = "hallmint-witness"
_EXIT_USAGE = 2
_EXIT_CONFIG = 78
_MOST_PORT = 65535

app = typer.Typer(
    name=_NAME,
    help="A witness of logs (C2SP tlog-witness): cosigns the checkpoints of logs that only grow. It needs no database.",
    epilog="Exit codes: 0 done; 1 failed; 2 wrong usage; 78 a setting, the key or the folder forbids it.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

_Folder = Annotated[
    Path,
    typer.Option(
        "--folder",
        "-f",
        envvar="HALLMINT_WITNESS_FOLDER",
        help="Folder of the key and of what was cosigned: never put it back to an older state.",
    ),
]
_Name = Annotated[
    str | None,
    typer.Option(
        envvar="HALLMINT_WITNESS_NAME",
        help="Name of the witness, as in example.com/witness; default: that of its key, at first one that is made up.",
    ),
]


def main() -> None:
    """Run the command; every known error is one line on standard error."""
    try:
        code = app(prog_name=_NAME, standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        where = context.command_path if context else _NAME
        _die(f"{error.format_message().rstrip('.')}; see `{where} --help`", _EXIT_USAGE)
    except ValidationError as error:
        _die(settings.faults(error), _EXIT_CONFIG)
    except (KeyFileError, ValueError) as error:
        _die(str(error), _EXIT_CONFIG)
    sys.exit(code if isinstance(code, int) else 0)


def _die(text: str, code: int) -> NoReturn:
    print(f"error: {' '.join(text.split())}", file=sys.stderr)
    sys.exit(code)


@app.command()
def key(folder: _Folder, name: _Name = None) -> None:
    """Print the public key, which logs and verifiers are given. The first call makes the key."""
    settings.refuse_unknown_names()
    print(open_key(folder, name).verifier)


@app.command()
def serve(
    folder: _Folder,
    log: Annotated[
        list[str],
        typer.Option(
            metavar="KEY", envvar="HALLMINT_WITNESS_LOGS", help="A log's public key, name+id+key; may be repeated."
        ),
    ],
    listen: Annotated[
        str,
        typer.Option(metavar="HOST:PORT", envvar="HALLMINT_WITNESS_LISTEN", help="Where it listens; 0 is a free port."),
    ] = "127.0.0.1:7690",
    name: _Name = None,
    until_eof: Annotated[bool, typer.Option("--until-eof", hidden=True)] = False,
) -> None:
    """Cosign until SIGTERM or Ctrl-C. The first start makes the key."""
    settings.refuse_unknown_names()  # a misspelt name would count for nothing: another folder is another witness
    logs = [_log(text) for text in log]
    host, port = _address(listen)
    found = settings.read()
    from hallmint_server import failpoint, log_line  # the log of a server is loaded only where one runs
    from hallmint_server.stop import run_until_stopped
    from hallmint_server.witness.record import Records
    from hallmint_server.witness.site import Site, serving

    log_line.configure(found.log_level)
    failpoint.configure(found.failpoints)
    signer = open_key(folder, name)
    records = Records(folder, signer)
    records.check(tuple(each.name for each in logs))

    async def run(stop: "asyncio.Event") -> None:
        async with serving(Site(logs, records), host, port) as bound:
            print(f"serving witness {signer.name} at {_shown(host)}:{bound}", flush=True)
            await stop.wait()

    run_until_stopped(run, until_eof=until_eof)


def _log(text: str) -> Verifier:
    try:
        found = Verifier.parse(text)
        if found.algorithm != ED25519:
            raise NoteError("it is a witness's key")  # noqa: TRY301 - said with the rest below
    except NoteError as error:
        raise typer.BadParameter(f"{text} is not the public key of a log: {error}", param_hint="--log") from None
    return found


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdecimal() or int(port) > _MOST_PORT:
        raise typer.BadParameter(f"{text} is not <host>:<port>", param_hint="--listen")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    main()
