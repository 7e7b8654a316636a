"""The form of a product: what it asks for, what was typed, and what the API says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from google.protobuf import json_format

from hallmint.v1 import product_pb2
from hallmint_client import Client
from hallmint_console.attribute.field import Field, Filling, target
from hallmint_console.attribute.schema import Node, tree
from hallmint_console.attribute.sent import Sent, read
from hallmint_console.group import GROUPS, STATUSES, group_word, status_word
from hallmint_console.sent import seen_revision

_NO_LENGTH = -1
"""The API says what a length can be, also to who typed no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What stands in the form, as text. `revision` is the one that the person saw; 0: there is none yet."""

    sku: str = ""
    name: str = ""
    gtin: str = ""
    group: str
    status: str = "draft"
    prefix: str = ""
    confirms: bool = False
    revision: int = 0
    attributes: Mapping[str, Any] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, product: product_pb2.Product) -> "Product":
        """As the API has it."""
        return cls(
            sku=product.sku,
            name=product.name,
            gtin=product.gtin,
            group=group_word(product.group),
            status=status_word(product.commercial_status),
            prefix=str(product.company_prefix_length or ""),
            confirms=product.confirm_activation,
            revision=product.revision,
            attributes=json_format.MessageToDict(product.attributes),
        )

    @classmethod
    def sent(cls, form: Mapping[str, str]) -> "Product":
        """As it was sent; a button may have taken a row away or asked for one more. Raises FormError."""
        given, (wish, _, pointer) = form, form.get("do", "").partition(":")
        attributes: Sent = read(
            (name, text)
            for name, text in form.items()
            if not (wish == "remove" and f"{name[1:]}/".startswith(f"{pointer}/"))
        )
        return cls(
            sku=given.get("sku", ""),
            name=given.get("name", ""),
            gtin="".join(given.get("gtin", "").split()),
            group=given["group"] if given.get("group") in GROUPS else "generic",
            status=given["status"] if given.get("status") in STATUSES else "draft",
            prefix=given.get("prefix", ""),
            confirms="confirms" in given,
            revision=seen_revision(given),
            attributes=attributes.attributes,
            broken=attributes.broken,
            rows={pointer: 1} if wish == "add" else {},
        )

    def values(self) -> dict[str, Any]:
        """For the call."""
        return {
            "name": self.name,
            "gtin": self.gtin,
            "group": GROUPS[self.group],
            "commercial_status": STATUSES[self.status],
            "company_prefix_length": _length(self.prefix),
            "confirm_activation": self.confirms,
            "attributes": self.attributes,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What keeps a product from being ready, and where it is typed."""

    description: str
    field: Field


async def group_tree(client: Client, group: str) -> Node:
    """What a group asks for."""
    found = await client.get_group_schema(GROUPS[group])
    return tree(found.schema, found.brand_schema)


def attributes_of(node: Node, product: Product, problems: Sequence[product_pb2.FieldProblem] = ()) -> Field:
    """The attributes as fields."""
    filling = Filling(
        broken=product.broken,
        problems={each.path: each.description for each in reversed(problems)},
        rows=product.rows,
    )
    return filling.field(node, dict(product.attributes))


def missing_of(root: Field, problems: Sequence[product_pb2.FieldProblem]) -> list[Missing]:
    """The problems, each with the field that it is solved in."""
    return [Missing(description=each.description, field=target(root, each.path)) for each in problems]


def _length(text: str) -> int:
    text = text.strip()
    return int(text or 0) if text.isascii() and len(text) < 4 and (text.isdigit() or not text) else _NO_LENGTH  # noqa: PLR2004
