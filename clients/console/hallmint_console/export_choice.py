"""Which profiles there are for a kind of export, and which of them is meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hallmint.v1 import carrier_profile_pb2, export_pb2
from hallmint_client import Client
from hallmint_console.export_view import KINDS

_FIRST = "full-manifest"
_TABLE_FORMATS = {
    "csv": export_pb2.EXPORT_FORMAT_CSV,
    "ndjson": export_pb2.EXPORT_FORMAT_NDJSON,
    "parquet": export_pb2.EXPORT_FORMAT_PARQUET,
    "xlsx": export_pb2.EXPORT_FORMAT_XLSX,
}
_ANY = "Any software"
ECOSYSTEMS = {
    export_pb2.ECOSYSTEM_GENERIC: _ANY,
    export_pb2.ECOSYSTEM_BARTENDER: "BarTender",
    export_pb2.ECOSYSTEM_NICELABEL: "NiceLabel",
    export_pb2.ECOSYSTEM_ZEBRA: "Zebra",
}
Profile = carrier_profile_pb2.CarrierProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What an export is asked to be made with. `profiles` are all that may be used for the kind, by whose software reads them."""

    kind: str
    profile: Profile | None
    format: str
    profiles: Mapping[str, Sequence[Profile]]
    default: tuple[str, int]

    @property
    def has_columns(self) -> bool:
        """Whether another format can be asked for."""
        return self.profile is not None and bool(self.profile.definition.columns)

    @property
    def formats(self) -> Mapping[str, int]:
        """By name: those that can be asked for."""
        return _TABLE_FORMATS

    @property
    def fields(self) -> dict[str, str]:
        """As in addresses and forms."""
        named = profile_name(self.profile) if self.profile else ""
        return {"kind": self.kind, "profile": named} | ({"format": self.format} if self.format else {})

    @property
    def asked(self) -> dict[str, Any]:
        """As in calls."""
        asked: dict[str, Any] = {"kind": KINDS[self.kind][0]}
        if self.profile is not None:
            asked |= {"profile": self.profile.key, "profile_version": self.profile.version}
        if self.format and self.has_columns:
            asked["format"] = _TABLE_FORMATS[self.format]
        return asked


def profile_name(profile: Profile) -> str:
    """As in addresses and forms: `zebra-2x1.3`."""
    return f"{profile.key}.{profile.version}"


async def choose(client: Client, fields: Mapping[str, str]) -> Choice:
    """What is meant by the fields of a form. What is not there, or does not go together any more, is the brand's default."""
    kind = fields.get("kind", "")
    kind = kind if kind in KINDS else _FIRST
    usable: dict[str, list[Profile]] = {}
    state = carrier_profile_pb2.CARRIER_PROFILE_STATE_PUBLISHED
    async for each in client.carrier_profiles(state=state):
        if each.definition.kind == KINDS[kind][0]:
            usable.setdefault(ECOSYSTEMS.get(each.definition.ecosystem, _ANY), []).append(each)
    default = ("", 0)
    for choice in await client.get_carrier_profile_defaults():
        if (choice.kind, choice.ecosystem) == (KINDS[kind][0], export_pb2.ECOSYSTEM_GENERIC):
            default = (choice.key, choice.version)
    by_name = {profile_name(each): each for some in usable.values() for each in some}
    chosen = by_name.get(fields.get("profile", "")) or by_name.get(f"{default[0]}.{default[1]}")
    form = fields.get("format", "")
    return Choice(
        kind=kind,
        profile=chosen,
        format=form if form in _TABLE_FORMATS and chosen is not None and chosen.definition.columns else "",
        profiles={name: usable[name] for name in ECOSYSTEMS.values() if name in usable},
        default=default,
    )
