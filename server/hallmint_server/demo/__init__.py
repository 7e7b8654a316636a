"""The demo: a fictional brand whose products have the passport data that European law asks for."""
