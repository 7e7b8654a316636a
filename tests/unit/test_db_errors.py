"""Database errors: which pass by themselves, what a caller is told, and what may be written down of them."""

import psycopg
import pytest
from psycopg import errors
from psycopg_pool import PoolTimeout

from hallmint_server.db.errors import describe, is_transient, reason_of, to_domain
from hallmint_server.errors import Kind, PublicError, Reason
from tests.support.database import Server


@pytest.mark.parametrize(
    "state",
    [
        *("08000", "08003", "08006", "08P01", "40001", "40P01", "40003", "53000", "53100", "53200", "53300"),
        *("55P03", "57P01", "57P02", "57P03", "57P04", "57P05"),
    ],
)
def test_what_passes_by_itself(state: str) -> None:
    error = psycopg.errors.lookup(state)() if state not in ("08P01", "57P05") else _with_state(state)
    assert error.sqlstate == state
    assert is_transient(error)
    refusal = to_domain(error)
    assert refusal is not None
    assert (refusal.kind, refusal.reason, refusal.retry_seconds) == (Kind.UNAVAILABLE, Reason.DATABASE_UNAVAILABLE, 1.0)
    assert refusal.violations == ()


def _with_state(state: str) -> psycopg.Error:
    error: psycopg.Error = type("SomeError", (psycopg.OperationalError,), {"sqlstate": state})()
    return error


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("server closed the connection unexpectedly"),
        psycopg.InterfaceError("the connection is lost"),
        PoolTimeout("couldn't get a connection after 3.00 sec"),
        ConnectionResetError(),
        TimeoutError(),
    ],
)
def test_a_connection_that_broke_passes_too(error: Exception) -> None:
    assert is_transient(error)


@pytest.mark.parametrize(
    "error",
    [
        errors.UndefinedTable("relation"),
        errors.QueryCanceled("57014: a statement too slow stays too slow"),
        errors.DataException(),
        errors.ObjectNotInPrerequisiteState("55000, beside 55P03"),
        errors.NotNullViolation(),
        psycopg.ProgrammingError("no state"),
        ValueError("x"),
        OSError("x"),
    ],
)
def test_a_fault_of_ours_stays_one(error: Exception) -> None:
    assert not is_transient(error)
    assert to_domain(error) is None


@pytest.mark.parametrize(
    ("constraint", "reason"),
    [
        ("brands_slug_key", Reason.SLUG_TAKEN),
        ("products_sku_key", Reason.SKU_TAKEN),
        ("products_gtin_key", Reason.GTIN_NOT_AVAILABLE),
        ("tokens_pkey", None),
    ],
)
def test_a_broken_constraint_means_something_by_its_name(
    postgres: Server, constraint: str, reason: Reason | None
) -> None:
    with psycopg.connect(postgres.dsn) as conn:
        conn.execute(f"CREATE TEMP TABLE t (a int CONSTRAINT {constraint} UNIQUE)".encode())
        conn.execute("INSERT INTO t VALUES (1)")
        with pytest.raises(errors.UniqueViolation) as caught:
            conn.execute("INSERT INTO t VALUES (1)")
    refusal = to_domain(caught.value)
    assert (refusal and refusal.reason) == reason
    assert refusal is None or (refusal.kind, "Key (a)=(1)" in refusal.message) == (Kind.ALREADY_EXISTS, False)


def test_a_sequence_at_its_end(postgres: Server) -> None:
    with psycopg.connect(postgres.dsn) as conn:
        conn.execute("CREATE TEMP SEQUENCE s MAXVALUE 2 START 2")
        conn.execute("SELECT nextval('s')")
        with pytest.raises(errors.SequenceGeneratorLimitExceeded) as caught:
            conn.execute("SELECT nextval('s')")
    refusal = to_domain(caught.value)
    assert refusal is not None
    assert (refusal.kind, [v.reason for v in refusal.violations]) == (
        Kind.PRECONDITION,
        [Reason.BATCH_NUMBERS_EXHAUSTED],
    )


def test_nothing_that_could_be_a_secret_is_written_down(postgres: Server) -> None:
    with psycopg.connect(postgres.dsn) as conn, pytest.raises(psycopg.Error) as caught:
        conn.execute("SELECT 'hunter2'::int")
    assert describe(caught.value) == 'InvalidTextRepresentation: invalid input syntax for type integer: "hunter2"'
    assert describe(psycopg.OperationalError("password=hunter2")) == "OperationalError: connection lost"
    assert describe(RuntimeError("hunter2")) == "RuntimeError"
    assert describe(PublicError("code key 1 is lost")) == "PublicError: code key 1 is lost"
    assert reason_of(psycopg.OperationalError("connection\n  refused")) == "connection refused"
    assert reason_of(RuntimeError("hunter2")) == "RuntimeError"
