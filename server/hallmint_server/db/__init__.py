"""PostgreSQL: the embedded server, connections, queries and migrations."""
