"""Trim the JSON file of the npm package crawler-user-agents to what mintcore and its tests need."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

_HERE = Path(__file__).parent
_NAME = "crawler-user-agents.tsv"


def _write(path: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            if any(character in field for field in row for character in "\t\r\n"):
                sys.exit(f"a field holds a tab or a line end: {row}")
            file.write("\t".join(row) + "\n")


def trim(source: Path) -> None:
    """Write both files."""
    entries = json.loads(source.read_text(encoding="utf-8"))
    day_and_tags = [((entry.get("addition_date") or ""), ",".join(entry["tags"])) for entry in entries]
    described = list(zip(day_and_tags, entries, strict=True))
    _write(_HERE / _NAME, ((*head, entry["pattern"]) for head, entry in described))
    agents = ((*head, agent) for head, entry in described for agent in entry["instances"])
    _write(_HERE.parents[1] / "tests" / "vectors" / "agent" / _NAME, agents)


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
