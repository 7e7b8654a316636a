"""Passport data as a tree."""

import json

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from rich.tree import Tree

from hallmint_client.cli.text import clean


def tree(title: str, values: Struct) -> Tree:
    """A branch for each object and each list of objects, a leaf for everything else."""
    root = Tree(title)
    _grow(root, MessageToDict(values))
    return root


def _grow(tree: Tree, values: dict[str, object]) -> None:
    for name, value in sorted(values.items()):  # a Struct has no order of its own
        label = clean(name).replace("_", " ")
        if isinstance(value, dict):
            _grow(tree.add(label), value)
        elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
            branch = tree.add(label)
            for place, each in enumerate(value, 1):
                if isinstance(each, dict) and any(isinstance(inner, dict | list) for inner in each.values()):
                    _grow(branch.add(str(place)), each)
                else:
                    branch.add(_leaf(each))
        else:
            tree.add(f"{label}: {_leaf(value)}")


def _leaf(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{clean(name).replace('_', ' ')}: {_leaf(each)}" for name, each in sorted(value.items()))
    if isinstance(value, list):
        return "; ".join(_leaf(each) for each in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    return clean(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
