"""Finds the fields for which a message could not be read: the parser does not say."""

from functools import cache

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.descriptor import Descriptor, FieldDescriptor, FileDescriptor
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

_Field = descriptor_pb2.FieldDescriptorProto
_KNOWN = "google.protobuf."


def unreadable(method: str, encoded: bytes) -> list[str]:
    """Paths of the texts that are not UTF-8, and of the values (as attributes) that are nested too deep or hold such texts;
    empty where the bytes are no message at all. `method` is a full name, as in `/package.Service/Method`.
    """
    real = descriptor_pool.Default().FindMethodByName(method.strip("/").replace("/", ".")).input_type
    _add(real.file)
    try:
        message = GetMessageClass(_loose().FindMessageTypeByName(real.full_name)).FromString(encoded)
    except DecodeError:
        return []
    found: list[str] = []
    _walk(message, real, "", found)
    return found


@cache
def _loose() -> DescriptorPool:
    """The same messages, with bytes in place of what can fail: texts, and the messages that protobuf brings."""
    return DescriptorPool()


@cache
def _add(file: FileDescriptor) -> None:
    for imported in file.dependencies:
        _add(imported)
    copy = descriptor_pb2.FileDescriptorProto()
    file.CopyToProto(copy)
    if not file.name.startswith("google/protobuf/"):
        for message in copy.message_type:
            _loosen(message)
    _loose().Add(copy)


def _loosen(message: descriptor_pb2.DescriptorProto) -> None:
    for inner in message.nested_type:
        _loosen(inner)
    for field in message.field:
        if field.type == _Field.TYPE_STRING or field.type_name.startswith(f".{_KNOWN}"):
            field.type = _Field.TYPE_BYTES
            field.ClearField("type_name")


def _walk(message: Message, real: Descriptor, path: str, found: list[str]) -> None:
    for field, value in message.ListFields():
        of = real.fields_by_name[field.name]
        values = enumerate(value) if of.is_repeated else [(None, value)]
        for index, one in values:
            here = path + field.name + ("" if index is None else f"[{index}]")
            if isinstance(one, Message):
                assert of.message_type is not None  # noqa: S101 - the same field
                _walk(one, of.message_type, f"{here}.", found)
            elif not _is_readable(of, one):
                found.append(here)


def _is_readable(of: FieldDescriptor, value: object) -> bool:
    if not isinstance(value, bytes):
        return True
    try:
        if of.message_type is not None:
            GetMessageClass(of.message_type).FromString(value)
        elif of.type == FieldDescriptor.TYPE_STRING:
            value.decode()
    except (DecodeError, UnicodeDecodeError):
        return False
    return True
