"""TLS and mutual TLS of a real server: who gets in, and what a renewed certificate needs."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import grpc
import pytest
import trustme
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer
from structlog.testing import capture_logs

from hallmint_server.rpc.transport import server_credentials
from hallmint_server.settings import Settings
from tests.support.certificate import Certificates, certificates

SERVING = health_pb2.HealthCheckResponse.SERVING
REFUSED = grpc.StatusCode.UNAVAILABLE


@pytest.fixture
def files(tmp_path: Path) -> Certificates:
    return certificates(tmp_path)


@asynccontextmanager
async def listening(settings: Settings) -> AsyncIterator[str]:
    credentials = server_credentials(settings)
    assert credentials is not None
    server = grpc.aio.server()
    checker = HealthServicer()
    await checker.set("", SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(checker, server)
    port = server.add_secure_port("127.0.0.1:0", credentials)
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(None)


async def check(address: str, authority: trustme.CA | None, client: trustme.LeafCert | None = None) -> object:
    """The health of the server, or the code it fails with; plaintext without an authority."""
    # Channels with equal arguments share connections, and each of these must shake hands for itself.
    options = [("grpc.use_local_subchannel_pool", 1), ("grpc.enable_retries", 0)]
    if authority is None:
        channel = grpc.aio.insecure_channel(address, options=options)
    else:
        credentials = grpc.ssl_channel_credentials(
            authority.cert_pem.bytes(),
            client.private_key_pem.bytes() if client else None,
            client.cert_chain_pems[0].bytes() if client else None,
        )
        channel = grpc.aio.secure_channel(address, credentials, options=options)
    async with channel:
        try:
            request = health_pb2.HealthCheckRequest()
            return (await health_pb2_grpc.HealthStub(channel).Check(request, timeout=20)).status
        except grpc.aio.AioRpcError as error:
            return error.code()


async def test_the_right_authority_gets_in_and_no_other(files: Certificates) -> None:
    async with listening(files.settings()) as address:
        assert await check(address, files.authority) == SERVING
        assert await check(address, trustme.CA()) == REFUSED
        assert await check(address, None) == REFUSED
        assert await check(address, files.authority) == SERVING


async def test_mutual_tls_wants_a_certificate_of_its_authority(files: Certificates) -> None:
    clients = trustme.CA()
    clients.cert_pem.write_to_path(str(files.client_ca))
    async with listening(files.settings(tls_client_ca=files.client_ca)) as address:
        assert await check(address, files.authority) == REFUSED
        assert await check(address, files.authority, trustme.CA().issue_cert("client")) == REFUSED
        assert await check(address, files.authority, files.authority.issue_cert("client")) == REFUSED
        assert await check(address, files.authority, clients.issue_cert("client")) == SERVING
        assert await check(address, None) == REFUSED


async def test_without_a_client_ca_a_client_certificate_changes_nothing(files: Certificates) -> None:
    async with listening(files.settings()) as address:
        assert await check(address, files.authority, trustme.CA().issue_cert("client")) == SERVING


async def test_a_renewed_certificate_is_served_without_a_restart(files: Certificates) -> None:
    renewed = trustme.CA()
    async with listening(files.settings()) as address:
        assert (await check(address, files.authority), await check(address, renewed)) == (SERVING, REFUSED)
        files.write(renewed)
        with capture_logs() as logged:
            assert (await check(address, files.authority), await check(address, renewed)) == (REFUSED, SERVING)
        assert [line["event"] for line in logged] == ["certificate renewed"]  # read once, however many connect


async def test_a_new_client_ca_is_taken_without_a_restart(files: Certificates) -> None:
    old, new = trustme.CA(), trustme.CA()
    old.cert_pem.write_to_path(str(files.client_ca))
    async with listening(files.settings(tls_client_ca=files.client_ca)) as address:
        assert await check(address, files.authority, old.issue_cert("client")) == SERVING
        new.cert_pem.write_to_path(str(files.client_ca))
        assert await check(address, files.authority, old.issue_cert("client")) == REFUSED
        assert await check(address, files.authority, new.issue_cert("client")) == SERVING


async def test_half_a_renewal_keeps_the_old_pair_until_the_other_half_comes(files: Certificates) -> None:
    renewed = trustme.CA()
    old_key = files.key.read_bytes()
    async with listening(files.settings()) as address:
        files.write(renewed)
        new_key = files.key.read_bytes()
        files.key.write_bytes(old_key)
        assert (await check(address, files.authority), await check(address, renewed)) == (SERVING, REFUSED)
        files.key.write_bytes(new_key)
        assert (await check(address, files.authority), await check(address, renewed)) == (REFUSED, SERVING)
        files.certificate.unlink()
        assert await check(address, renewed) == SERVING


async def test_old_versions_of_tls_are_refused(files: Certificates) -> None:
    async with listening(files.settings()) as address:
        host, _, port = address.partition(":")
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            assert await _shakes_hands(files, host, int(port), version)
        assert not await _shakes_hands(files, host, int(port), ssl.TLSVersion.TLSv1_1)


async def _shakes_hands(files: Certificates, host: str, port: int, version: ssl.TLSVersion) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    files.authority.configure_trust(context)
    context.set_alpn_protocols(["h2"])
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = context.maximum_version = version
    # TLS 1.1 hashes with SHA-1, which OpenSSL takes at level 0 only: the refusal must be the server's.
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    try:
        _, writer = await asyncio.open_connection(host, port, ssl=context)
    except (ssl.SSLError, ConnectionError):
        return False
    writer.transport.abort()
    return True
