"""The public log of minted batches: one append-only tree of entries, its signed head, and proofs out of it."""
