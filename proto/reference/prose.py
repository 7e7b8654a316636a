"""From comments to Markdown: names of the API become links, and what Markdown would take for its own is kept as it is."""

import re
from collections.abc import Callable

import grpc

from proto.reference.source import PACKAGE, Enum, Field, File, Message

ERRORS = "errors.md"
MESSAGES = "messages.md"
PERMISSIONS = "permissions.md"
INDEX = "README.md"
REASON_PREFIX = "ERROR_REASON_"

_CODE = re.compile(r"(`[^`]*`)")
# Google's types and where the index says what they are.
_WELL_KNOWN = ".google.protobuf."

_AFTER = r"(?:(?<=[Aa]s in )|(?<=[Ff]ields of )|(?<=[Ff]ield of ))"
_WORD = re.compile(
    rf"(?P<method>\b[A-Z]\w*Service\.[A-Z]\w*)"
    rf"|(?P<name>\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b|{_AFTER}[A-Z]\w+)"
    rf"|(?P<symbol>\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b[a-z]+(?:_[a-z0-9]+)+\b)"
    rf"|(?P<value>\b[A-Z]{{5,}}\b)"
    rf"|(?P<mark>[<*|])"
)
_SAME_AS = re.compile(r"As in (?P<name>[A-Z]\w+)(?:[.,;:] ?|$)(?P<rest>.*)", re.DOTALL)
_ACRONYMS = {"NDJSON"}
"""Values of enums that are words of their own in a sentence; shorter ones are not looked for."""
_SENTENCE = re.compile(r"(?:`[^`]*`|[^`])*?[.](?=\s|$)")


class Prose:
    """Writes comments for pages of one API."""

    def __init__(self, files: tuple[File, ...]) -> None:
        self._places: dict[str, str] = {}
        self._messages: dict[str, Message] = {}
        self._reasons: set[str] = set()
        self._values = {code.name for code in grpc.StatusCode}
        for file in files:
            page = page_of(file)
            for message in file.messages:
                self._messages[message.name] = message
                self._places[message.name] = f"{page}#{message.name.lower()}"
            for enum in file.enums:
                self._values |= {value.name.removeprefix(_prefix(enum)) for value in enum.values} - _ACRONYMS
                self._places[enum.name] = f"{page}#{enum.name.lower()}" if page != ERRORS else ERRORS
                if page == ERRORS:
                    self._reasons |= {value.name.removeprefix(REASON_PREFIX) for value in enum.values[1:]}
            if file.service is not None:
                self._places[file.service.name] = page
                for method in file.service.methods:
                    place = f"{page}#{method.name.lower()}"
                    self._places[method.name] = self._places[f"{file.service.name}.{method.name}"] = place

    def paragraphs(self, comment: str, page: str) -> list[str]:
        """The comment as paragraphs, an empty line before each."""
        return [line for paragraph in comment.split("\n\n") for line in ("", self.line(paragraph, page))]

    def cell(self, comment: str, page: str) -> str:
        """The comment for a cell of a table: one line."""
        return self.line(comment.replace("\n\n", " "), page, escape_pipe=True)

    def first_sentence(self, comment: str, page: str) -> str:
        """What the comment says first, for a cell."""
        found = _SENTENCE.match(comment)
        return self.cell(found[0] if found else comment, page)

    def field(self, field: Field, page: str) -> str:
        """What is said of a field, for a cell. Where it is said to be as in another message, that one's words are given too."""
        same = _SAME_AS.match(field.comment)
        message = self._messages.get(same["name"]) if same else None
        origin = next((f for f in message.fields if f.name == field.name), None) if message else None
        if same is None or message is None or origin is None:
            return self.cell(field.comment, page)
        rest = same["rest"][:1].upper() + same["rest"][1:]
        told = f"As in {self.link(message.name, page)}: {self.field(origin, page)}"
        return f"{told} {self.cell(rest, page)}".rstrip()

    def type(self, field: Field, page: str) -> str:
        """The type of a field, linked where it is no scalar."""
        if field.type.startswith(PACKAGE):
            name = self.link(field.type.removeprefix(PACKAGE), page)
        elif field.type.startswith(_WELL_KNOWN):
            name = f"[{field.type.removeprefix(_WELL_KNOWN)}]({INDEX}#types-of-google)"
        else:
            name = f"`{field.type}`"
        return f"{field.label} {name}".strip()

    def link(self, name: str, page: str) -> str:
        """A name of the API as a link from a page. KeyError where there is no such name."""
        return f"[{name}]({_from(page, self._places[name])})"

    def line(self, text: str, page: str, *, escape_pipe: bool = False) -> str:
        """One line of text as Markdown."""
        parts = _CODE.split(text)
        return "".join(
            self._code(part, page, escape_pipe=escape_pipe) if no % 2 else _WORD.sub(self._word(page), part)
            for no, part in enumerate(parts)
        )

    def _code(self, part: str, page: str, *, escape_pipe: bool) -> str:
        content = part.strip("`")
        if content in self._reasons:
            return f"[{part}]({_from(page, f'{ERRORS}#{content.lower()}')})"
        return part.replace("|", "\\|") if escape_pipe else part

    def _word(self, page: str) -> Callable[[re.Match[str]], str]:
        def write(found: re.Match[str]) -> str:
            word = found[0]
            if found["mark"]:
                return f"\\{word}"
            if found["symbol"] or (found["value"] and word in self._values):
                return f"`{word}`"
            return self.link(word, page) if word in self._places else word

        return write


def page_of(file: File) -> str:
    """The page that a file's messages stand on: services have pages of their own."""
    if file.service is not None:
        return f"{file.stem}.md"
    return ERRORS if file.stem == "error_reason" else MESSAGES


def _prefix(enum: Enum) -> str:
    """What the names of its values begin with, as buf lint asks for."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", enum.name).upper() + "_"


def _from(page: str, place: str) -> str:
    """The target of a link; on the same page its anchor alone."""
    return place.removeprefix(page) if place.startswith(f"{page}#") else place
