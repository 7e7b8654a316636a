"""Packs in the typed formats of tables."""
