"""Scans as rows, for tests of what is made of them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def day(ago: int) -> str:
    return str((TODAY - timedelta(days=ago)).date())


async def add(
    conn: psycopg.AsyncConnection[Any], brand_id: UUID, product_id: UUID, ago: int, times: int, **changes: Any
) -> None:
    """Scans of noon, so many days ago."""
    at = min(TODAY - timedelta(days=ago) + timedelta(hours=12), datetime.now(UTC))
    values = {
        "at": at,
        "brand_id": brand_id,
        "product_id": product_id,
        "country": "DE",
        "device": "phone",
        "outcome": "active",
        "batch_no": None,
        "seq": None,
        "user_agent": None,
        "times": times,
        **changes,
    }
    await conn.execute(
        """INSERT INTO scans (at, brand_id, product_id, batch_no, seq, country, browser, browser_major, os, device, traffic,
               outcome, user_agent)
           SELECT %(at)s, %(brand_id)s, %(product_id)s, %(batch_no)s, %(seq)s, %(country)s, 'Firefox', 132, 'Android',
               %(device)s, 'person', %(outcome)s, %(user_agent)s FROM generate_series(1, %(times)s)""",
        values,
    )
    await conn.execute(
        "INSERT INTO scan_folds (day) VALUES (%s) ON CONFLICT (day) DO UPDATE SET folded_at = NULL", [at.date()]
    )
