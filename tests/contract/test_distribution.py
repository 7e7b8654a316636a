"""What the packages of the API and the Python client say that they need: as little as the generated code bears, and no less."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parents[2]
_GENERATED = sorted((_ROOT / "proto" / "gen" / "hallmint" / "v1").glob("*.py"))
_PYTHON = (3, 11)
_GRPC = re.compile(r"^GRPC_GENERATED_VERSION = '(.+)'$", re.MULTILINE)
_PROTOBUF = re.compile(
    r"ValidateProtobufRuntimeVersion\(\s+_runtime_version\.Domain\.PUBLIC,\s+(\d+),\s+(\d+),\s+(\d+),"
)


def table(folder: str) -> dict[str, Any]:
    return tomllib.loads((_ROOT / folder / "pyproject.toml").read_text())


def needs(folder: str) -> dict[str, str]:
    """What a distribution needs, and in which versions."""
    found = (re.fullmatch(r"([a-z-]+)(.*)", each) for each in table(folder)["project"]["dependencies"])
    return {each[1]: each[2] for each in found if each}


def generated(form: re.Pattern[str]) -> set[tuple[str, ...]]:
    return {found.groups() for path in _GENERATED for found in form.finditer(path.read_text())}


def test_grpcio_and_protobuf_are_what_the_generated_code_asks_for() -> None:
    (grpc,) = generated(_GRPC)
    (protobuf,) = generated(_PROTOBUF)
    api = needs("proto")
    assert api == {
        "grpcio": f">={grpc[0]}",
        "protobuf": f">={'.'.join(protobuf)},<{int(protobuf[0]) + 2}",
    }
    assert needs("clients/python")["grpcio"] == api["grpcio"]


def test_the_oldest_python_is_the_one_that_is_checked() -> None:
    dotted = ".".join(map(str, _PYTHON))
    for folder in (".", "proto", "clients/python"):
        assert table(folder)["project"]["requires-python"] == f">={dotted}", folder
    tool = table(".")["tool"]
    assert (tool["mypy"]["python_version"], tool["ruff"]["target-version"]) == (dotted, f"py{dotted.replace('.', '')}")
    makefile = (_ROOT / "Makefile").read_text()
    assert f"--python-version {dotted} " in makefile
    assert f"abi3-py{dotted.replace('.', '')}" in (_ROOT / "mintcore" / "Cargo.toml").read_text()


@pytest.mark.parametrize("path", ["clients/python/README.md", "clients/python/CHANGELOG.md", "proto/README.md"])
def test_what_is_written_for_people_says_the_same(path: str) -> None:
    text = (_ROOT / path).read_text()
    (grpc,) = generated(_GRPC)
    (protobuf,) = generated(_PROTOBUF)
    for name, version in (("Python", "3.11"), ("grpcio", grpc[0]), ("protobuf", ".".join(protobuf))):
        assert re.search(rf"{name} (\| )?{re.escape(version)}\b", text), (path, name)


@pytest.mark.parametrize("folder", ["proto", "clients/python"])
def test_packages_say_what_they_are(folder: str) -> None:
    project = table(folder)["project"]
    assert "Typing :: Typed" in project["classifiers"]
    assert (_ROOT / folder / project["readme"]).read_text().startswith("# ")
    assert project["license"] == "Apache-2.0"
    assert "urls" not in project


def test_links_of_the_readme_lead_somewhere() -> None:
    path = _ROOT / "clients" / "python" / "README.md"
    text = path.read_text()
    places = re.findall(r"\]\(([^)]+)\)", text)
    assert len(places) > 10
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", line.lower()).replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for place in places:
        file, _, anchor = place.partition("#")
        assert (path.parent / file).exists(), place
        assert file or anchor in anchors, place
