"""The pages of the reference, as lines of Markdown."""

import json
import re
from collections.abc import Iterable, Iterator

from google.protobuf.descriptor_pb2 import MethodOptions

from proto.reference.permission import ANY, Permissions
from proto.reference.prose import ERRORS, INDEX, MESSAGES, PERMISSIONS, REASON_PREFIX, Prose, page_of
from proto.reference.source import Enum, File, Message, Method, Service, Value, services

_PROTO = "../../proto/hallmint/v1"
_AGAIN = {
    MethodOptions.NO_SIDE_EFFECTS: "reads",
    MethodOptions.IDEMPOTENT: "safe",
    MethodOptions.IDEMPOTENCY_UNKNOWN: "**never**",
}
"""What the index explains under "Calling again"."""
_SAMPLE = re.compile(r"\s*Sample: `(\{.*\})`$", re.DOTALL)
_STATUS = re.compile(r"Code ([A-Z_]+)((?:, or [A-Z_]+)*)")


def service_page(file: File, service: Service, prose: Prose, permissions: Permissions) -> list[str]:
    """A service: its rpcs in one table, each of them with its messages, and the messages that these hold."""
    page = page_of(file)
    lines = _head(service.name, [file], service.deprecated)
    lines += prose.paragraphs(service.comment, page)
    rows = (
        (
            _name(f"[{method.name}](#{method.name.lower()})", method.deprecated),
            prose.first_sentence(method.comment, page),
            _AGAIN[method.level],
            " or ".join(permissions.needed(service.name, method.name)),
        )
        for method in service.methods
    )
    legend = (f"[again]({INDEX}#calling-again)", f"[permission]({PERMISSIONS})")
    lines += ["", *_table(("rpc", "what it does", *legend), rows)]
    messages = {message.name: message for message in file.messages}
    for method in service.methods:
        lines += _method(service, method, prose, page, permissions)
        for name in (method.request, method.response):
            lines += _message(messages.pop(name), prose, page, boilerplate=method.name)
    if messages or file.enums:
        lines += ["", "## Parts of these messages"]
        for message in messages.values():
            lines += _message(message, prose, page)
        for enum in file.enums:
            lines += _enum(enum, prose, page)
    return lines


def shared_page(files: Iterable[File], prose: Prose) -> list[str]:
    """Messages and enums of files without a service, with a table of contents."""
    shared = [file for file in files if page_of(file) == MESSAGES]
    lines = _head("Messages and enums that services share", shared, deprecated=False)
    lines += ["", "Requests and responses stand on the pages of their services."]
    names = {
        file.stem: [*(each.name for each in file.messages), *(each.name for each in file.enums)] for file in shared
    }
    contents = (
        (f"[{stem}.proto]({_PROTO}/{stem}.proto)", ", ".join(f"[{name}](#{name.lower()})" for name in found))
        for stem, found in names.items()
    )
    lines += ["", *_table(("file", "what it has"), contents)]
    for file in shared:
        for message in file.messages:
            lines += _message(message, prose, MESSAGES, level=2)
        for enum in file.enums:
            lines += _enum(enum, prose, MESSAGES, level=2)
    return lines


def error_page(file: File, prose: Prose) -> list[str]:
    """Every reason: its status codes in one table, and each with its words, its number and a sample."""
    (enum,) = file.enums
    lines = _head("Error reasons", [file], enum.deprecated)
    lines += prose.paragraphs(enum.comment, ERRORS)
    lines += [
        "",
        "The samples below are ErrorInfo as JSON. A client shows a reason without the prefix `ERROR_REASON_`.",
    ]
    reasons = enum.values[1:]  # the first is never sent
    rows = (
        (
            _name(f"[{_reason(value)}](#{_reason(value).lower()})", value.deprecated),
            _codes(value.comment),
            prose.first_sentence(value.comment, ERRORS),
        )
        for value in reasons
    )
    lines += ["", *_table(("reason", "code", "what happened"), rows)]
    for value in reasons:
        lines += _reason_section(value, prose)
    return lines


def permission_page(files: Iterable[File], permissions: Permissions) -> list[str]:
    """Who has which permission, and which rpcs take it."""
    refusal = f"[PERMISSION_MISSING]({ERRORS}#permission_missing)"
    lines = ["# Permissions", "", _generated("proto/reference/permission.json")]
    lines += [
        "",
        "An rpc takes one of the permissions that its service's page names. A person has them by their role in the acting",
        "brand, a machine by the scopes of its credential. What is not allowed is refused as",
        f"{refusal}, with what it would take in the metadata `permission`.",
    ]
    rows = ((f"`{name}`", *permissions.holders(name)) for name in permissions.all)
    lines += ["", *_table(("permission", "roles", "scopes", "others"), rows)]
    takers: dict[str, list[str]] = {name: [] for name in (*(f"`{name}`" for name in permissions.all), ANY)}
    for file, service in services(files):
        for method in service.methods:
            for name in permissions.needed(service.name, method.name):
                takers[name].append(f"[{method.name}]({page_of(file)}#{method.name.lower()})")
    lines += ["", "## What each one is for"]
    return [*lines, "", *_table(("permission", "rpcs"), ((name, ", ".join(links)) for name, links in takers.items()))]


