"""Opening and closing a client."""

import copy
import re
import ssl
from pathlib import Path
from types import TracebackType
from typing import Self

import grpc

from hallmint_client.policy import Policy
from hallmint_client.transport import Transport

DEFAULT_ADDRESS = "127.0.0.1:7601"
_SYMBOL = "[0-9a-hjkmnp-tv-z]"  # Crockford's base32 in lower case
_CREDENTIAL = re.compile(f"hm_(live|session|invite)_{_SYMBOL}{{12}}_{_SYMBOL}{{52}}_{_SYMBOL}{{6}}")


class Connection:
    """What the client is told, and its transport while it is open."""

    def __init__(
        self,
        address: str = DEFAULT_ADDRESS,
        *,
        credential: str | None = None,
        brand: str | None = None,
        policy: Policy | None = None,
        ca: Path | None = None,
        certificate: Path | None = None,
        key: Path | None = None,
    ) -> None:
        """Take `host:port`; who calls: a credential, session token or invitation; and, of a person with several brands, the
        acting one (id or slug). No credential is for servers that ask for none.

        TLS with `ca` (PEM: who may vouch for the server), and by both sides with `certificate` and `key` (PEM: who we are)
        too; without any of them: plaintext, in which a credential can be read on the way. Files are read once.

        ValueError where the credential is not of the form `hm_live_...`, `hm_session_...` or `hm_invite_...` (it is not
        shown; white space around it does not count), where the brand has characters that no id and no slug has, and where
        the files of TLS cannot be read, are no PEM, or do not belong together.
        """
        self._address = address
        self._name(credential, brand)
        self._policy = policy or Policy()
        self._tls = _tls(ca, certificate, key)
        self._open: Transport | None = None

    def _name(self, credential: str | None, brand: str | None) -> None:
        if brand is not None and not (brand.isascii() and brand.replace("-", "").isalnum()):
            raise ValueError("a brand is named by its id or slug: letters, digits and hyphens")
        self._credential = None if credential is None else _checked(credential)
        self._brand = brand

    def acting(self, credential: str, *, brand: str | None = None) -> Self:
        """A client for another caller over the connection of this one, which must be open, and stay so: for a program that
        calls for many people, each with a session of their own. It need not be closed. ValueError as at the beginning.
        """
        other = copy.copy(self)
        other._name(credential, brand)  # noqa: SLF001 - its own class
        other._open = self._transport.acting(other._credential, brand)  # noqa: SLF001 - as above
        return other

    async def __aenter__(self) -> Self:
        self._open = Transport(
            self._address, credential=self._credential, brand=self._brand, policy=self._policy, tls=self._tls
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        transport, self._open = self._transport, None
        await transport.close()

    def __repr__(self) -> str:
        """Without the credential."""
        return f"{type(self).__name__}({self._address!r}, brand={self._brand!r})"

    @property
    def _transport(self) -> Transport:
        if self._open is None:
            raise RuntimeError("the client is not open: use `async with Client(...) as client`")
        return self._open


def _checked(credential: str) -> str:
    text = credential.strip()
    if not _CREDENTIAL.fullmatch(text):
        raise ValueError(
            "this is no credential: one has 79 characters or more and begins with hm_live_, hm_session_ or hm_invite_; "
            "check that it is whole"
        )
    return text


def _tls(ca: Path | None, certificate: Path | None, key: Path | None) -> grpc.ChannelCredentials | None:
    if (certificate is None) != (key is None):
        raise ValueError("certificate and key go together")
    if ca is None and certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca is not None:
        roots = _read(ca)
        try:
            context.load_verify_locations(cadata=roots.decode("ascii"))
        except (ssl.SSLError, ValueError):
            raise ValueError(f"{ca} holds no PEM certificate") from None
    if certificate is not None and key is not None:
        _read(certificate)
        _read(key)
        try:
            context.load_cert_chain(certificate, key, password=str)  # an encrypted key: an error, and no question
        except (ssl.SSLError, ValueError):
            raise ValueError(f"{certificate} and {key} are not a PEM certificate and its unencrypted PEM key") from None
    # gRPC takes whatever it is given, and then only says that there is no connection.
    return grpc.ssl_channel_credentials(
        root_certificates=None if ca is None else _read(ca),
        private_key=None if key is None else _read(key),
        certificate_chain=None if certificate is None else _read(certificate),
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
