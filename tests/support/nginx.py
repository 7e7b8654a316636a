"""A real nginx from docs/operate/nginx.conf, with other ports, paths and certificates, and a client that speaks HTTP/2 to it."""

import asyncio
import re
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme
from multidict import CIMultiDict

from tests.support.installation import free_port
from tests.support.resolver import HOST, PHONE
from tests.support.wait import until

CONFIGURATION = Path(__file__).parents[2] / "docs/operate/nginx.conf"
OTHER_HOST = "id.nordlicht.example"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def missing() -> str:
    """Why there is nothing to test with; empty where there is."""
    # Debian keeps it where only root's PATH leads.
    if _nginx() is None:
        return "needs nginx on the PATH (Debian: apt-get install nginx-light)"
    curl = shutil.which("curl")
    if curl is None or "HTTP2" not in subprocess.run([curl, "--version"], capture_output=True, text=True).stdout:  # noqa: PLW1510
        return "needs a curl that speaks HTTP/2 on the PATH (Debian: apt-get install curl)"
    return ""


def _nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, as curl got it."""

    version: str
    status: int
    headers: CIMultiDict[str]
    body: bytes

    @classmethod
    def of(cls, raw: bytes) -> "Answer":
        """From what `curl --include` writes."""
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        version, status = first.split()[:2]
        fields = (line.partition(":") for line in lines)
        return cls(version, int(status), CIMultiDict((name, value.strip()) for name, _, value in fields), body)


class RefusedError(Exception):
    """There was no answer. The code is curl's."""


@dataclass(frozen=True, slots=True)
class Nginx:
    """An nginx that runs."""

    folder: Path
    tls_port: int
    plain_port: int

    async def ask(
        self, path: str, *options: str, host: str = HOST, scheme: str = "https", at: str = "127.0.0.1"
    ) -> Answer:
        """Ask as a phone does; over HTTP/2 where nothing else is said. `options` are curl's. Raises RefusedError."""
        return Answer.of(await self.curl(f"{scheme}://{host}{path}", "--include", *options, at=at))

    async def curl(self, *options: str, at: str = "127.0.0.1") -> bytes:
        """Run curl; whatever host its URLs name, nginx is asked, at an address of this machine. Raises RefusedError."""
        port = self.tls_port if any(each.startswith("https://") for each in options) else self.plain_port
        process = await asyncio.create_subprocess_exec(
            "curl",
            *("--silent", "--http2", "--path-as-is", "--max-time", "30", "--user-agent", PHONE),
            *("--cacert", str(self.folder / "ca.pem"), "--connect-to", f"::{at}:{port}"),
            *options,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        out, _ = await process.communicate()
        if process.returncode:
            raise RefusedError(process.returncode)
        return out

    @property
    def log(self) -> str:
        """All that nginx has written down."""
        return "".join(path.read_text() for path in sorted((self.folder / "log").iterdir()))


def _write(folder: Path, configuration: str, nginx: Nginx, upstream: int) -> Path:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    for host in (HOST, OTHER_HOST):
        leaf = authority.issue_cert(host)
        leaf.private_key_pem.write_to_path(str(folder / f"{host}.key"))
        (folder / f"{host}.pem").write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
    ports = {"443": nginx.tls_port, "80": nginx.plain_port}
    loopback = "[::1]" if has_ipv6() else ""
    changed = re.sub(
        r"listen (\[::\]:)?(443|80)\b",
        lambda found: f"listen {loopback if found[1] else '127.0.0.1'}:{ports[found[2]]}",
        configuration,
    )
    # A machine without IPv6 has nothing to listen on.
    changed = re.sub(r" *listen :.*\n", "", changed)
    for old, new in {
        "/etc/nginx/tls/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/log/",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "127.0.0.1:7680": f"127.0.0.1:{upstream}",
    }.items():
        assert old in changed
        changed = changed.replace(old, new)
    # Folders that the program was built with belong to its package, and to root.
    folders = "".join(f"    {name}_temp_path {folder}/{name};\n" for name in _TEMPORARY)
    changed = changed.replace("http {\n", f"http {{\n{folders}")
    path = folder / "nginx.conf"
    path.write_text(changed)
    return path


def has_ipv6() -> bool:
    """Whether this machine has ::1."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@asynccontextmanager
async def proxying(folder: Path, upstream: int, *, configuration: str = "") -> AsyncIterator[Nginx]:
    """An nginx in front of a port of this machine. `folder` is made; its log stays there."""
    (folder / "log").mkdir(parents=True)
    nginx = Nginx(folder, free_port(), free_port())
    path = _write(folder, configuration or CONFIGURATION.read_text(), nginx, upstream)
    program = _nginx()
    assert program is not None
    options = ["-e", str(folder / "log/start.log"), "-p", str(folder), "-c", str(path), "-g", "daemon off;"]
    process = subprocess.Popen([program, *options], stdin=subprocess.DEVNULL)  # noqa: ASYNC220 - it returns at once
    try:
        await until(lambda: _listens(process, nginx.tls_port), 20, what="nginx listens")
        yield nginx
    finally:
        process.terminate()
        assert await asyncio.to_thread(process.wait, 20) == 0


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    assert process.poll() is None
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
