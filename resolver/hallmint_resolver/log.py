"""Logging: one JSON line an event to standard error. No address, user agent, code or secret is ever a field of one."""

import logging
import sys
import traceback
from types import TracebackType

import structlog


def configure(level: str) -> None:
    """Set up structlog, and send the standard library's records (asyncio, psycopg, aiohttp) the same way."""
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_frames),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())


def _frames(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """Where an error arose, and its type. Messages are left out: a database's hold values of rows."""
    kind, _, frames = exc_info
    return "".join(traceback.format_tb(frames)) + kind.__name__
