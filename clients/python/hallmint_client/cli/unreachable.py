"""Why no server answers: gRPC's own words are for developers, and tell it all the same."""

from dataclasses import dataclass

import grpc

from hallmint_client.cli.option import Setting
from hallmint_client.error import HallmintError


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What happened, and what to do; without advice that of the error's code holds."""

    what: str
    advice: str = ""


_NOBODY = Explanation(what="no server answers at {server}")
_CLOSED = "Socket closed"
_CLOSED_TO_TLS = Explanation(
    what="{server} closes the connection",
    advice="if it asks who calls (mutual TLS), say so with --client-certificate FILE and --client-key FILE, which must be of "
    "an authority that it knows; else run it again",
)
_SIGNS = {
    "WRONG_VERSION_NUMBER": Explanation(
        what="{server} does not speak TLS",
        advice="check the port; a server without TLS, on this machine, is reached without --ca and HALLMINT_CA",
    ),
    "CERTIFICATE_VERIFY_FAILED": Explanation(
        what="{ca} does not vouch for the certificate of {server}",
        advice="check --ca FILE or HALLMINT_CA: the operator of the server knows who signed its certificate",
    ),
    "Hostname Verification": Explanation(
        what="the certificate of {server} is of another name",
        advice="name the server with --server HOST:PORT as its certificate does",
    ),
    "resolving": Explanation(
        what="no host is found by the name in {server}", advice="check --server HOST:PORT and HALLMINT_SERVER"
    ),
    "http1.x": Explanation(
        what="at {server} is a web server, and none of gRPC", advice="check the port in --server HOST:PORT"
    ),
    _CLOSED: Explanation(
        what="{server} closes the connection",
        advice="if it takes TLS alone, say who vouches for it with --ca FILE; else run it again",
    ),
}
"""By what gRPC's details of UNAVAILABLE have. A test holds them against real servers, for they may change with gRPC."""


def explain(error: HallmintError, setting: Setting) -> Explanation:
    """Say what went wrong with a call: in the words of Hallmint where the error is its own, else what gRPC lets one know."""
    if error.reason or error.code not in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}:
        return Explanation(what=error.message.rstrip("."))
    if error.code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return Explanation(what=f"no answer from {setting.server} within {setting.timeout:g} s")
    found = next((known for sign, known in _SIGNS.items() if sign in error.message), _NOBODY)
    if found is _SIGNS[_CLOSED] and setting.ca is not None:
        found = _CLOSED_TO_TLS
    return Explanation(what=found.what.format(server=setting.server, ca=setting.ca), advice=found.advice)
