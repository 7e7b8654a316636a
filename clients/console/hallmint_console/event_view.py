"""An event as a sentence: who did what to which thing, and where to look at it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hallmint.v1 import event_pb2
from hallmint_console.actor import Actors
from hallmint_console.change import Change, changes, read_detail
from hallmint_console.event_words import ACTIONS, THINGS
from hallmint_console.page import number_text

_LABELS = {
    "PRODUCT": "sku",
    "PRODUCTION_BATCH": "number",
    "TEMPLATE": "lineage",
    "MARKET_PACK": "lineage",
    "LINK": "link_type",
    "REVOCATION": "batch_id",
    "EXPORT": "batch_id",
    "MEMBER": "email",
    "CREDENTIAL": "name",
}
"""The field of a detail by which people know the thing; else it is known by its id."""
_UNNAMED = frozenset({"BRAND", "CATALOGUE"})
_PLACES = {
    "BATCH": "/mint/batch/{id}",
    "REVOCATION": "/mint/batch/{batch_id}",
    "EXPORT": "/mint/export/{id}",
    "PRODUCT": "/products/{id}",
    "TOKEN": "/mint/token/{id}",
    "TEMPLATE": "/templates/{id}",
    "MARKET_PACK": "/market-packs/{id}",
    "CARRIER_PROFILE": "/settings/profile/{id}",
    "CARRIER_PROFILE_DEFAULT": "/settings/profiles",
    "BRAND": "/settings",
    "AUDIT": "/mint/activity/chain",
}
"""Where a thing is looked at."""
_SHORT = 36


def _count(number: object, what: str) -> str:
    text = number_text(number) if isinstance(number, int) else "?"
    return f"{text} {what}{'' if number == 1 else 's'}"


def _units(number: object) -> str:
    return _count(number, "unit")


_TAILS: Mapping[tuple[str, str], Callable[[Mapping[str, Any]], str]] = {
    ("BATCH", "SUBMITTED"): lambda detail: f"of {_units(detail.get('quantity'))} of {detail.get('sku', '')}",
    ("BATCH", "MINTED"): lambda detail: f"of {_units(detail.get('quantity'))}",
    ("EXPORT", "REQUESTED"): lambda detail: f"with {detail.get('profile', '')}",
    ("EXPORT", "COMPLETED"): lambda detail: f"in {_count(detail.get('packs'), 'pack')}",
    ("REVOCATION", "COMPLETED"): lambda detail: f"({_units(detail.get('revoked'))})",
    ("MEMBER", "INVITED"): lambda detail: f"as {detail.get('role', '')}",
    ("CATALOGUE", "IMPORTED"): lambda detail: f"a sheet of {_count(detail.get('rows'), 'row')}",
    ("CARRIER_PROFILE_DEFAULT", "SET"): lambda d: f"{d.get('key', '')}, version {d.get('version', '')}",
    ("DAY", "DIGESTED"): lambda detail: f"({_count(detail.get('events'), 'event')})",
}
"""What else belongs into the sentence, by entity type and action."""


@dataclass(frozen=True)
class EventView:
    """`event` in words. `names`: of actors and members."""

    event: event_pb2.Event
    names: Actors

    @cached_property
    def detail(self) -> Mapping[str, Any]:
        """What it says."""
        return read_detail(self.event.detail)

    @property
    def actor(self) -> str:
        """Who did it."""
        return self.names.name(self.event.actor)

    @property
    def verb(self) -> str:
        """What they did."""
        event = self.event
        if event.action == "CREATED" and event.entity_type == "CREDENTIAL":
            return "made machine"
        if (event.entity_type, event.action) == ("MEMBER", "JOINED"):
            return "took up the invitation of"
        if event.action == "SUPERSEDED":
            return "published what takes the place of"
        return ACTIONS.get(event.action) or event.action.replace("_", " ").lower()

    @property
    def thing(self) -> str:
        """To what sort of thing."""
        # Only who asks for an export names its batch: later it is known by its own id.
        if self.event.entity_type == "EXPORT" and "batch_id" not in self.detail:
            return "the export"
        return THINGS.get(self.event.entity_type) or self.event.entity_type.replace("_", " ").lower()

    @property
    def label(self) -> str:
        """To which one of them; empty where there is only one."""
        event = self.event
        if event.entity_type in _UNNAMED:
            return ""
        known = self.detail.get(_LABELS.get(event.entity_type, ""))
        if not known and event.entity_type == "MEMBER":
            known = self.names.names.get(f"member:{event.entity_id}")
        if not known and event.entity_type == "CREDENTIAL":
            known = self.names.names.get(f"machine:{event.entity_id}")
        text = str(known or event.entity_id)
        batch, _, seq = text.partition("/")
        if event.entity_type == "TOKEN" and seq.isdecimal():
            # People count from 1, as on the screens of tokens.
            return f"{number_text(int(seq) + 1)} of batch …{batch[-12:]}"
        # Of a UUID people compare the end.
        return f"…{text[-12:]}" if len(text) == _SHORT and text.count("-") == 4 else text  # noqa: PLR2004 - as UUIDs have

    @property
    def place(self) -> str:
        """Where to look at it; empty where there is no screen of it."""
        form = _PLACES.get(self.event.entity_type, "")
        values = {"id": self.event.entity_id, "batch_id": self.detail.get("batch_id", "")}
        return form.format(**values) if values["batch_id"] or "{batch_id}" not in form else ""

    @property
    def tail(self) -> str:
        """What else belongs into the sentence."""
        detail, event = self.detail, self.event
        if "version" in detail and event.entity_type != "CARRIER_PROFILE_DEFAULT":
            return f"version {detail['version']}"
        write = _TAILS.get((event.entity_type, event.action))
        reason = detail.get("reason") or detail.get("failure")
        if write is None:
            return f"because: {reason}" if isinstance(reason, str) and reason else ""
        return write(detail)

    @cached_property
    def changes(self) -> list[Change]:
        """What it says, field by field."""
        return changes(self.detail)

    @property
    def has_before(self) -> bool:
        """Whether any field tells what it was."""
        return any(change.before is not None for change in self.changes)
