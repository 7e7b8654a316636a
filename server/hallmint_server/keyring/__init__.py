"""Code keys: files that hold master keys, and the table that says which of them are live."""
