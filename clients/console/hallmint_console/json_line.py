"""On which line of a JSON text something stands."""

import re
from bisect import bisect_left
from json import JSONDecoder

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = JSONDecoder()


def lines_of(text: str) -> dict[str, int]:
    """The line, from 1, of each value by its path, as in `settings.qr.module_size` and `columns[3].header`; a member's line is
    that of its name. `text` is whole JSON, which was read already; of one that is nested too deeply nothing is found.
    """
    walk = _Walk(text)
    try:
        walk.value(walk.skip(0), "")
    except RecursionError:
        return {}
    return walk.found


def line_of(lines: dict[str, int], path: str) -> int | None:
    """Where a path stands; where it does not, of the nearest that holds it; None where that is the whole."""
    while path:
        if path in lines:
            return lines[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None


class _Walk:
    """Goes through a text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self.found: dict[str, int] = {}

    def skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def value(self, at: int, path: str) -> int:
        """Where the value ends that begins at `at`."""
        if self._text[at] == "{":
            return self._members(at, path)
        if self._text[at] == "[":
            return self._items(at, path)
        return _SCALAR.raw_decode(self._text, at)[1]

    def _note(self, path: str, at: int) -> None:
        self.found[path] = bisect_left(self._ends, at) + 1

    def _members(self, at: int, path: str) -> int:
        at = self.skip(at + 1)
        while self._text[at] != "}":
            name, end = _SCALAR.raw_decode(self._text, at)
            inner = f"{path}.{name}" if path else name
            self._note(inner, at)
            at = self._behind(self.value(self.skip(self.skip(end) + 1), inner))  # behind the colon
        return at + 1

    def _items(self, at: int, path: str) -> int:
        at, number = self.skip(at + 1), 0
        while self._text[at] != "]":
            inner = f"{path}[{number}]"
            self._note(inner, at)
            at = self._behind(self.value(at, inner))
            number += 1
        return at + 1

    def _behind(self, at: int) -> int:
        """Where the next member or item begins, or the end of all stands."""
        at = self.skip(at)
        return self.skip(at + 1) if self._text[at] == "," else at
