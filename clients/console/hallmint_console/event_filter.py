"""Which events of the trail are shown, as the address says it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

_PLAIN = ("type", "action", "actor", "entity", "from", "to", "order", "scans")


class EventFilter:
    """Read from a query; what is not understood is left out, and named in `problems`."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.values = {name: query.get(name, "").strip() for name in _PLAIN}
        self.problems: list[str] = []
        self._since = self._day("from")
        until = self._day("to")
        self._until = until + timedelta(days=1) if until else None
        if self._since and self._until and self._since >= self._until:
            self.problems.append("The first day is behind the last one.")

    @property
    def is_empty(self) -> bool:
        """Whether all events are shown."""
        return not any(value for name, value in self.values.items() if name != "order")

    @property
    def query(self) -> str:
        """For an address of the same list."""
        return urlencode({name: value for name, value in self.values.items() if value})

    def arguments(self) -> dict[str, Any]:
        """For `Client.list_events` and `Client.events`."""
        return {
            "entity_type": self.values["type"],
            "action": self.values["action"],
            "actor": self.values["actor"],
            "entity_id": self.values["entity"],
            "since": self._since,
            "until": self._until,
            "oldest_first": self.values["order"] == "oldest",
            "chained_only": self.values["scans"] == "without",
        }

    def _day(self, name: str) -> datetime | None:
        text = self.values[name]
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=UTC) if day < date.max else None
        except ValueError:
            self.problems.append(f"{name.capitalize()}: {text} is no day; write it as 2026-11-29.")
            self.values[name] = ""
            return None
