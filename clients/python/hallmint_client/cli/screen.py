"""Where the command writes: answers to stdout, everything else to stderr."""

import json
import shutil
import sys
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from rich.console import Console, RenderableType
from rich.text import Text

from hallmint_client.cli.exit import ExitCode, exit_code
from hallmint_client.cli.hint import hint, violation_hint
from hallmint_client.cli.table import Column, fitting, table
from hallmint_client.cli.text import clean
from hallmint_client.error import HallmintError

_ENDLESS = 10_000  # terminal cells: rich never cuts or wraps; a terminal that is too narrow wraps by itself


class ReaderGoneError(Exception):
    """Whoever reads us (`| head`) has seen enough. No OSError: typer ends those in its own way."""


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Pass it on, where rich would end the process."""
        raise ReaderGoneError


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Two consoles and a form: tables for people, or JSON for programs."""

    json: bool
    out: Console
    err: Console

    @classmethod
    def open(cls, *, json: bool) -> "Screen":
        """Write to this process's stdout and stderr."""
        out = _Console(file=sys.stdout, width=_ENDLESS, highlight=False, emoji=False, markup=False)
        err = _Console(file=sys.stderr, highlight=False, emoji=False, markup=False, soft_wrap=True)
        return cls(json=json, out=out, err=err)

    @property
    def width(self) -> int | None:
        """Of the terminal in cells; None where the answer goes to a file or a pipe and may be as wide as it is."""
        return shutil.get_terminal_size().columns if self.out.is_terminal else None

    def document(self, message: Message) -> None:
        """Write a message as the one JSON document of this command."""
        self._write(json.dumps(_dictionary(message), indent=2, ensure_ascii=False), self.out)

    def line(self, message: Message) -> None:
        """Write a message as one of many lines of JSON, at once."""
        self._write(json.dumps(_dictionary(message), ensure_ascii=False), self.out)

    def print(self, *renderables: RenderableType) -> None:
        """Write for people."""
        for renderable in renderables:
            self.out.print(renderable)

    def plain(self, text: str) -> None:
        """Write one line, at once and without any style."""
        self._write(clean(text), self.out)

    def table(self, *columns: Column) -> None:
        """Write a table for people, with as many columns as fit, and say which do not."""
        shown, left_out = fitting(columns, self.width)
        self.out.print(table(shown, None))
        if left_out:
            self.note(f"too narrow for {', '.join(left_out)}: widen the terminal, or add --json")

    def note(self, text: str) -> None:
        """Tell people something beside the answer; programs are spared it."""
        if not self.json:
            self.err.print(Text(clean(text), style="dim"))

    def warn(self, text: str) -> None:
        """Tell people and whoever reads a program's stderr what must not be missed."""
        if self.json:
            self._write(json.dumps({"warning": text}, ensure_ascii=False), self.err)
        else:
            self.err.print(Text.assemble(("warning: ", "bold yellow"), clean(text)))

    def error(self, error: HallmintError, what: str, advice: str = "") -> ExitCode:
        """Report a failed call: one line, and one more for each violation where there are several; `advice` where the hint of
        its reason would be of no use. Returns the exit code.
        """
        code = exit_code(error)
        advice = advice or hint(error)
        reason = error.reason or error.code.name
        if self.json:
            self._object(
                reason=reason,
                code=error.code.name,
                message=error.message or what,
                hint=advice,
                violations=[asdict(violation) for violation in error.violations],
                metadata=error.metadata,
                retry_after=error.retry_after,
                request_id=error.request_id or None,
                exit_code=code,
            )
            return code
        if len(error.violations) > 1:
            self._line(f"{len(error.violations)} things stand in the way", reason, "put these right and run it again")
            for violation in error.violations:
                place = f"{violation.field}: " if violation.field else ""
                self._line(
                    place + violation.description, violation.reason, violation_hint(violation.reason), start="  "
                )
        else:
            self._line(what, reason, advice)
        return code

    def problem(self, what: str, reason: str, advice: str, code: ExitCode) -> ExitCode:
        """Report what is no failed call, in the same form. Returns the exit code."""
        if self.json:
            self._object(reason=reason, message=what, hint=advice, exit_code=code)
        else:
            self._line(what.rstrip("."), reason, advice)
        return code

    def interrupted(self, text: str) -> ExitCode:
        """Say what goes on without us after Ctrl-C. Returns the exit code."""
        if self.json:
            self._object(reason="INTERRUPTED", message=text or "interrupted", exit_code=ExitCode.INTERRUPTED)
        elif text:
            self.err.print(Text(f"\n{clean(text)}"))
        return ExitCode.INTERRUPTED

    def _line(self, what: str, reason: str, advice: str, *, start: str = "error: ") -> None:
        text = Text(start, style="bold red" if start.strip() else "")
        text.append(f"{clean(what)} ({clean(reason)})", style="default not bold")
        if advice:
            text.append(f": {advice}", style="default not bold")
        self.err.print(text)

    def _object(self, **fields: Any) -> None:
        self._write(json.dumps({"error": fields}, ensure_ascii=False), self.err)

    @staticmethod
    def _write(text: str, console: Console) -> None:
        try:
            print(text, file=console.file, flush=True)
        except BrokenPipeError as error:
            raise ReaderGoneError from error


def _dictionary(message: Message) -> dict[str, Any]:
    return MessageToDict(message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True)
