"""Hallmint's Python client: `Client` for the gRPC API, and behind `hallmint_client.cli` the `hallmint` command."""

from hallmint_client.client import Client
from hallmint_client.error import HallmintError, Violation
from hallmint_client.policy import Policy
from hallmint_client.reference import token_ref

__all__ = ["Client", "HallmintError", "Policy", "Violation", "token_ref"]
