"""Policies (C2SP tlog-policy): which witnesses there are, and how many of which must have cosigned a checkpoint."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from hallmint_server.log.signature import COSIGNATURE, ED25519, NoteError, Verifier
from hallmint_server.settings import LOOPBACK

MOST_BYTES = 64 * 1024
MOST_WITNESSES = 15
"""With the log's own signature 16, which is what every client takes (C2SP signed-note, "Signatures")."""
_MOST_SIGNATURE_BYTES = 3584  # of the 8,192 bytes of a proof file
_SIGNATURE_BYTES = 112  # of a signature line beside the name
NONE = "none"
"""The quorum that asks for nobody: tlog-policy, "Defining the quorum"."""
_LINES = re.compile(rb"[\t\n\x20-\x7e\x80-\xff]*")  # tlog-policy, "Character set"
_COUNT = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


class PolicyError(ValueError):
    """What is no policy, or none that can be used here: one line that says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A witness: `name` is the policy's own for it, and stands nowhere else. `url` is its submission prefix, or empty."""

    name: str
    key: Verifier
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cosigns where `threshold` of its members do, which are names of witnesses and groups."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A whole policy. `logs` may be empty: then the log is known from elsewhere."""

    logs: tuple[Verifier, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = NONE

    def is_met(self, cosigned: AbstractSet[str]) -> bool:
        """Whether the witnesses of these names are a quorum."""
        met = {name: name in cosigned for name in (witness.name for witness in self.witnesses)}
        for group in self.groups:  # the members of each were defined before it
            met[group.name] = sum(met[member] for member in group.members) >= group.threshold
        return self.quorum == NONE or met[self.quorum]


def parse_policy(data: bytes) -> Policy:
    """A policy out of the bytes of its file. Raises PolicyError with the number of the line."""
    if len(data) > MOST_BYTES:
        raise PolicyError(f"a policy has at most {MOST_BYTES} bytes, and this one {len(data)}")
    if not _LINES.fullmatch(data):
        at = next(at for at in range(len(data)) if not _LINES.fullmatch(data[at : at + 1]))
        number = data[:at].count(b"\n") + 1
        raise PolicyError(f"line {number}: a policy holds no control characters but tabs and line feeds")
    if data and not data.endswith(b"\n"):
        raise PolicyError("the last line does not end with a line feed: the file was cut")
    draft = _Draft()
    # Names are octets: those that are no UTF-8 come through as they are, and are equal where their octets are.
    for number, line in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), 1):
        words = re.split("[ \t]+", line.strip(" \t"))
        if words[0] and not words[0].startswith("#"):
            try:
                draft.read(words[0], words[1:])
            except (PolicyError, NoteError) as error:
                raise PolicyError(f"line {number}: {_printable(str(error))}") from None
    return draft.policy()


def open_policy(path: Path) -> Policy:
    """The policy of a file, where a log can gather by it. Raises PolicyError with the path."""
    try:
        with path.open("rb") as file:
            found = parse_policy(file.read(MOST_BYTES + 1))
        for witness in found.witnesses:
            _check_url(witness)
        _check_room(found)
    except OSError as error:
        raise PolicyError(f"HALLMINT_LOG_POLICY: {path} cannot be read: {error.strerror}") from None
    except PolicyError as error:
        raise PolicyError(f"HALLMINT_LOG_POLICY: {path}: {error}") from None
    return found


