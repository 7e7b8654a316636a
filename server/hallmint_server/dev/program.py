"""A program of this installation that another one starts, watches and stops."""

import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

EXIT_CONFIG = 78
"""With it ends what a setting, a key or the schema forbids to start."""
_RESTART_SECONDS = 1.0
_STOP_SECONDS = 20.0

console = Console(highlight=False)


@dataclass(slots=True)
class Program:
    """One program, its log file, and the process that runs it now."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    log: Path
    module: str = "hallmint_server"
    process: subprocess.Popen[bytes] | None = None
    again_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it, with a log of its own that begins anew with each `dev` (the last one stays as `.1`)."""
        if self.process is None and self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as file:
            # A session of its own, so that Ctrl-C reaches `dev` only, which then stops each program in order.
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", self.module, *self.arguments, "--until-eof"],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def has_said(self, word: str) -> bool:
        """Whether a line of its log begins with a word."""
        return any(line.startswith(word) for line in self.log.read_text(errors="replace").splitlines())

    def look(self) -> str | None:
        """Start the program again if it died; returns why it must not be."""
        if self.process is None or self.process.poll() is None:
            return None
        if self.process.returncode == EXIT_CONFIG:
            lines = self.log.read_text(errors="replace").splitlines()
            return lines[-1] if lines else f"{self.name} refused to start"
        if not self.again_at:
            self.again_at = time.monotonic() + _RESTART_SECONDS
        elif time.monotonic() >= self.again_at:
            console.print(f"[yellow]{self.name} ended with {self.process.returncode}; starting it again[/]")
            self.again_at = 0.0
            self.start()
        return None

    def stop(self) -> None:
        """Ask it to stop."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self) -> None:
        """Wait until it has stopped; kill it if it does not."""
        if self.process is None:
            return
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