def service_table(files: Iterable[File], prose: Prose) -> list[str]:
    """All services, for the index."""
    rows = (
        (
            _name(f"[{service.name}]({page_of(file)})", service.deprecated),
            prose.first_sentence(service.comment, INDEX),
            ", ".join(prose.link(method.name, INDEX) for method in service.methods),
        )
        for file, service in services(files)
    )
    return _table(("service", "what it is for", "rpcs"), rows)


def _head(title: str, files: list[File], deprecated: bool) -> list[str]:
    source = " and ".join(f"proto/hallmint/v1/{file.stem}.proto" for file in files)
    lines = [f"# {_name(title, deprecated)}", "", _generated(source)]
    if len(files) == 1:
        stem = files[0].stem
        lines += ["", f"Package `hallmint.v1`, file [{stem}.proto]({_PROTO}/{stem}.proto). [All services]({INDEX})."]
    return lines


def _generated(source: str) -> str:
    return f"<!-- Written by `make reference` from {source}: change that. -->"


def _method(service: Service, method: Method, prose: Prose, page: str, permissions: Permissions) -> Iterator[str]:
    yield from ("", f"## {_name(method.name, method.deprecated)}")
    yield from prose.paragraphs(method.comment, page)
    request = f"{'stream ' if method.streams_request else ''}{method.request}"
    response = f"{'stream ' if method.streams_response else ''}{method.response}"
    yield from ("", "```proto", f"rpc {method.name}({request}) returns ({response})", "```", "")
    needed = " or ".join(permissions.needed(service.name, method.name))
    yield f"[Again]({INDEX}#calling-again): {_AGAIN[method.level]}. [Permission]({PERMISSIONS}): {needed}."


def _message(message: Message, prose: Prose, page: str, *, boilerplate: str = "", level: int = 3) -> Iterator[str]:
    yield from ("", f"{'#' * level} {_name(message.name, message.deprecated)}")
    if message.comment not in (f"Request of {boilerplate}.", f"Response of {boilerplate}."):
        yield from prose.paragraphs(message.comment, page)
    yield ""
    if not message.fields:
        yield "No fields."
    for oneof, comment in message.oneofs.items():
        names = " or ".join(f"`{field.name}`" for field in message.fields if field.oneof == oneof)
        yield from (f"`oneof {oneof}` is {names}. {prose.line(comment, page)}", "")
    rows = (
        (
            _name(f"`{field.name}`", field.deprecated),
            str(field.number),
            prose.type(field, page),
            prose.field(field, page),
        )
        for field in message.fields
    )
    yield from _table(("field", "no.", "type", "meaning"), rows) if message.fields else ()
    yield from _reserved(message.reserved)


def _enum(enum: Enum, prose: Prose, page: str, *, level: int = 3) -> Iterator[str]:
    yield from ("", f"{'#' * level} {_name(enum.name, enum.deprecated)}")
    yield from prose.paragraphs(enum.comment, page)
    rows = (
        (_name(f"`{value.name}`", value.deprecated), str(value.number), prose.cell(value.comment, page))
        for value in enum.values
    )
    yield from ("", *_table(("value", "no.", "meaning"), rows))
    yield from _reserved(enum.reserved)


def _reserved(taken: tuple[str, ...]) -> Iterator[str]:
    if taken:
        yield from ("", f"Never used again: {', '.join(taken)}.")


def _reason(value: Value) -> str:
    return value.name.removeprefix(REASON_PREFIX)


def _codes(comment: str) -> str:
    found = _STATUS.search(comment)
    if found is None:
        raise ValueError(f"no status code is said: {comment}")
    return "<br>".join(f"`{code}`" for code in [found[1], *re.findall("[A-Z_]+", found[2])])


def _reason_section(value: Value, prose: Prose) -> Iterator[str]:
    sample = _SAMPLE.search(value.comment)
    if sample is None:
        raise ValueError(f"{value.name} has no sample")
    yield from ("", f"### {_name(_reason(value), value.deprecated)}")
    yield from prose.paragraphs(value.comment[: sample.start()].strip(), ERRORS)
    yield from ("", f"Number {value.number}.", "", "```json")
    yield from (json.dumps(json.loads(sample[1]), ensure_ascii=False), "```")


def _name(text: str, deprecated: bool) -> str:
    return f"~~{text}~~" if deprecated else text


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = tuple(heads)
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows)]
