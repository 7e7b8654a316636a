"""Certificates for tests of TLS, and the settings that name them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trustme

from hallmint_server.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """The files of one server, signed by `authority`."""

    authority: trustme.CA
    folder: Path

    @property
    def certificate(self) -> Path:
        """PEM of the server's certificate and what signed it."""
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        """PEM of its key, mode 0600."""
        return self.folder / "server-key.pem"

    @property
    def client_ca(self) -> Path:
        """PEM of an authority."""
        return self.folder / "ca.pem"

    def write(self, authority: trustme.CA, **dates: Any) -> None:
        """Issue a certificate for 127.0.0.1 and replace the files, as a renewal does."""
        leaf = authority.issue_cert("127.0.0.1", **dates)
        chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems)
        for path, encoded in ((self.certificate, chain), (self.key, leaf.private_key_pem.bytes())):
            new = path.with_suffix(".new")
            new.touch(mode=0o600)
            new.write_bytes(encoded)
            new.replace(path)
        authority.cert_pem.write_to_path(str(self.client_ca))

    def settings(self, **changes: Any) -> Settings:
        """Settings with TLS by these files."""
        return plain_settings(**{"tls_certificate": self.certificate, "tls_key": self.key, **changes})


def certificates(folder: Path) -> Certificates:
    """A new authority, and files of a certificate that it signed."""
    made = Certificates(authority=trustme.CA(), folder=folder)
    made.write(made.authority)
    return made


def plain_settings(**fields: Any) -> Settings:
    """Settings of these fields and defaults, whatever the environment says."""
    return Settings.model_validate({**Settings.model_construct().model_dump(), **fields})
