"""Exports: packs of a batch for printers, encoders and ERPs."""
