"""The profiles that come with Hallmint: `data/<key>.<number>.json`, each reviewed against what data/README.md says of the
vendor. A file that was released is never changed: a better one gets the next number, and stands beside it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Ecosystem,
    ProfileKind,
    VersionState,
    load_profile,
)

_WITHDRAWN = frozenset({("zebra-zpl", 1)})
"""Versions that no batch can be exported with; data/README.md says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltIn:
    """One version of a built-in profile, the same for every brand. `key` and `number` name it for ever."""

    key: str
    number: int
    profile: CarrierProfile

    @property
    def state(self) -> VersionState:
        """As a brand's version has one: published, or deprecated where it is withdrawn."""
        return VersionState.DEPRECATED if (self.key, self.number) in _WITHDRAWN else VersionState.PUBLISHED


def _load() -> list[BuiltIn]:
    found = []
    for file in files(__package__).joinpath("data").iterdir():
        key, _, rest = file.name.partition(".")
        if rest.endswith(".json"):
            profile = load_profile(json.loads(file.read_text(encoding="utf-8")))
            found.append(BuiltIn(key=key, number=int(rest.removesuffix(".json")), profile=profile))
    return sorted(found, key=lambda each: (each.key, each.number))


BUILT_IN: Mapping[tuple[str, int], BuiltIn] = MappingProxyType({(each.key, each.number): each for each in _load()})
"""By key and number."""

_NEWEST = {each.key: each for each in BUILT_IN.values()}

DEFAULTS: Mapping[tuple[Ecosystem, ProfileKind], BuiltIn] = MappingProxyType(
    {
        (_NEWEST[key].profile.ecosystem, _NEWEST[key].profile.kind): _NEWEST[key]
        for key in (
            "full-manifest",
            "generic-vdp-lf",
            "nfc",
            "rfid",
            "bartender",
            "nicelabel",
            "zebra-csv",
        )
    }
)
"""What an export gets in an ecosystem and for a kind where the brand chose nothing: the newest version."""


def find_built_in(key: str, number: int) -> BuiltIn | None:
    """A built-in version; `number` 0 means the newest."""
    return BUILT_IN.get((key, number)) if number else _NEWEST.get(key)
