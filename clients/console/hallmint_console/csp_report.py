"""What browsers report of pages that did what their policy forbids: counted, and one line in the log, without any address."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

import structlog

from hallmint_console.sender import Address
from hallmint_console.throttle import Throttle

log = structlog.get_logger()

MOST_BYTES = 8 << 10
_WORD = re.compile(r"[a-z][a-z-]{0,39}")
_HOST = re.compile(r"[a-z0-9.:\[\]-]{1,255}")


class CspReports:
    """The reports that this process was sent. Anybody can send one, so a network has a few a minute and the rest are passed over;
    nothing of them but a directive and an origin is kept, and neither in other words than such have.
    """

    def __init__(self) -> None:
        self._throttle = Throttle()
        self._count = 0

    @property
    def count(self) -> int:
        """How many were taken since the process began."""
        return self._count

    def allows(self, address: Address | None) -> bool:
        """Whether a network may send another one."""
        return self._throttle.allows(address)

    def take(self, body: bytes) -> bool:
        """Count and log a report (CSP Level 3, 5.3); False where it is none."""
        try:
            report = json.loads(body)["csp-report"]
        except (ValueError, RecursionError, KeyError, TypeError):
            return False
        if not isinstance(report, dict):
            return False
        self._count += 1
        directive = report.get("effective-directive") or report.get("violated-directive")
        log.warning(
            "a page broke its policy", directive=_directive(directive), blocked=_origin(report.get("blocked-uri"))
        )
        return True


def _directive(value: Any) -> str:
    first = value.split(" ")[0] if isinstance(value, str) else ""
    return first if _WORD.fullmatch(first) else "unknown"


def _origin(value: Any) -> str:
    """The scheme and host of what was blocked, or a word as in `inline`."""
    if not isinstance(value, str):
        return "unknown"
    if _WORD.fullmatch(value):
        return value
    try:
        parts = urlsplit(value)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return "unknown"
    return f"{parts.scheme}://{host}" if _WORD.fullmatch(parts.scheme) and _HOST.fullmatch(host) else "unknown"
