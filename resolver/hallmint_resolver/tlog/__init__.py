"""The public log as the resolver serves it: its checkpoint, its tiles, and proofs of tokens."""
