"""Hallmint's gRPC control plane and the workers that mint."""
