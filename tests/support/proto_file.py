"""The .proto files and changed copies of them, as descriptors with comments."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet

ROOT = Path(__file__).parents[2]
PROTO = ROOT / "proto"


def descriptors(protos: Path) -> FileDescriptorSet:
    """The files `hallmint/v1/*.proto` of a folder, without those they import. CalledProcessError where protoc refuses them."""
    with tempfile.NamedTemporaryFile() as out:
        command = [sys.executable, "-m", "grpc_tools.protoc", f"-I{protos}", "--include_source_info"]
        files = sorted(str(path) for path in protos.glob("hallmint/v1/*.proto"))
        subprocess.run([*command, f"--descriptor_set_out={out.name}", *files], check=True, timeout=60)
        return FileDescriptorSet.FromString(Path(out.name).read_bytes())


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of all files in a folder, with a text that stands once in `name`.proto in other words."""
    copy = folder / "proto"
    shutil.copytree(PROTO / "hallmint", copy / "hallmint")
    path = copy / "hallmint" / "v1" / f"{name}.proto"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    return copy
