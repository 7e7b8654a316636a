"""Checks of single fields, each with the path that a caller sees."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from google.protobuf.message import Message

from hallmint_server.errors import Problems, Reason

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def check_text(message: Message) -> None:
    """Refuse NUL characters anywhere: PostgreSQL cannot hold them. Raises FIELD_INVALID with every such field."""
    problems = Problems()
    _walk(message, "", problems)
    problems.check()


def _walk(value: object, path: str, problems: Problems) -> None:
    if isinstance(value, str):
        if "\x00" in value:
            problems.add(Reason.FIELD_INVALID, path, f"{path} must not hold a NUL character")
    elif isinstance(value, Message):
        for field, inner in value.ListFields():
            _walk(inner, f"{path}.{field.name}" if path else field.name, problems)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _walk(key, path, problems)
            _walk(inner, f"{path}[{key}]" if "\x00" not in str(key) else path, problems)
    elif isinstance(value, Sequence) and not isinstance(
        value, bytes
    ):  # protobuf's own containers are registered as such
        for index, inner in enumerate(value):
            _walk(inner, f"{path}[{index}]", problems)


def is_uuid(text: str) -> bool:
    """Whether `text` is a UUID in its 36-character form."""
    return _UUID.fullmatch(text) is not None


def uuid(problems: Problems, field: str, text: str) -> UUID:
    """A UUID in its 36-character text form; a violation, and the nil UUID, where it is none."""
    if not text:
        problems.add(Reason.FIELD_REQUIRED, field, f"{field} must be set")
        return UUID(int=0)
    if is_uuid(text):
        return UUID(text)
    problems.add(Reason.FIELD_INVALID, field, f"{field} must be a UUID, as in 01890000-0000-7000-8000-000000000001")
    return UUID(int=0)


def one_uuid(field: str, text: str) -> UUID:
    """As `uuid`, for a request with nothing else to check. Raises the violation."""
    problems = Problems()
    value = uuid(problems, field, text)
    problems.check()
    return value
