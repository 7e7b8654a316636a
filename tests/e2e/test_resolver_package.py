"""The resolver's wheel: what it needs beside its code lies in it, and is found there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = "hallmint_resolver/telemetry/data"
LOOK_UP = """
import hallmint_resolver
from hallmint_resolver.address import Address
from hallmint_resolver.telemetry.geo import Geo
print(hallmint_resolver.__file__, Geo(None).country(Address.parse("130.149.7.1"))[0])
"""


def test_the_wheel_has_the_embedded_geolocation_file(tmp_path: Path) -> None:
    build = [str(Path(sys.executable).parent / "uv"), "build", "--quiet", "--wheel", "--no-build-isolation"]
    subprocess.run(
        [*build, "--python", sys.executable, "--out-dir", str(tmp_path), "resolver"], cwd=ROOT, check=True, timeout=100
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        packed.extractall(tmp_path / "installed")
        (metadata,) = (packed.read(name).decode() for name in names if name.endswith("/METADATA"))
    assert {f"{DATA}/dbip-country-lite.mmdb.xz", f"{DATA}/README.md"} <= names
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0" in metadata
    assert not [name for name in names if name.endswith((".mmdb", ".pyc"))]
    done = subprocess.run(
        [sys.executable, "-c", LOOK_UP],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    place, country = done.stdout.split()
    assert (Path(place).is_relative_to(tmp_path), country) == (True, "DE")
