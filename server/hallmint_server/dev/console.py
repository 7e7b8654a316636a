"""The console on this machine."""

import importlib.util
from dataclasses import dataclass

from hallmint_server.dev.port import free_port
from hallmint_server.dev.program import Program
from hallmint_server.settings import Settings

_CONSOLE_PORT = 7603


@dataclass(frozen=True, slots=True)
class Screens:
    """The console, which is started once the server answers, and where browsers find it."""

    program: Program
    address: str


def screens(settings: Settings, environment: dict[str, str], server: str) -> Screens | None:
    """The console, where its distribution is installed. It is given nothing of the database."""
    if importlib.util.find_spec("hallmint_console") is None:
        return None
    port = int(environment.get("HALLMINT_CONSOLE_PORT") or 0) or free_port("127.0.0.1", _CONSOLE_PORT)
    own = {
        "HALLMINT_SERVER": server,
        "HALLMINT_CONSOLE_ADDRESS": "127.0.0.1",
        "HALLMINT_CONSOLE_PORT": str(port),
        "HALLMINT_CONSOLE_KEYS": str(settings.home / "console"),
    }
    kept = {name: value for name, value in environment.items() if "DATABASE_URL" not in name}
    program = Program("console", ["serve"], kept | own, settings.home / "console.log", module="hallmint_console")
    return Screens(program, f"http://127.0.0.1:{port}")
