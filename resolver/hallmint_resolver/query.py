"""Named statements of a `.sql` file: each begins with a line `-- name: <name>` and ends at the next one."""

import re
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


def load(package: str, name: str) -> dict[str, bytes]:
    """The statements of a file, as bytes, so that psycopg takes them as they are. Parameters are psycopg's `%(name)s`."""
    parts = _NAME.split(files(package).joinpath(name).read_text(encoding="utf-8"))[1:]
    return {key: body.strip().rstrip(";").encode() for key, body in zip(parts[::2], parts[1::2], strict=True)}
