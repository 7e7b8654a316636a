"""Whether a product says all that its group demands: the shipped schema of the group and the brand's own one."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import islice
from types import MappingProxyType
from typing import Any

import jsonschema_rs

from hallmint_server.catalog.model import ProductGroup
from hallmint_server.catalog.schema.document import Document
from hallmint_server.catalog.schema.value import NAME_MOST, SIZE_FAULT, SIZE_MOST, faults, parse, short, size, write
from hallmint_server.catalog.schema.wording import demand, refusal
from hallmint_server.errors import Problems, Reason

PROBLEMS_MOST = 100
"""Problems of one product that are told."""
_KEPT_MOST = 32  # compiled schemas of brands; one takes up to 20 MiB where its patterns are made to be large
_APPLIED_MOST = 20_000  # the library finds all errors before it yields one: 12 µs and 1.5 KB each
_PATTERNS = jsonschema_rs.RegexOptions(size_limit=1 << 20, dfa_size_limit=1 << 20)  # linear in the text, unlike re
_ROOT = "attributes"


class FieldProblemKind(StrEnum):
    """What is wrong with a field."""

    MISSING = "missing"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """Why a product is not ready. `path` is as in `attributes.materials[2].percent`; `description` is for people and at
    most 400 characters.
    """

    path: str
    problem: FieldProblemKind
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandSchema:
    """A brand's own schema of one group: the text that `check_schema` returned, and its SHA-256 (32 bytes)."""

    text: str
    digest: bytes

    @classmethod
    def of(cls, text: str) -> "BrandSchema":
        """The schema of a checked text."""
        return cls(text=text, digest=hashlib.sha256(text.encode()).digest())


class Schemas:
    """Compiled schemas: all shipped ones, and those of brands that were used last."""

    def __init__(self, *, kept_most: int = _KEPT_MOST) -> None:
        self._own: OrderedDict[bytes, _Compiled] = OrderedDict()
        self._kept_most = kept_most
        for group in ProductGroup:
            _shipped(group)

    def problems(
        self, group: ProductGroup, attributes: Mapping[str, Any], own: BrandSchema | None
    ) -> list[FieldProblem]:
        """What keeps a product from being ready, by path, at most 100; none means READY.

        A brand's own schema can only add demands. Where `attributes` are so large that telling each fault under it would
        take long, one problem stands for all. Never raises for attributes; ValueError for a schema that `check_schema`
        would refuse.
        """
        plain = dict(attributes)
        found = list(_problems(_shipped(group), plain, group))
        if own is not None:
            found += _problems(self._compiled(own), plain, group)
        distinct = {(problem.path, problem.problem): problem for problem in reversed(found)}
        return sorted(distinct.values(), key=lambda problem: (problem.path, problem.problem))[:PROBLEMS_MOST]

    def is_ready(self, group: ProductGroup, attributes: Mapping[str, Any], own: BrandSchema | None) -> bool:
        """Whether there are no problems: microseconds, where telling all of them can take a thousand times as long."""
        plain = dict(attributes)
        compiled = [_shipped(group), *([self._compiled(own)] if own is not None else [])]
        try:
            return all(each.validator.is_valid(plain) for each in compiled)
        except ValueError:  # as for the problems
            return False

    def _compiled(self, own: BrandSchema) -> "_Compiled":
        compiled = self._own.pop(own.digest, None) or _compile(Document(parse(own.text)))
        self._own[own.digest] = compiled
        if len(self._own) > self._kept_most:
            self._own.popitem(last=False)
        return compiled


def check_schema(problems: Problems, field: str, text: str) -> str:
    """A brand's own schema as canonical JSON (sorted keys, no spaces); empty where something is wrong, which is noted.

    At most 64 KiB, nested at most 32 deep, valid by JSON Schema 2020-12, of type object, with references by JSON pointer
    into itself only and never back to themselves, and of bounded size when they are written out. Patterns are those of a
    linear engine: no look-around, no back-references. Nothing is read from a network or a file.
    """
    found, canonical = _examine(text)
    for words in found:
        problems.add(Reason.FIELD_INVALID, field, f"{field} {words}")
    return "" if found else canonical


