"""A passport template while it is edited: sections and fields as a form sends them, moved, and held against another version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hallmint.v1 import content_pb2

_OWN = {"name": "Name", "sku": "SKU", "gtin": "GTIN"}
"""What each product has beside its attributes."""
_FIRST = "What it is"


@dataclass(frozen=True, slots=True)
class Shown:
    """An attribute that is shown, and what it is called; empty: as the schema calls it."""

    path: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page."""

    title: str
    fields: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of a version."""

    sections: tuple[Section, ...]

    @classmethod
    def of(cls, template: content_pb2.Template) -> "Draft":
        """As the API has it."""
        return cls(
            tuple(
                Section(section.title, tuple(Shown(each.path, each.label) for each in section.fields))
                for section in template.sections
            )
        )

    @classmethod
    def first(cls, needed: Sequence[str]) -> "Draft":
        """To begin with: the name, and what the group needs at least."""
        return cls((Section(_FIRST, (Shown("name"), *(Shown(path) for path in needed))),))

    @classmethod
    def sent(cls, form: Mapping[str, str]) -> "Draft":
        """As a form has it: `s/0/title`, `s/0/f/1/path`, `s/0/f/1/label`."""
        sections: dict[int, str] = {}
        fields: dict[int, dict[int, Shown]] = {}
        for name, text in form.items():
            match name.split("/"):
                case ["s", section, "title"] if _is_place(section):
                    sections[int(section)] = text.strip()
                case ["s", section, "f", field, "path"] if _is_place(section) and _is_place(field):
                    label = form.get(f"s/{section}/f/{field}/label", "").strip()
                    fields.setdefault(int(section), {})[int(field)] = Shown(text, label)
        return cls(
            tuple(
                Section(title, tuple(shown for _, shown in sorted(fields.get(at, {}).items())))
                for at, title in sorted(sections.items())
            )
        )

    def message(self) -> list[content_pb2.TemplateSection]:
        """For the call."""
        return [
            content_pb2.TemplateSection(
                title=section.title,
                fields=[content_pb2.TemplateField(path=each.path, label=each.label) for each in section.fields],
            )
            for section in self.sections
        ]

    def after(self, wish: str, chosen: Mapping[str, str]) -> "Draft":
        """After a button: `field-up/0/3` and the like. `chosen`: the form, in which a select says what is added. A wish that
        cannot be is passed over.
        """
        what, *places = wish.split("/")
        at = [int(place) for place in places if _is_place(place)]
        sections = list(self.sections)
        match what, at:
            case "section-add", []:
                sections.append(Section(""))
            case "section-remove", [one] if one < len(sections):
                del sections[one]
            case "section-up", [one] if 0 < one < len(sections):
                sections[one - 1 : one + 1] = reversed(sections[one - 1 : one + 1])
            case "section-down", [one] if one + 1 < len(sections):
                sections[one : one + 2] = reversed(sections[one : one + 2])
            case "field-add", [one] if one < len(sections) and chosen.get(f"s/{one}/new"):
                fields = (*sections[one].fields, Shown(chosen[f"s/{one}/new"]))
                sections[one] = replace(sections[one], fields=fields)
            case (("field-remove" | "field-up" | "field-down"), [one, field]) if one < len(sections):
                if field < len(sections[one].fields):
                    _move(sections, what, one, field)
        return Draft(tuple(sections))

    def paths(self) -> set[str]:
        """All that is shown."""
        return {shown.path for section in self.sections for shown in section.fields}


def changes(old: Draft, new: Draft, titles: Mapping[str, str]) -> list[str]:
    """What is different for who sees a page, in words."""
    before, after = dict(_places(old)), dict(_places(new))
    return list(_changes(before, after, titles)) or _order(old, new)


def title_of(path: str, titles: Mapping[str, str]) -> str:
    """What an attribute is called where nothing else is said."""
    return _OWN.get(path) or titles.get(path) or path


def own_paths() -> list[tuple[str, str]]:
    """Paths and titles of what each product has."""
    return list(_OWN.items())


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5  # noqa: PLR2004 - far beyond what a template may have


def _move(sections: list[Section], what: str, one: int, field: int) -> None:
    """Take a field away or move it; over the edge of its section it goes into the next one."""
    fields = list(sections[one].fields)
    shown = fields.pop(field)
    to = field + (1 if what == "field-down" else -1)
    if what == "field-remove":
        pass
    elif 0 <= to <= len(fields):
        fields.insert(to, shown)
    elif to < 0 and one > 0:
        sections[one - 1] = replace(sections[one - 1], fields=(*sections[one - 1].fields, shown))
    elif to > 0 and one + 1 < len(sections):
        sections[one + 1] = replace(sections[one + 1], fields=(shown, *sections[one + 1].fields))
    else:
        fields.insert(field, shown)
    sections[one] = replace(sections[one], fields=tuple(fields))


def _places(draft: Draft) -> Iterator[tuple[str, tuple[str, str]]]:
    for section in draft.sections:
        for shown in section.fields:
            yield shown.path, (section.title, shown.label)


def _changes(
    before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]], titles: Mapping[str, str]
) -> Iterator[str]:
    for path, (section, label) in after.items():
        name = label or title_of(path, titles)
        if path not in before:
            yield f"{name} is shown, in {section}"
            continue
        old_section, old_label = before[path]
        if old_label != label:
            yield f"{old_label or title_of(path, titles)} is called {name}"
        if old_section != section:
            yield f"{name} stands in {section}, not in {old_section}"
    for path, (section, label) in before.items():
        if path not in after:
            yield f"{label or title_of(path, titles)} is no longer shown, in {section}"


def _order(old: Draft, new: Draft) -> list[str]:
    return [] if old == new else ["The order is another one; what is shown stays the same"]
