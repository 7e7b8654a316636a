"""A market pack while it is edited: what is said in one market, as a form sends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hallmint.v1 import content_pb2


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What to do with one material, by language."""

    name: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The content of a version. `languages` as they are typed, apart from each other; disclaimers by language."""

    market: str = ""
    languages: str = ""
    date_format: str = ""
    number_format: str = ""
    disclaimers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    materials: Sequence[Material] = ()
    blank: str = ""
    """The language in which one more disclaimer is asked for."""

    @property
    def tags(self) -> list[str]:
        """The languages, one by one."""
        return list(dict.fromkeys(self.languages.replace(",", " ").split()))

    @classmethod
    def of(cls, pack: content_pb2.MarketPack) -> "Pack":
        """As the API has it."""
        disclaimers: dict[str, list[str]] = {}
        for said in pack.disclaimers:
            disclaimers.setdefault(said.language, []).append(said.text)
        materials: dict[str, dict[str, str]] = {}
        for each in pack.recycling:
            materials.setdefault(each.material, {})[each.language] = each.text
        return cls(
            market=pack.market,
            languages=", ".join(pack.languages),
            date_format=pack.date_format,
            number_format=pack.number_format,
            disclaimers=disclaimers,
            materials=[Material(name=name, texts=texts) for name, texts in materials.items()],
        )

    @classmethod
    def sent(cls, form: Mapping[str, str]) -> "Pack":
        """As a form has it: `d/<language>/0` for a disclaimer, `m/0/name` and `m/0/<language>` for a material."""
        disclaimers: dict[str, dict[int, str]] = {}
        materials: dict[int, dict[str, str]] = {}
        for name, text in form.items():
            match name.split("/"):
                case ["d", language, place] if _is_place(place):
                    disclaimers.setdefault(language, {})[int(place)] = _lines(text)
                case ["m", place, language] if _is_place(place):
                    materials.setdefault(int(place), {})[language] = _lines(text)
        return cls(
            market=form.get("market", "").strip().upper(),
            languages=form.get("languages", "").strip(),
            date_format=form.get("date_format", "").strip(),
            number_format=form.get("number_format", "").strip(),
            disclaimers={
                language: [text for _, text in sorted(texts.items()) if text] for language, texts in disclaimers.items()
            },
            materials=[
                Material(name=texts.get("name", ""), texts={tag: each for tag, each in texts.items() if tag != "name"})
                for _, texts in sorted(materials.items())
                if any(texts.values())
            ],
        )

    def after(self, wish: str) -> "Pack":
        """After a button: `disclaimer-add/de`, `material-add`, `material-remove/2`. A wish that cannot be is passed over."""
        what, _, of = wish.partition("/")
        if what == "disclaimer-add":
            return replace(self, blank=of)
        if what == "material-add":
            return replace(self, materials=[*self.materials, Material(name="", texts={})])
        if what == "material-remove" and _is_place(of):
            return replace(self, materials=[each for at, each in enumerate(self.materials) if at != int(of)])
        return self

    def silent(self) -> list[str]:
        """Materials of which nothing is said: the API has no place for their names."""
        return [each.name for each in self.materials if not any(each.texts.get(tag) for tag in self.tags)]

    def message(self) -> content_pb2.MarketPack:
        """For the call. Texts in a language that was taken out go with it; who typed one that is none is told by the API."""
        tags = self.tags
        return content_pb2.MarketPack(
            market=self.market,
            languages=tags,
            date_format=self.date_format,
            number_format=self.number_format,
            disclaimers=[
                content_pb2.LocalText(language=tag, text=text) for tag in tags for text in self.disclaimers.get(tag, ())
            ],
            recycling=[
                content_pb2.RecyclingText(material=each.name, language=tag, text=text)
                for each in self.materials
                for tag in tags
                if (text := each.texts.get(tag, ""))
            ],
        )


def changes(old: Pack, new: Pack) -> list[str]:
    """What is different, in words."""
    found = []
    if old.tags != new.tags:
        found.append(f"Pages come in {', '.join(new.tags)}, the first by default; until now in {', '.join(old.tags)}")
    for name, before, after in (
        ("Dates", old.date_format, new.date_format),
        ("Numbers", old.number_format, new.number_format),
    ):
        if before != after:
            found.append(f"{name} are written {after or 'in the way of the language'}")
    found += [
        f"The disclaimers in {tag} are other ones"
        for tag in dict.fromkeys([*old.tags, *new.tags])
        if list(old.disclaimers.get(tag, ())) != list(new.disclaimers.get(tag, ()))
    ]
    gone, said = ({each.name: dict(each.texts) for each in pack.materials} for pack in (old, new))
    found += [f"Nothing is said of {name} any more" for name in gone if name not in said]
    found += [
        f"What to do with {name} is said{' in other words' if name in gone else ''}"
        for name, texts in said.items()
        if gone.get(name) != texts
    ]
    return found


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5  # noqa: PLR2004 - far beyond what a pack may have
