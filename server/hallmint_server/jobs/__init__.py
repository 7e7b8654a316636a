"""Leases, claims, fences and retries: one mechanism for every kind of long work."""
