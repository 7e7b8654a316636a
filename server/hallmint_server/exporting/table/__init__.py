"""Packs in the typed formats of tables. Pure: no database, no messages."""
