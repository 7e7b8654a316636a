"""Who did something, by name."""

from collections.abc import Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass

from hallmint_console.event_words import ACTORS, KINDS
from hallmint_console.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Actors:
    """`names` by actor, as in `member:<id>`: as far as the one who looks may know them."""

    names: Mapping[str, str]

    def name(self, actor: str) -> str:
        """What people call an actor."""
        known = self.names.get(actor) or ACTORS.get(actor)
        if known:
            return known
        kind, _, number = actor.partition(":")
        if kind == "operator":
            return KINDS[kind]
        # One who is gone, or whom the reader may not know: the end of the id tells one from another.
        return f"{KINDS[kind]} (…{number[-6:]})" if kind in KINDS else actor


async def find_actors(visitor: Visitor, wanted: Collection[str] | None = None) -> Actors:
    """The members and machines of the brand; nobody is asked for what is not `wanted` (None: all are). Raises HallmintError."""
    names: dict[str, str] = {}

    def is_wanted(kind: str) -> bool:
        return wanted is None or any(actor.startswith(kind) for actor in wanted)

    if visitor.may("member:read") and is_wanted("member:"):
        async with aclosing(visitor.client.members()) as members:
            async for member in members:
                names[f"member:{member.member_id}"] = member.email
    if visitor.may("credential:write") and is_wanted("machine:"):
        async with aclosing(visitor.client.credentials()) as credentials:
            async for credential in credentials:
                names[f"machine:{credential.credential_id}"] = credential.name
    return Actors(names)