@dataclass(slots=True)
class _Draft:
    """What was read so far."""

    logs: list[Verifier] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    free: dict[str, bool] = field(default_factory=dict)  # every name, and whether no group has it as a member yet
    quorum: str | None = None

    def read(self, word: str, values: list[str]) -> None:
        match word, values:
            case "log", [key] | [key, _]:
                self._add_log(_key(key, ED25519, "a log's"))
            case "witness", [name, key] | [name, key, _]:
                self._add_witness(name, key, values[2] if len(values) > 2 else "")  # noqa: PLR2004 - the URL
            case "group", [name, count, *members] if members:
                self._add_group(name, count, members)
            case "quorum", [name]:
                self._set_quorum(name)
            case (("log" | "witness" | "group" | "quorum"), _):
                raise PolicyError(f"a line of this kind is `{_FORMS[word]}`")
            case _:
                raise PolicyError(f"a line begins with log, witness, group or quorum, and not with {word[:40]!r}")

    def policy(self) -> Policy:
        if self.quorum is None:
            raise PolicyError("there is no quorum line; `quorum none` asks for no cosignature")
        return Policy(
            logs=tuple(self.logs), witnesses=tuple(self.witnesses), groups=tuple(self.groups), quorum=self.quorum
        )

    def _add_log(self, key: Verifier) -> None:
        if any(key.public == other.public for other in self.logs):
            raise PolicyError("this log's key is there already")
        self.logs.append(key)

    def _add_witness(self, name: str, text: str, url: str) -> None:
        key = _key(text, COSIGNATURE, "a witness's")
        self._add_name(name)
        if any(key.public == other.key.public for other in self.witnesses):
            raise PolicyError(f"the key of {name} is that of another witness")
        self.witnesses.append(Witness(name=name, key=key, url=url))

    def _add_group(self, name: str, count: str, members: list[str]) -> None:
        for member in members:
            if not self.free.get(member, False):
                raise PolicyError(
                    f"{member} is a member already, and may be one only once"
                    if member in self.free
                    else f"the member {member} is not defined on a line before"
                )
            self.free[member] = False
        self._add_name(name)
        words = {"any": "1", "all": str(len(members))}
        number = words.get(count, count)
        if not _COUNT.fullmatch(number) or int(number) > len(members):
            raise PolicyError(f"a group asks for any, all or 1 to {len(members)} of its {len(members)} members")
        self.groups.append(Group(name=name, threshold=int(number), members=tuple(members)))

    def _add_name(self, name: str) -> None:
        if name == NONE or name in self.free:
            raise PolicyError(f"the name {name} is taken")
        self.free[name] = True

    def _set_quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise PolicyError("there is a quorum line already")
        if name != NONE and name not in self.free:
            raise PolicyError(f"the quorum {name} is not defined on a line before")
        self.quorum = name


_FORMS: Mapping[str, str] = {
    "log": "log <key> [<url>]",
    "witness": "witness <name> <key> [<url>]",
    "group": "group <name> any|all|<number> <member>...",
    "quorum": "quorum <name>|none",
}


def _key(text: str, algorithm: int, whose: str) -> Verifier:
    found = Verifier.parse(text)
    if found.algorithm != algorithm:
        raise PolicyError(f"the key of {found.name} is not {whose}")
    return found


def _printable(text: str) -> str:
    """Without the halves that stand for octets that are no text."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _check_url(witness: Witness) -> None:
    if not witness.url:
        raise PolicyError(f"the witness {witness.name} has no URL, and the log must ask it for cosignatures")
    try:
        parts = urlsplit(witness.url)
        is_whole = bool(parts.hostname) and parts.port != 0 and not (parts.username or parts.query or parts.fragment)
    except ValueError:
        is_whole = False
    if not is_whole or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise PolicyError(
            f"the URL of the witness {witness.name} must be https, or http on this machine, with neither user nor query"
        )


def _check_room(policy: Policy) -> None:
    """Whether all signatures fit into every proof, and into what clients take."""
    if len(policy.witnesses) > MOST_WITNESSES:
        raise PolicyError(f"{len(policy.witnesses)} witnesses, and a log gathers from {MOST_WITNESSES} at most")
    taken = sum(len(witness.key.name.encode()) + _SIGNATURE_BYTES for witness in policy.witnesses)
    if taken > _MOST_SIGNATURE_BYTES:
        raise PolicyError(
            f"the signatures of all witnesses take {taken} bytes, and {_MOST_SIGNATURE_BYTES} fit into a proof"
        )
