"""Mint batches and their tokens: preflight, submit, cycles, look-up, revocation."""
