"""Scans, as brands may see them: the resolver writes them."""
