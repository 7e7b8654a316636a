"""Attributes of products as fields of a form, by the schema of their group."""
