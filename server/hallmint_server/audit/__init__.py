"""The audit trail, to be read: `db.event` writes it."""
