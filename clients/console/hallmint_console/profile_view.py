"""A carrier profile as screens show it, and what is wrong with one at the lines of its file."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hallmint.v1 import carrier_profile_pb2, export_pb2
from hallmint_client import HallmintError
from hallmint_client.carrier_definition import read_definition, write_definition
from hallmint_console.change import changes
from hallmint_console.json_line import line_of, lines_of

STATES = {
    "draft": carrier_profile_pb2.CARRIER_PROFILE_STATE_DRAFT,
    "published": carrier_profile_pb2.CARRIER_PROFILE_STATE_PUBLISHED,
    "deprecated": carrier_profile_pb2.CARRIER_PROFILE_STATE_DEPRECATED,
}
KINDS = {
    export_pb2.EXPORT_KIND_FULL_MANIFEST: "Full manifest",
    export_pb2.EXPORT_KIND_QR_PRINT: "QR print",
    export_pb2.EXPORT_KIND_NFC: "NFC",
    export_pb2.EXPORT_KIND_RFID: "RFID",
}
ECOSYSTEMS = {
    export_pb2.ECOSYSTEM_GENERIC: "Any",
    export_pb2.ECOSYSTEM_BARTENDER: "BarTender",
    export_pb2.ECOSYSTEM_NICELABEL: "NiceLabel",
    export_pb2.ECOSYSTEM_ZEBRA: "Zebra",
}
_NAMES = {value: name for name, value in STATES.items()}
_FORMATS = frozenset(
    field.name for field in carrier_profile_pb2.CarrierProfileDefinition.DESCRIPTOR.oneofs_by_name["settings"].fields
)
_LONGEST = 80
"""Characters of a value that is told; of a longer one, that it is said otherwise."""
_PATH = re.compile(r"[a-z_]+(?:\[[0-9]+\])?(?:\.[a-z_]+(?:\[[0-9]+\])?)*")


@dataclass(frozen=True, slots=True)
class ProfileView:
    """`profile` in words."""

    profile: carrier_profile_pb2.CarrierProfile

    @property
    def state(self) -> str:
        """As in addresses and style sheets."""
        return _NAMES.get(self.profile.state, "unknown")

    @property
    def kind(self) -> str:
        """What exports with it are for."""
        return KINDS.get(self.profile.definition.kind, "")

    @property
    def ecosystem(self) -> str:
        """Whose software reads the files."""
        return ECOSYSTEMS.get(self.profile.definition.ecosystem, ECOSYSTEMS[export_pb2.ECOSYSTEM_GENERIC])

    @property
    def format(self) -> str:
        """The format of the files."""
        return (self.profile.definition.WhichOneof("settings") or "").replace("_", " ").upper()

    @property
    def text(self) -> str:
        """What it says, as the JSON of a profile's file. ValueError where its format is newer than this console."""
        return json.dumps(write_definition(self.profile.definition), indent=2, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is wrong; `line` is None where it is not at one line."""

    text: str
    line: int | None = None


class TextError(Exception):
    """A text is no profile's file; `problem` says why, and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def read_text(text: str) -> carrier_profile_pb2.CarrierProfileDefinition:
    """The definition that a text says. Raises TextError; what the definition means, the API says."""
    try:
        values = json.loads(text)
        if not isinstance(values, dict):
            raise TextError(Problem(text="It must be a JSON object, in braces.", line=1))
        return read_definition(values)
    except json.JSONDecodeError as error:
        raise TextError(Problem(text=f"This is no JSON: {error.msg}.", line=error.lineno)) from None
    except RecursionError:
        raise TextError(Problem(text="It is nested too deeply.")) from None
    except ValueError as error:
        words = " ".join(str(error).split())
        raise TextError(Problem(text=words.rstrip(".") + ".", line=_line(lines_of(text), words))) from None


def problems_of(error: HallmintError, text: str) -> Sequence[Problem]:
    """Everything that the API says is wrong with a text that was read, each at its line."""
    lines = lines_of(text)
    found = []
    for violation in error.violations:
        words = (violation.description or violation.reason).removeprefix("definition.")
        # Of what only publishing refuses, the words alone begin with the path.
        at = _line(lines, violation.field.removeprefix("definition.")) or _line(lines, words)
        found.append(Problem(text=words.rstrip(".") + ".", line=at))
    return sorted(found, key=lambda problem: problem.line or 0)


def differences(saved: carrier_profile_pb2.CarrierProfileDefinition, text: str) -> list[str]:
    """What a text says otherwise than what is saved does, in words; nothing where they say the same."""
    try:
        mine = read_text(text)
    except TextError as error:
        return [f"It is no profile: {error.problem.text}"]
    found = changes({"before": write_definition(saved), "after": write_definition(mine)})
    return [
        f"{each.name}: said otherwise"
        if max(len(each.before or ""), len(each.after)) > _LONGEST
        else f"{each.name}: {each.after or 'nothing'}, not {each.before or 'nothing'}"
        for each in found
    ]


def _line(lines: dict[str, int], words: str) -> int | None:
    match = _PATH.match(words)
    if match is None:
        return None
    first, dot, rest = match[0].partition(".")
    # In a message the settings of a format are in a field of its name; in a file all are `settings`.
    return line_of(lines, f"settings{dot}{rest}" if first in _FORMATS else match[0])
