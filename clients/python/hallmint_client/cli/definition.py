"""What templates, market packs and carrier profiles have in common: definitions in files, revisions, and states of versions."""

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from google.protobuf import json_format

from hallmint.v1 import content_pb2

FILE = "JSON, `-` for stdin"
"""How the help says what a definition is read from."""

T = TypeVar("T")
M = TypeVar("M", content_pb2.Template, content_pb2.MarketPack)


class VersionStateName(StrEnum):
    """`--state`."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


VersionId = Annotated[str, typer.Argument(metavar="ID", help="The version.")]
SeenRevision = Annotated[
    int | None, typer.Option("--revision", metavar="N", min=1, help="Change nothing if it is no longer this one.")
]
OnlyState = Annotated[VersionStateName | None, typer.Option("--state", help="Only these.")]


def version_state(name: VersionStateName | None) -> content_pb2.VersionState.ValueType:
    """The number on the wire; 0 for all."""
    if name is None:
        return content_pb2.VERSION_STATE_UNSPECIFIED
    return content_pb2.VersionState.Value(f"VERSION_STATE_{name.name}")


def read_definition(file: str, name: str, message: M) -> M:
    """Fill `message` from a file: a definition, or what `show --json` printed, which has it below `name`.

    typer.BadParameter where there is no such file, or it is not of this form. What it means, the server says.
    """
    return read_object(file, lambda values: json_format.ParseDict(values, message), below=name)


def read_object(file: str, read: Callable[[dict[str, Any]], T], *, below: str = "") -> T:
    """What `read` makes of the JSON object in a file (`-`: of stdin), or of the one below a name that is alone in it.

    typer.BadParameter where there is no such file, it is no JSON object, or `read` refuses it with a ValueError.
    """
    where = "stdin" if file == "-" else file
    try:
        values = json.loads(sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8"))
        if below and isinstance(values, dict) and set(values) == {below}:
            values = values[below]
        if not isinstance(values, dict):
            raise typer.BadParameter(f"{where}: must be a JSON object")
        return read(values)
    except OSError as error:
        raise typer.BadParameter(f"{where}: {error.strerror}") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{where}: it is no JSON: {error}") from error
    except (ValueError, RecursionError, json_format.Error) as error:
        raise typer.BadParameter(f"{where}: {' '.join(str(error).split())}") from error
