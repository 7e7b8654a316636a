"""Fixtures of the command."""

from tests.support.command import address, hallmint, service

__all__ = ["address", "hallmint", "service"]
