"""What the .proto files say, read from a descriptor set that has their comments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodOptions,
    ServiceDescriptorProto,
)

PACKAGE = ".hallmint.v1."

# Numbers of the fields of descriptor.proto, which paths of source info consist of.
_MESSAGE, _ENUM, _SERVICE = 4, 5, 6
_FIELD_OF_MESSAGE, _ONEOF_OF_MESSAGE, _VALUE_OF_ENUM, _METHOD_OF_SERVICE = 2, 8, 2, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a message. `type` is a scalar's name or a full name with its leading dot; `label` is `repeated`, `optional` or
    empty; `oneof` is the name of the oneof it is in, or empty.
    """

    name: str
    number: int
    type: str
    label: str
    oneof: str
    comment: str
    deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message. `reserved` are numbers and names that are never used again; `oneofs` are comments by name."""

    name: str
    comment: str
    fields: tuple[Field, ...]
    oneofs: dict[str, str]
    reserved: tuple[str, ...]
    deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of an enum."""

    name: str
    number: int
    comment: str
    deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """An enum, as Message."""

    name: str
    comment: str
    values: tuple[Value, ...]
    reserved: tuple[str, ...]
    deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """An rpc. `request` and `response` are names of messages; `level` is that of its idempotency."""

    name: str
    comment: str
    request: str
    response: str
    streams_request: bool
    streams_response: bool
    level: MethodOptions.IdempotencyLevel.ValueType
    deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service."""

    name: str
    comment: str
    methods: tuple[Method, ...]
    deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A .proto file: at most one service, and messages and enums in their order."""

    stem: str
    service: Service | None
    messages: tuple[Message, ...]
    enums: tuple[Enum, ...]


class Comments:
    """Comments of a file, by the path of what they stand above."""

    def __init__(self, file: FileDescriptorProto) -> None:
        self._by_path = {tuple(at.path): at.leading_comments for at in file.source_code_info.location}

    def at(self, *path: int) -> str:
        """Paragraphs of one line each, parted by an empty line. ValueError where there is none: buf lint asks for them all."""
        text = self._by_path.get(path, "").strip()
        if not text:
            raise ValueError(f"nothing is said of what stands at {path}; was the descriptor set made with source info?")
        return "\n\n".join(" ".join(line.strip() for line in part.splitlines()) for part in text.split("\n\n"))


def read(descriptors: FileDescriptorSet) -> tuple[File, ...]:
    """The files of the API in order of their names. ValueError where something is not commented, or of a kind that pages do not
    show: nested messages and enums, maps, several services in a file.
    """
    return tuple(_file(file) for file in sorted(descriptors.file, key=lambda file: file.name))


def services(files: Iterable[File]) -> Iterator[tuple[File, Service]]:
    """Each service with its file."""
    return ((file, file.service) for file in files if file.service is not None)


def _file(file: FileDescriptorProto) -> File:
    if len(file.service) > 1:
        raise ValueError(f"{file.name} has several services; each has a file of its own")
    comments = Comments(file)
    return File(
        stem=PurePosixPath(file.name).stem,
        service=_service(file.service[0], comments) if file.service else None,
        messages=tuple(_message(message, comments, no) for no, message in enumerate(file.message_type)),
        enums=tuple(_enum(enum, comments, no) for no, enum in enumerate(file.enum_type)),
    )


def _service(service: ServiceDescriptorProto, comments: Comments) -> Service:
    return Service(
        name=service.name,
        comment=comments.at(_SERVICE, 0),
        methods=tuple(
            Method(
                name=method.name,
                comment=comments.at(_SERVICE, 0, _METHOD_OF_SERVICE, no),
                request=method.input_type.removeprefix(PACKAGE),
                response=method.output_type.removeprefix(PACKAGE),
                streams_request=method.client_streaming,
                streams_response=method.server_streaming,
                level=method.options.idempotency_level,
                deprecated=method.options.deprecated,
            )
            for no, method in enumerate(service.method)
        ),
        deprecated=service.options.deprecated,
    )


def _message(message: DescriptorProto, comments: Comments, at: int) -> Message:
    if message.nested_type or message.enum_type:
        raise ValueError(f"{message.name} has messages, maps or enums inside; they stand beside it")
    shown = {
        field.oneof_index for field in message.field if field.HasField("oneof_index") and not field.proto3_optional
    }
    oneofs = {
        oneof.name: comments.at(_MESSAGE, at, _ONEOF_OF_MESSAGE, no)
        for no, oneof in enumerate(message.oneof_decl)
        if no in shown  # `optional` makes one too, which nobody wrote
    }
    ends = [(taken.start, taken.end - 1) for taken in message.reserved_range]
    return Message(
        name=message.name,
        comment=comments.at(_MESSAGE, at),
        fields=tuple(
            _field(field, message, comments.at(_MESSAGE, at, _FIELD_OF_MESSAGE, no))
            for no, field in enumerate(message.field)
        ),
        oneofs=oneofs,
        reserved=(*_ranges(ends), *(f"`{name}`" for name in message.reserved_name)),
        deprecated=message.options.deprecated,
    )


def _field(field: FieldDescriptorProto, message: DescriptorProto, comment: str) -> Field:
    kind = FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()
    repeated = field.label == FieldDescriptorProto.LABEL_REPEATED
    is_in_oneof = field.HasField("oneof_index") and not field.proto3_optional
    return Field(
        name=field.name,
        number=field.number,
        type=field.type_name or kind,
        label="repeated" if repeated else "optional" if field.proto3_optional else "",
        oneof=message.oneof_decl[field.oneof_index].name if is_in_oneof else "",
        comment=comment,
        deprecated=field.options.deprecated,
    )


def _enum(enum: EnumDescriptorProto, comments: Comments, at: int) -> Enum:
    ends = [(taken.start, taken.end) for taken in enum.reserved_range]
    return Enum(
        name=enum.name,
        comment=comments.at(_ENUM, at),
        values=tuple(
            Value(
                name=value.name,
                number=value.number,
                comment=comments.at(_ENUM, at, _VALUE_OF_ENUM, no),
                deprecated=value.options.deprecated,
            )
            for no, value in enumerate(enum.value)
        ),
        reserved=(*_ranges(ends), *(f"`{name}`" for name in enum.reserved_name)),
        deprecated=enum.options.deprecated,
    )


def _ranges(ends: Sequence[tuple[int, int]]) -> Iterator[str]:
    for first, last in ends:
        yield str(first) if first == last else f"{first} to {last}"
