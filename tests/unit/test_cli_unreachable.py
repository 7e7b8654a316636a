"""`hallmint` and servers that it cannot talk to: one line says what is wrong. Real servers, for it reads what gRPC says."""

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest
import trustme

from hallmint_server.rpc.transport import server_credentials
from tests.support.certificate import Certificates, certificates
from tests.support.command import Hallmint
from tests.support.fake_service import FakeService, serve


@pytest.fixture
def files(tmp_path: Path) -> Certificates:
    return certificates(tmp_path)


@pytest.fixture
def secure(files: Certificates) -> Iterator[str]:
    """A server with TLS, by a certificate for 127.0.0.1."""
    with serve(FakeService(), server_credentials(files.settings())) as found:
        yield found


class _Website(StreamRequestHandler):
    """Answers as web servers do that know no HTTP/2."""

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.fixture
def website() -> Iterator[str]:
    with ThreadingTCPServer(("127.0.0.1", 0), _Website) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def told(hallmint: Hallmint, *arguments: str) -> str:
    """What the one line of the error says, without gRPC's own log of handshakes."""
    done = hallmint("stats", "--timeout", "10", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (4, "", 1), done.err
    return done.err.removeprefix("error: ")


def test_a_certificate_that_the_file_vouches_for_is_taken(hallmint: Hallmint, secure: str, files: Certificates) -> None:
    assert hallmint("stats", "--server", secure, "--ca", str(files.client_ca)).code == 0


def test_mutual_tls(hallmint: Hallmint, tmp_path: Path, files: Certificates) -> None:
    clients, paths = trustme.CA(), (tmp_path / "client.pem", tmp_path / "client-key.pem")
    authority = tmp_path / "clients.pem"
    clients.cert_pem.write_to_path(str(authority))
    options = ("--client-certificate", str(paths[0]), "--client-key", str(paths[1]))
    with serve(FakeService(), server_credentials(files.settings(tls_client_ca=authority))) as server:
        common = ("--server", server, "--ca", str(files.client_ca))
        assert "closes the connection (UNAVAILABLE): if it asks who calls (mutual TLS)" in told(hallmint, *common)
        for issuer in (trustme.CA(), clients):
            leaf = issuer.issue_cert("client")
            leaf.cert_chain_pems[0].write_to_path(str(paths[0]))
            leaf.private_key_pem.write_to_path(str(paths[1]))
            if issuer is clients:
                assert hallmint("stats", *common, *options).code == 0
                assert hallmint(*common, *options, "stats").code == 0, "before the subcommand too"
                monitored = hallmint("monitor", "http://127.0.0.1:9", "--log-key", "x", *common, *options)
                assert (monitored.code, "--log-key" in monitored.err) == (2, True), "it takes them as well"
            else:
                assert "must be of an authority that it knows" in told(hallmint, *common, *options)
    alone = hallmint("stats", *common, *options[:2])
    assert (alone.code, "certificate and key go together" in alone.err) == (2, True)


def test_a_server_without_tls(hallmint: Hallmint, address: str, files: Certificates) -> None:
    says = told(hallmint, "--ca", str(files.client_ca))
    assert says.startswith(f"{address} does not speak TLS (UNAVAILABLE): check the port; ")


def test_a_server_with_tls_called_without(hallmint: Hallmint, secure: str) -> None:
    says = told(hallmint, "--server", secure)
    assert says.startswith(f"{secure} closes the connection (UNAVAILABLE): if it takes TLS alone, ")


def test_a_certificate_of_somebody_else(hallmint: Hallmint, secure: str, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    ca = certificates(tmp_path / "other").client_ca
    says = told(hallmint, "--server", secure, "--ca", str(ca))
    assert says.startswith(f"{ca} does not vouch for the certificate of {secure} (UNAVAILABLE): check --ca FILE")


def test_a_certificate_of_another_name(hallmint: Hallmint, files: Certificates) -> None:
    leaf = files.authority.issue_cert("mint.example")
    leaf.cert_chain_pems[0].write_to_path(str(files.certificate))
    leaf.private_key_pem.write_to_path(str(files.key))
    with serve(FakeService(), server_credentials(files.settings())) as server:
        says = told(hallmint, "--server", server, "--ca", str(files.client_ca))
    assert says.startswith(
        f"the certificate of {server} is of another name (UNAVAILABLE): name the server with --server"
    )


def test_a_web_server(hallmint: Hallmint, website: str) -> None:
    says = told(hallmint, "--server", website)
    assert says.startswith(f"at {website} is a web server, and none of gRPC (UNAVAILABLE): check the port")


def test_a_name_that_no_host_has(hallmint: Hallmint) -> None:
    says = told(hallmint, "--server", "nobody.invalid:7601")
    assert says.startswith("no host is found by the name in nobody.invalid:7601 (UNAVAILABLE): check --server")


@pytest.mark.parametrize(
    ("server", "says"),
    [
        ("http://127.0.0.1:7601", "http://127.0.0.1:7601 is a URL; write HOST:PORT, as in 127.0.0.1:7601"),
        ("127.0.0.1", "'127.0.0.1' is not HOST:PORT, as in 127.0.0.1:7601"),
        ("localhost:grpc", "'localhost:grpc' is not HOST:PORT"),
        ("::1:7601", "'::1:7601' is not HOST:PORT"),
    ],
)
def test_what_is_no_address_is_wrong_use(hallmint: Hallmint, server: str, says: str) -> None:
    done = hallmint("stats", "--server", server)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"error: Invalid value for --server: {says}")


@pytest.mark.parametrize("server", ["[::1]:1", "dns:///127.0.0.1:1", "ipv4:127.0.0.1:1", "unix:/nowhere/at-all"])
def test_other_addresses_that_grpc_has_names_for_are_tried(hallmint: Hallmint, server: str) -> None:
    assert told(hallmint, "--server", server).startswith(f"no server answers at {server} (UNAVAILABLE): start one")
