"""Which profile an export gets when nobody names one."""

from collections.abc import Mapping
from typing import NamedTuple

from hallmint_server.exporting.profile.builtin import DEFAULTS, BuiltIn
from hallmint_server.exporting.profile.model import Ecosystem, ProfileKind, ProfileVersion, VersionState


class Purpose(NamedTuple):
    """What a default is kept for."""

    ecosystem: Ecosystem
    kind: ProfileKind


def default_profile(
    purpose: Purpose, brand_defaults: Mapping[Purpose, ProfileVersion | BuiltIn]
) -> ProfileVersion | BuiltIn:
    """The brand's default for an ecosystem and kind, else the built-in one; where there is neither, the same of the generic
    ecosystem, which has a built-in for every kind. A brand's default that is not published any more, or is of another kind, is
    passed over: what was once chosen is no reason to print with what was withdrawn.
    """
    for place in (purpose, Purpose(Ecosystem.GENERIC, purpose.kind)):
        chosen = brand_defaults.get(place)
        if chosen and chosen.state is VersionState.PUBLISHED and chosen.profile.kind is purpose.kind:
            return chosen
        if shipped := DEFAULTS.get((place.ecosystem, place.kind)):
            return shipped
    raise AssertionError("the generic ecosystem has a built-in profile for every kind")
