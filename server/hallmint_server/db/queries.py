"""Named SQL statements, kept in `.sql` files beside the store that runs them."""

import re
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def load(package: str, name: str) -> dict[str, bytes]:
    """Read the statements of one file.

    A statement begins with a line `-- name: <name>` and ends at the next one. Parameters are psycopg's `%(name)s`.
    They come as bytes, so that psycopg takes them as literal SQL without a cast.

    Raises ValueError where a name stands twice.
    """
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    parts = _NAME.split(text)[1:]
    statements: dict[str, bytes] = {}
    for key, body in zip(parts[::2], parts[1::2], strict=True):
        if key in statements:
            raise ValueError(f"{name}: two statements are named {key}")
        statements[key] = body.strip().rstrip(";").encode()
    return statements