def _examine(text: str) -> tuple[list[str], str]:
    """What is wrong with a brand's own schema, and its canonical JSON."""
    if len(text) > SIZE_MOST or size(text) > SIZE_MOST:
        return [SIZE_FAULT], ""
    try:
        root = parse(text)
    except ValueError as error:
        return [str(error)], ""
    found = sorted(faults(root, name_most=SIZE_MOST))
    if not isinstance(root, dict) or root.get("type") != "object":
        found.append('must be an object with "type": "object"')
    if found:
        return found, ""
    document = Document(root)
    if document.faults:
        return [f"is not taken at {words}" for words in document.faults], ""
    try:
        _compile(document)
    except ValueError as error:
        return [refusal(error)], ""
    canonical = write(root)
    return ([SIZE_FAULT] if size(canonical) > SIZE_MOST else []), canonical


def check_attributes(problems: Problems, field: str, attributes: Mapping[str, Any]) -> None:
    """Note what no product's attributes may be: larger than 64 KiB as JSON, nested more than 32 deep, with numbers that
    are not finite, with NUL or lone surrogates, or with keys that are empty or longer than 100 characters.
    """
    found = faults(dict(attributes), name_most=NAME_MOST)
    if not found and size(write(dict(attributes))) > SIZE_MOST:
        found.add(SIZE_FAULT)
    for words in sorted(found):
        problems.add(Reason.FIELD_INVALID, field, f"{field} {words}")


def field_paths(group: ProductGroup, own: BrandSchema | None) -> frozenset[str]:
    """Dotted paths of all fields that the schemas know, as in `carbon_footprint.total`; a list is one field."""
    paths = frozenset(_shipped(group).titles)
    return paths if own is None else paths.union(path for path, _ in Document(parse(own.text)).paths())


def field_titles(group: ProductGroup) -> Mapping[str, str]:
    """English titles of the shipped schema's fields, by their dotted paths."""
    return _shipped(group).titles


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    document: Document
    validator: jsonschema_rs.Draft202012Validator
    titles: Mapping[str, str]


def _compile(document: Document) -> _Compiled:
    if document.faults:
        raise ValueError(document.faults[0])
    titles: dict[str, str] = {}
    for path, title in document.paths():
        titles[path] = titles.get(path) or title
    return _Compiled(
        document=document,
        validator=jsonschema_rs.Draft202012Validator(
            document.compilable(), validate_formats=True, mask="value", pattern_options=_PATTERNS, offline=True
        ),
        titles=MappingProxyType(titles),
    )


@cache
def _shipped(group: ProductGroup) -> _Compiled:
    text = files("hallmint_server.catalog.schema").joinpath(f"{group}.json").read_text(encoding="utf-8")
    return _compile(Document(parse(text)))


def _problems(compiled: _Compiled, attributes: dict[str, Any], group: ProductGroup) -> Iterator[FieldProblem]:
    titles = _shipped(group).titles
    try:
        if compiled.validator.is_valid(attributes):
            return
        if compiled.document.applied(attributes, _APPLIED_MOST) > _APPLIED_MOST:
            yield _invalid(_ROOT, "the attributes do not fit the schema, and are too large for a list of what is wrong")
            return
        errors = islice(compiled.validator.iter_errors(attributes), PROBLEMS_MOST * 10)
        for error in errors:
            path = _ROOT + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
            kind = error.kind
            if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required):
                path = f"{path}.{kind.property}"
                name = _name(titles, path)
                yield FieldProblem(path=path, problem=FieldProblemKind.MISSING, description=f"{name} is required")
            else:
                yield _invalid(path, f"{_name(titles, path)} {demand(kind)}")
    except ValueError:  # what the library cannot read: nested beyond its limit, a lone surrogate, a key that is no text
        yield _invalid(_ROOT, "the attributes are not JSON that can be checked")


def _invalid(path: str, description: str) -> FieldProblem:
    return FieldProblem(path=path, problem=FieldProblemKind.INVALID, description=description)


def _name(titles: Mapping[str, str], path: str) -> str:
    """What people call a field: its title, or that of the field it stands in, else its path."""
    dotted = path.removeprefix(f"{_ROOT}.").partition("[")[0]
    while dotted:
        if title := titles.get(dotted):
            return title
        dotted = dotted.rpartition(".")[0]
    return short(path)
