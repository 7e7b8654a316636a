"""A real S3 server beside a test: moto's, as a process that listens on this machine alone."""

import contextlib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.support.installation import free_port
from tests.support.wait import until_sync

BUCKET = "packs"
KEY_ID, SECRET = "test-key-id", "test-secret"
_PROGRAM = "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"


@contextlib.contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Its URL. It has an empty bucket, and keeps everything in memory."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (folder / "s3.log").open("wb") as file:
        process = subprocess.Popen([sys.executable, "-c", _PROGRAM, str(port)], stdout=file, stderr=file)

    def made() -> bool:
        assert process.poll() is None, (folder / "s3.log").read_text()
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            request = urllib.request.Request(f"{url}/{BUCKET}", method="PUT")  # noqa: S310 - it is http
            with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - as above
                return bool(answer.status == 200)
        return False

    try:
        until_sync(made, 30, what="an S3 server")
        yield url
    finally:
        process.terminate()
        process.wait(10)
