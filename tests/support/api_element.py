"""Everything that the .proto files name, in the words of the changelog of clients, and what the promise of v1 asks of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

_SINCE = re.compile(r"(?:^|\s)Deprecated since \d+\.\d+\.\d+: \S.*\.\s*$", re.DOTALL)
_REASON_PREFIX = "ERROR_REASON_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A service, rpc, message, field, enum or value. `name` is `Message.field`, `Service.Method`, a value's name (a reason's
    without its prefix), or a name alone; `owner` is what it is in, or empty; `number` is None of those that have none.
    """

    name: str
    owner: str
    number: int | None
    deprecated: bool
    comment: str


def elements(files: FileDescriptorSet) -> Iterator[Element]:
    """Those of `hallmint.v1`. Without source info their comments are empty."""
    for file in files.file:
        if file.package == "hallmint.v1":
            yield from _of_file(file)


def _of_file(file: FileDescriptorProto) -> Iterator[Element]:
    comments = {tuple(at.path): at.leading_comments for at in file.source_code_info.location}

    # Numbers of the fields of descriptor.proto, which paths of source info consist of.
    kinds: tuple[tuple[int, Iterable[Any], str], ...] = (
        (6, file.service, "method"),
        (4, file.message_type, "field"),
        (5, file.enum_type, "value"),
    )
    for kind, owners, parts in kinds:
        for no, owner in enumerate(owners):
            yield _element(owner.name, "", None, owner, comments.get((kind, no), ""))
            for at, part in enumerate(getattr(owner, parts)):
                name = f"{owner.name}.{part.name}" if parts != "value" else part.name.removeprefix(_REASON_PREFIX)
                number = None if parts == "method" else part.number
                yield _element(name, owner.name, number, part, comments.get((kind, no, 2, at), ""))


def _element(name: str, owner: str, number: int | None, it: Any, comment: str) -> Element:
    return Element(name=name, owner=owner, number=number, deprecated=it.options.deprecated, comment=comment)


def unsaid(files: FileDescriptorSet, changelog: str) -> list[str]:
    """What is deprecated and does not say since when and what to use instead, or that the changelog does not name."""
    return [
        it.name
        for it in elements(files)
        if it.deprecated and not (_SINCE.search(it.comment) and f"`{it.name}`" in changelog)
    ]


def gaps(files: FileDescriptorSet) -> list[str]:
    """Numbers below a message's or enum's largest that are neither used nor reserved: somebody might use them again."""
    taken: dict[str, set[int]] = {}
    for file in files.file:
        for message in file.message_type:
            taken[message.name] = {number for of in message.reserved_range for number in range(of.start, of.end)} | {0}
        for enum in file.enum_type:
            taken[enum.name] = {number for of in enum.reserved_range for number in range(of.start, of.end + 1)}
    for it in elements(files):
        if it.number is not None:
            taken[it.owner].add(it.number)
    return [f"{name} {number}" for name, used in taken.items() for number in range(max(used)) if number not in used]


def gained(files: FileDescriptorSet, released: FileDescriptorSet) -> list[str]:
    """What is new since a release: rpcs, and what messages and enums of the release have gained."""
    before = {it.name for it in elements(released)}
    return [it.name for it in elements(files) if it.name not in before and _counts(it, before)]


def _counts(it: Element, before: Iterable[str]) -> bool:
    # A new message is told with the rpc that it came with.
    return bool(it.owner) and (it.number is None or it.owner in before)
