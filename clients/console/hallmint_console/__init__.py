"""Hallmint's console: a client of the gRPC API like any other, for people and their browsers."""
