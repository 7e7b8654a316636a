"""clients/README.md: what it says of each client is what its manifest says, and nobody needs more than that."""

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from tests.support.markdown import ROOT

CLIENTS = ROOT / "clients"
POM = "{http://maven.apache.org/POM/4.0.0}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a client is called, the oldest runtime that it says it needs, and its version, empty where a manifest has none."""

    package: str
    runtime: str
    version: str


def python() -> Manifest:
    project = tomllib.loads((CLIENTS / "python" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Manifest(project["name"], f"Python {project['requires-python'].removeprefix('>=')}", project["version"])


def typescript() -> Manifest:
    package = json.loads((CLIENTS / "typescript" / "package.json").read_text(encoding="utf-8"))
    return Manifest(package["name"], f"Node.js {package['engines']['node'].removeprefix('>=')}", package["version"])


def go() -> Manifest:
    module = (CLIENTS / "go" / "go.mod").read_text(encoding="utf-8")
    found = re.search(r"^module (\S+)$.*^go (\d+\.\d+)", module, re.MULTILINE | re.DOTALL)
    assert found is not None
    return Manifest(found[1], f"Go {found[2]}", "")


def java() -> Manifest:
    project = ElementTree.parse(CLIENTS / "java" / "pom.xml").getroot()  # noqa: S314 - our own file

    def text(path: str) -> str:
        found = project.findtext("/".join(f"{POM}{name}" for name in path.split("/")))
        assert found is not None, path
        return found

    release = text("properties/maven.compiler.release")
    return Manifest(f"{text('groupId')}:{text('artifactId')}", f"Java {release}", text("version"))


@pytest.mark.parametrize("of", [python, typescript, go, java], ids=lambda of: of.__name__)
def test_the_table_says_what_the_manifest_says(of: Callable[[], Manifest]) -> None:
    page = (CLIENTS / "README.md").read_text(encoding="utf-8")
    manifest = of()
    (row,) = re.findall(rf"^\| \w+ \| `{re.escape(manifest.package)}` \| .*$", page, re.MULTILINE)
    assert f"| [{of.__name__}]({of.__name__}/README.md) | {manifest.runtime} | " in row


@pytest.mark.parametrize("of", [python, typescript, go, java], ids=lambda of: of.__name__)
def test_each_client_has_a_changelog_of_its_version(of: Callable[[], Manifest]) -> None:
    changelog = (CLIENTS / of.__name__ / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert of().version in (versions[0], "")  # Go's are tags
    assert f"]({of.__name__}/CHANGELOG.md)" in (CLIENTS / "CHANGELOG.md").read_text(encoding="utf-8")
