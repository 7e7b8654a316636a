"""Files of TLS: what is refused before a port is opened, in words that say what to do."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hallmint_server.rpc.transport import server_credentials
from hallmint_server.settings import LOOPBACK
from tests.support.certificate import Certificates, certificates, plain_settings

_DAY = datetime.timedelta(days=1)
_NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture
def files(tmp_path: Path) -> Certificates:
    return certificates(tmp_path)


def refusal(files: Certificates, **changes: Any) -> str:
    """What is said of these files; the test fails where they are taken."""
    with pytest.raises(ValueError, match=r"^HALLMINT_") as caught:
        server_credentials(files.settings(**changes))
    return str(caught.value)


@pytest.mark.parametrize("address", LOOPBACK)
def test_plaintext_stays_on_this_machine(address: str) -> None:
    assert server_credentials(plain_settings(grpc_address=address)) is None


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "grpc.example.com", "127.0.0.1.example.com"])  # noqa: S104 - refused
def test_plaintext_elsewhere_must_be_asked_for(address: str) -> None:
    with pytest.raises(ValueError, match=f"HALLMINT_GRPC_ADDRESS {address} .* HALLMINT_PLAINTEXT=true"):
        server_credentials(plain_settings(grpc_address=address))
    assert server_credentials(plain_settings(grpc_address=address, plaintext=True)) is None


def test_good_files_are_taken(files: Certificates) -> None:
    assert server_credentials(files.settings()) is not None
    assert server_credentials(files.settings(tls_client_ca=files.client_ca, grpc_address="0.0.0.0")) is not None  # noqa: S104 - with TLS


def test_settings_that_do_not_fit_together(files: Certificates) -> None:
    for name in ("tls_certificate", "tls_key"):
        assert "go together" in refusal(files, **{name: None})
    assert "needs HALLMINT_TLS_CERTIFICATE" in refusal(
        files, tls_certificate=None, tls_key=None, tls_client_ca=files.client_ca
    )
    assert "contradict" in refusal(files, plaintext=True)


@pytest.mark.parametrize("name", ["tls_certificate", "tls_key", "tls_client_ca"])
def test_a_file_that_cannot_be_read(files: Certificates, name: str) -> None:
    absent = files.folder / "absent.pem"
    assert refusal(files, **{name: absent}) == (
        f"HALLMINT_{name.upper()}: {absent} cannot be read: No such file or directory"
    )
    assert refusal(files, **{name: files.folder}).endswith("cannot be read: Is a directory")


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe\x00", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_file_that_is_no_pem(files: Certificates, content: bytes) -> None:
    bad = files.folder / "bad.pem"
    bad.touch(mode=0o600)
    bad.write_bytes(content)
    assert "are not a PEM certificate and the unencrypted PEM key" in refusal(files, tls_certificate=bad)
    assert "are not a PEM certificate and the unencrypted PEM key" in refusal(files, tls_key=bad)
    assert "is not a PEM certificate" in refusal(files, tls_client_ca=bad)


def test_a_certificate_and_another_key(files: Certificates, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = certificates(tmp_path / "other")
    said = refusal(files, tls_key=other.key)
    assert said.endswith("key values mismatch")
    assert not any(line in said for line in other.key.read_text().splitlines())


def test_an_encrypted_key_is_refused_without_a_question(files: Certificates) -> None:
    key = serialization.load_pem_private_key(files.key.read_bytes(), None)
    files.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"hunter2"),
        )
    )
    assert "unencrypted PEM key" in refusal(files)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"not_before": _NOW - 2 * _DAY, "not_after": _NOW - _DAY}, "certificate has expired"),
        ({"not_before": _NOW + _DAY, "not_after": _NOW + 2 * _DAY}, "certificate is not yet valid"),
    ],
)
def test_a_certificate_out_of_date(files: Certificates, dates: dict[str, Any], said: str) -> None:
    files.write(files.authority, **dates)
    assert refusal(files) == f"HALLMINT_TLS_CERTIFICATE: {files.certificate}: {said}"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_that_others_can_read(files: Certificates, mode: int) -> None:
    files.key.chmod(mode)
    assert f"its mode is {mode:04o}. Run `chmod 600 {files.key}`" in refusal(files)


def test_a_client_ca_that_is_none(files: Certificates) -> None:
    leaf = files.folder / "leaf.pem"
    leaf.write_bytes(trustme.CA().issue_cert("client").cert_chain_pems[0].bytes())
    assert "holds no certificate of an authority" in refusal(files, tls_client_ca=leaf)
    expired = files.folder / "expired.pem"
    expired.write_bytes(_expired_authority())
    assert "has expired" in refusal(files, tls_client_ca=expired)


def _expired_authority() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "expired")])
    built = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=_NOW - 2 * _DAY,
        not_valid_after=_NOW - _DAY,
    ).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
