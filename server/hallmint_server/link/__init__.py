"""Production batches: runs of one product whose quantity no mints together exceed."""
