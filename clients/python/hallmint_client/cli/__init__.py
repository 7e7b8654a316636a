"""The `hallmint` command: a thin face of `Client` for people and for scripts."""
