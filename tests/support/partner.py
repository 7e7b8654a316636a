"""The clients in other languages: what each needs, its own tests, and its program for the scenario (clients/README.md)."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CLIENTS = Path(__file__).parents[2] / "clients"
PATH = f"{os.environ.get('PATH', '')}:/usr/local/go/bin"
"""Where languages are looked for."""
_BUILD_SECONDS = 900

Lines = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One client. `programs` are what it is built and run with."""

    name: str
    programs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return _CLIENTS / self.name

    @property
    def missing(self) -> str:
        """The first program that is not on this machine, or empty."""
        return next((program for program in self.programs if not shutil.which(program, path=PATH)), "")

    def test(self) -> subprocess.CompletedProcess[str]:
        """Run its own tests, which also builds its program for the scenario."""
        return self._script("test.sh")

    def generate(self, out: Path) -> subprocess.CompletedProcess[str]:
        """Generate its code into a folder."""
        return self._script("generate.sh", out)

    def _script(self, name: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/bash", self.folder / name, *arguments],
            env=_environment({}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_BUILD_SECONDS,
            check=False,
        )

    async def run(
        self,
        command: str,
        config: dict[str, Any],
        folder: Path,
        *,
        seconds: float = 60,
        variables: dict[str, str] | None = None,
    ) -> Lines:
        """Run its program to its end; what it printed. AssertionError where it fails, hangs, or shows the credential."""
        path = await asyncio.to_thread(_write, folder, config)
        process = await asyncio.create_subprocess_exec(
            "bash",
            self.folder / "conformance.sh",
            command,
            path,
            env=_environment(variables or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(seconds):
                out, err = await process.communicate()
        except TimeoutError:
            raise AssertionError(f"{self.name} hangs in {command} {config.get('action', '')}") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        text = out.decode() + err.decode()
        assert process.returncode == 0, text
        assert config.get("credential", "hm_live_") not in text
        return [json.loads(line) for line in out.decode().splitlines()]

    async def act(
        self,
        action: str,
        config: dict[str, Any],
        folder: Path,
        *,
        seconds: float = 60,
        variables: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """Have it do one thing."""
        lines = await self.run("act", {"action": action, **config}, folder, seconds=seconds, variables=variables)
        assert len(lines) == 1, lines
        return lines[0]


LANGUAGES = (
    Language(name="python"),
    Language(name="typescript", programs=("node", "npm")),
    Language(name="go", programs=("go",)),
    Language(name="java", programs=("java", "javac", "mvn")),
)


def _environment(variables: dict[str, str]) -> dict[str, str]:
    """Nothing of this test's own HALLMINT_ variables."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("HALLMINT_")}
    return {**own, "PATH": PATH, **variables}


def _write(folder: Path, config: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.json"
    path.write_text(json.dumps({"folder": str(folder), **config}))
    return path
