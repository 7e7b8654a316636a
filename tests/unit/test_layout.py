"""Rules of architecture.md that no linter knows: what may stand where in the server."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_SERVER = _ROOT / "server" / "hallmint_server"
_FILES = sorted(_SERVER.rglob("*.py"))
_MOST_LINES = 300

_STATEMENT = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|COPY|LOCK|SET|RESET|LISTEN|NOTIFY"
    r"|BEGIN|COMMIT|ROLLBACK|ANALYZE|VACUUM|EXPLAIN|CALL|DO|VALUES)\s+\S"
)
SQL_ELSEWHERE = {
    # Statements that only a program can put together, or that are about the session and no table.
    "db/migrate.py": "runs files, and keeps the one table that says which were run",
    "db/embedded/server.py": "makes the database that all other statements need",
    "fsck/check.py": "SET TRANSACTION: one snapshot for all its statements",
    "jobs/worker.py": "LISTEN, in the words of the driver's own notifications",
    "keyring/keyring.py": "the index of a lost key: its name and bound are identifiers, not parameters",
    "minting/mint_job.py": "COPY: one line beside the encoder that makes its rows",
    "minting/watch.py": "LISTEN, as in the worker",
    "rpc/server.py": "SELECT 1: whether the database answers",
}


def name(path: Path) -> str:
    return path.relative_to(_SERVER).as_posix()


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def imports(path: Path) -> Iterator[str]:
    """Full names of what a file imports."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def texts(path: Path) -> Iterator[str]:
    """String constants, those of f-strings and bytes too, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        for statement in node.body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in documentation:
            if isinstance(node.value, str):
                yield node.value
            elif isinstance(node.value, bytes):
                yield node.value.decode(errors="replace")


def reads_environment(path: Path) -> bool:
    for node in nodes(path):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "putenv", "unsetenv"):
            return True
    return any(found in ("os.environ", "os.getenv") for found in imports(path))


def test_only_the_settings_read_the_environment() -> None:
    assert [name(path) for path in _FILES if reads_environment(path)] == ["settings.py"]


def test_sql_stands_in_sql_files() -> None:
    found = {name(path) for path in _FILES if any(_STATEMENT.match(text) for text in texts(path))}
    assert found == set(SQL_ELSEWHERE)


def test_exceptions_stay_small() -> None:
    counts = {name(p): sum(bool(_STATEMENT.match(text)) for text in texts(p)) for p in _FILES}
    for path in SQL_ELSEWHERE.keys() - {"db/migrate.py"}:
        assert counts[path] <= 2, path


@pytest.mark.parametrize("module", ["grpc", "grpc_health", "grpc_reflection", "google", "hallmint"])
def test_only_rpc_knows_grpc_and_messages(module: str) -> None:
    users = [name(path) for path in _FILES if any(found.split(".")[0] == module for found in imports(path))]
    assert users
    assert [user for user in users if not user.startswith("rpc/")] == []


def test_no_file_is_long() -> None:
    files = [*_FILES, *(_ROOT / "tests").rglob("*.py"), *(_ROOT / "clients" / "python").rglob("*.py")]
    lines = {str(path.relative_to(_ROOT)): path.read_text(encoding="utf-8").count("\n") for path in files}
    assert {path: count for path, count in lines.items() if count >= _MOST_LINES} == {}


def test_the_checks_see_what_they_are_for(tmp_path: Path) -> None:
    """A check that finds nothing proves nothing: each is shown what it must find."""
    bad = tmp_path / "bad.py"
    bad.write_text('import os\nA = os.environ["X"]\nB = "SELECT 1"\nC = b" UPDATE t"\nD = f"DELETE FROM {A}"\n')
    assert reads_environment(bad)
    assert sum(bool(_STATEMENT.match(text)) for text in texts(bad)) == 3
    good = tmp_path / "good.py"
    good.write_text(
        '"""Set the table.\n\nSELECT in a docstring."""\nfrom hallmint.v1 import batch_pb2\nA = "Settle down"\n'
    )
    assert not reads_environment(good)
    assert not any(_STATEMENT.match(text) for text in texts(good))
    assert list(imports(good)) == ["hallmint.v1.batch_pb2"]
