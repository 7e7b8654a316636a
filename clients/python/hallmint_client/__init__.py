"""Hallmint's Python client: `Client` for the gRPC API (`hallmint_client.sync` has one for programs without asyncio),
`verify_proof` for whoever has a proof file, and behind `hallmint_client.cli` the `hallmint` command.
"""

from hallmint_client.client import Client
from hallmint_client.error import HallmintError, Violation
from hallmint_client.policy import Policy
from hallmint_client.reference import token_ref
from hallmint_client.token_proof import verify_proof
from hallmint_client.verify import verify_archive, verify_folder
from mintcore import ProofError, Verified

__all__ = [
    "Client",
    "HallmintError",
    "Policy",
    "ProofError",
    "Verified",
    "Violation",
    "token_ref",
    "verify_archive",
    "verify_folder",
    "verify_proof",
]
