"""Proofs of tokens and of the log's growth, made when they are asked for."""
