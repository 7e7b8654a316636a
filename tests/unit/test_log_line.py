"""Logs hold no values of rows, whatever fails."""

import io
import json
import logging

import psycopg
import pytest
import structlog

from hallmint_server import log_line
from tests.support.database import Server

CODE = "TJQV3XE78M4S0307"


def test_a_database_error_is_logged_without_its_details(postgres: Server) -> None:
    stream = io.StringIO()
    before = logging.getLogger().handlers[:]
    try:
        log_line.configure("info")
        handler = logging.getLogger().handlers[0]
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
        with psycopg.connect(postgres.dsn) as conn:
            conn.execute("CREATE TEMP TABLE codes (code text CHECK (length(code) < 3))")
            with pytest.raises(psycopg.Error) as caught:
                conn.execute("INSERT INTO codes VALUES (%s)", [CODE])
        assert CODE in str(caught.value)  # the driver's own words would give it away
        fault = RuntimeError(f"about {CODE}")
        fault.__cause__ = caught.value
        structlog.get_logger().error("cycle failed", exc_info=fault)
        logging.getLogger("psycopg").error("foreign", exc_info=fault)
    finally:
        logging.getLogger().handlers = before
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["cycle failed", "foreign"]
    assert CODE not in stream.getvalue()
    for line in lines:
        assert "CheckViolation: new row for relation" in line["exception"]
        assert "test_log_line.py" in line["exception"]
