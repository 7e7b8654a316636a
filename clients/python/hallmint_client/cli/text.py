"""Words, numbers and times as people read them."""

from datetime import UTC

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

STYLE = {
    "queued": "yellow",
    "processing": "cyan",
    "minted": "green",
    "completed": "green",
    "active": "green",
    "failed": "bold red",
    "revoked": "red",
    "cancelled": "magenta",
    "discontinued": "red",
    "draft": "yellow",
    "published": "green",
    "superseded": "magenta",
    "deprecated": "magenta",
    "ready": "green",
}
"""The colour of a state, wherever it is shown."""

_MINUTE = 60
_HOUR = 3600


def clean(text: str) -> str:
    """Replace what would steer a terminal: names and messages come from elsewhere."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def word(message: Message, field: str) -> str:
    """The value of an enum field for people: `first scan`."""
    return name(message, field).lower().replace("_", " ")


def name(message: Message, field: str) -> str:
    """The name of an enum field's value without its prefix: `FIRST_SCAN`. A value newer than this client is its number."""
    enum = message.DESCRIPTOR.fields_by_name[field].enum_type
    if enum is None:
        raise TypeError(f"{field} is no enum")
    number = getattr(message, field)
    value = enum.values_by_number.get(number)
    if value is None:
        return str(number)
    return value.name.removeprefix(enum.values[0].name.removesuffix("UNSPECIFIED"))


def units(number: int) -> str:
    """A count of units: `1 unit`, `1,000,000 units`."""
    return "1 unit" if number == 1 else f"{number:,} units"


def percent(part: int, whole: int) -> str:
    """A share, rounded down, so that only all is 100 %."""
    return f"{part * 100 // whole if whole else 100} %"


def time(message: Message, field: str) -> str:
    """A time to the second in the zone of this computer, or empty where the field is absent."""
    if not message.HasField(field):
        return ""
    stamp: Timestamp = getattr(message, field)
    return f"{stamp.ToDatetime(UTC).astimezone():%Y-%m-%d %H:%M:%S}"


def seconds(start: Timestamp, end: Timestamp) -> float:
    """From one time to another, in seconds; never below 0."""
    return max((end.ToNanoseconds() - start.ToNanoseconds()) / 1e9, 0.0)


def duration(length: float) -> str:
    """A length of time: `0.4 s`, `5.4 s`, `3 min 20 s`, `2 h 5 min`."""
    if length < _MINUTE:
        return f"{length:.1f} s"
    if length < _HOUR:
        return f"{int(length) // _MINUTE} min {int(length) % _MINUTE} s"
    return f"{int(length) // _HOUR} h {int(length) % _HOUR // _MINUTE} min"


def rate(number: int, length: float) -> str:
    """Units a second, to three digits that mean something; empty where the time is too short to tell."""
    if length <= 0 or number <= 0:
        return ""
    value = number / length
    digits = max(len(str(int(value))) - 3, 0)
    return f"{round(value, -digits):,.0f} units/s"
