"""How bytes reach the server: TLS, mutual TLS, or plaintext where nobody else can listen."""

import ssl
import time
from dataclasses import dataclass
from pathlib import Path

import grpc
import structlog

from hallmint_server.settings import LOOPBACK, Settings

log = structlog.get_logger()

_CLIENT_FLIGHT, _SERVER_FLIGHT = 0, 1


def server_credentials(settings: Settings) -> grpc.ServerCredentials | None:
    """Credentials for the gRPC port, or None for plaintext.

    TLS 1.2 or later. With a client CA every client must show a certificate that this CA signed. A certificate replaced on
    disk is what new connections get, at once; where the new files are no good, the old ones stay and the log says why.

    Raises ValueError, which names the setting and what to do, where a file is missing, not PEM, not a pair, out of date or
    a key that others can read; and where the port would be plaintext on an address that others reach.
    """
    files = _files(settings)
    if files is None:
        return None
    renewal = _Renewal(files)
    return grpc.dynamic_ssl_server_credentials(
        renewal.first,
        renewal.next,  # type: ignore[arg-type] # its stub lacks the None that says "no change"
        require_client_authentication=files.client_ca is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Files:
    certificate: Path
    key: Path
    client_ca: Path | None

    def stamp(self) -> tuple[tuple[int, int, int] | None, ...]:
        """Changes when a file does, or what a symbolic link leads to."""
        return tuple(_stamp(path) for path in (self.certificate, self.key, self.client_ca) if path is not None)


def _files(settings: Settings) -> _Files | None:
    certificate, key, client_ca = settings.tls_certificate, settings.tls_key, settings.tls_client_ca
    if certificate is not None and key is not None:
        if settings.plaintext:
            raise ValueError("HALLMINT_PLAINTEXT and HALLMINT_TLS_CERTIFICATE contradict each other; unset one of them")
        return _Files(certificate=certificate, key=key, client_ca=client_ca)
    if certificate is not None or key is not None:
        raise ValueError("HALLMINT_TLS_CERTIFICATE and HALLMINT_TLS_KEY go together; one of them is not set")
    if client_ca is not None:
        raise ValueError("HALLMINT_TLS_CLIENT_CA needs HALLMINT_TLS_CERTIFICATE and HALLMINT_TLS_KEY")
    if settings.grpc_address not in LOOPBACK and not settings.plaintext:
        raise ValueError(
            f"HALLMINT_GRPC_ADDRESS {settings.grpc_address} is reached from other machines, and credentials would cross the "
            f"network readable: set HALLMINT_TLS_CERTIFICATE and HALLMINT_TLS_KEY, or HALLMINT_PLAINTEXT=true where a "
            f"service mesh encrypts"
        )
    return None


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


class _Renewal:
    """Reads the files again when they change. grpc asks before each handshake, in a thread of its own."""

    def __init__(self, files: _Files) -> None:
        self._files = files
        self._stamp = files.stamp()
        self.first = _read(files)

    def next(self) -> grpc.ServerCertificateConfiguration | None:
        """The new configuration; None keeps the one in use."""
        # Taken before the files are read: one that changes meanwhile is read again at the next connection. Two files are
        # never replaced in one instant, so the first of a new pair may be refused here, and both taken a moment later.
        stamp = self._files.stamp()
        if stamp == self._stamp:
            return None
        self._stamp = stamp
        try:
            found = _read(self._files)
        except (OSError, ValueError) as error:
            log.error("the renewed certificate is not used", error=str(error))  # noqa: TRY400 - the message says it all
            return None
        log.info("certificate renewed")
        return found


def _read(files: _Files) -> grpc.ServerCertificateConfiguration:
    certificate = _bytes(files.certificate, "HALLMINT_TLS_CERTIFICATE")
    key = _bytes(files.key, "HALLMINT_TLS_KEY")
    _check_mode(files.key)
    _check_pair(files)
    if files.client_ca is None:
        return grpc.ssl_server_certificate_configuration([(key, certificate)])
    client_ca = _bytes(files.client_ca, "HALLMINT_TLS_CLIENT_CA")
    _check_ca(files.client_ca, client_ca)
    return grpc.ssl_server_certificate_configuration([(key, certificate)], root_certificates=client_ca)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ValueError(f"{name}: {path} cannot be read: {error.strerror}") from None


def _check_mode(path: Path) -> None:
    mode = path.stat().st_mode
    if mode & 0o077:
        raise ValueError(
            f"HALLMINT_TLS_KEY: {path} can be read by others, its mode is {mode & 0o777:04o}. Run `chmod 600 {path}`, and if "
            f"others may have read it, replace the certificate"
        )


def _check_pair(files: _Files) -> None:
    """Shake hands with ourselves, in memory: finds what a client would, a certificate out of date or not a server's."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # Without a password OpenSSL would ask for one on the terminal.
        server.load_cert_chain(files.certificate, files.key, password=lambda: "")
    except (ssl.SSLError, ValueError) as error:
        raise ValueError(
            f"HALLMINT_TLS_CERTIFICATE: {files.certificate} and {files.key} are not a PEM certificate and the unencrypted PEM "
            f"key that belongs to it: {_reason(error)}"
        ) from None
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    # Trust in the certificate itself: who signed it is for the clients to judge.
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    client.load_verify_locations(files.certificate)
    try:
        _shake_hands(server, client)
    except ssl.SSLError as error:
        raise ValueError(f"HALLMINT_TLS_CERTIFICATE: {files.certificate}: {_reason(error)}") from None


def _shake_hands(server: ssl.SSLContext, client: ssl.SSLContext) -> None:
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = (client.wrap_bio(down, up), server.wrap_bio(up, down, server_side=True))
    # TLS 1.3: the client speaks, the server answers with its certificate, the client has judged it when it ends.
    for end in (ends[_CLIENT_FLIGHT], ends[_SERVER_FLIGHT]):
        try:
            end.do_handshake()
        except ssl.SSLWantReadError:
            continue
    ends[_CLIENT_FLIGHT].do_handshake()


def _check_ca(path: Path, encoded: bytes) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_verify_locations(cadata=encoded.decode("ascii", errors="ignore"))
    except (ssl.SSLError, ValueError) as error:
        raise ValueError(f"HALLMINT_TLS_CLIENT_CA: {path} is not a PEM certificate: {_reason(error)}") from None
    ends = [ssl.cert_time_to_seconds(str(found["notAfter"])) for found in context.get_ca_certs()]
    if not ends:
        raise ValueError(f"HALLMINT_TLS_CLIENT_CA: {path} holds no certificate of an authority")
    if max(ends) < time.time():
        raise ValueError(f"HALLMINT_TLS_CLIENT_CA: every certificate in {path} has expired")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.lower().replace("_", " ")
    return str(error)
