"""Wheels as they are published, built once for all tests that install them."""

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_BIN = Path(sys.executable).parent


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files by the distribution's name: `hallmint_client`."""
    out = tmp_path_factory.mktemp("wheels")
    maturin = [str(_BIN / "maturin"), "build", "--release", "--quiet", "--out", str(out)]
    subprocess.run(maturin, cwd=_ROOT, check=True, timeout=600)
    for folder in ("proto", "server", "clients/python", "clients/console"):
        build = [str(_BIN / "uv"), "build", "--quiet", "--wheel", "--no-build-isolation", "--python", sys.executable]
        subprocess.run([*build, "--out-dir", str(out), folder], cwd=_ROOT, check=True, timeout=300)
    return {path.name.split("-")[0]: path for path in out.glob("*.whl")}
