"""Commands that pages show: in blocks of shell, and within sentences."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import typer
from typer.core import TyperGroup

from hallmint_client.cli.app import app as client_app
from hallmint_console.__main__ import cli as console_app
from hallmint_resolver.__main__ import cli as resolver_app
from hallmint_server.__main__ import app as server_app
from hallmint_server.witness.__main__ import app as witness_app

PROGRAMS = {
    "hallmint": client_app,
    "hallmint-server": server_app,
    "hallmint-resolver": resolver_app,
    "hallmint-console": console_app,
    "hallmint-witness": witness_app,
}
_BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_PLACEHOLDER = re.compile(r"<([A-Za-z][A-Za-z ]*)>")
_VARIABLE = re.compile(r"[A-Z_]+=\S*")
_ENDS = {"|", ">", "&&", ";"}
_NOT_SAID = ("Missing argument", "Missing option", "Missing command", "Invalid value for ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A command as a page shows it. Within a sentence it may lack what the sentence is not about."""

    words: tuple[str, ...]
    whole: bool


def shown(page: str) -> Iterator[Shown]:
    """Every command of ours in a page of Markdown, and of `make`."""
    for block in _BLOCK.findall(page):
        for line in block.splitlines():
            if words := _words(line.removeprefix("$ ")):
                yield Shown(words=words, whole=True)
    for text in _INLINE.findall(_BLOCK.sub("", page)):
        if words := _words(text):
            yield Shown(words=words, whole=False)


def _words(line: str) -> tuple[str, ...]:
    """The words of a line that is a command of ours; none where it is not, or shows in general how commands look."""
    text = _PLACEHOLDER.sub(lambda found: found[1].replace(" ", "-").upper(), line)
    if not re.match(r"(?:[A-Z_]+=\S* )*(?:make|hallmint)", text) or "COMMAND" in text:
        return ()
    words = shlex.split(text, comments=True)
    while words and _VARIABLE.fullmatch(words[0]):
        del words[0]
    end = next((place for place, word in enumerate(words) if word in _ENDS), len(words))
    return tuple(words[:end]) if words and (words[0] in PROGRAMS or words[0] == "make") else ()


def fault(command: Shown) -> str:
    """What its program would refuse in a command before it does anything; empty where it would be run. Whether a file is there
    does not count.
    """
    program, *arguments = command.words
    try:
        _parse(typer.main.get_command(PROGRAMS[program]), program, [word for word in arguments if word != "..."])
    except typer.TyperException as error:
        said = error.format_message()
        if "does not exist" in said or (
            not command.whole and (said.startswith(_NOT_SAID) or said.endswith("requires an argument."))
        ):
            return ""
        return said
    except typer.Exit:  # --help and --version
        return ""
    return ""


def _parse(command: Any, name: str, arguments: Sequence[str], parent: Any = None) -> None:
    context = command.make_context(name, list(arguments), parent=parent)
    if not isinstance(command, TyperGroup):
        return
    rest = [*context._protected_args, *context.args]  # noqa: SLF001 - how its own `invoke` goes on
    if rest:
        inner_name, inner, inner_arguments = command.resolve_command(context, rest)
        _parse(inner, str(inner_name), inner_arguments, context)
