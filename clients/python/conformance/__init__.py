"""The program by which tests/clients try this client; no part of the package."""
