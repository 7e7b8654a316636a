"""Checks everything that must hold, from the rows up: for operators, and the oracle of every crash test."""
