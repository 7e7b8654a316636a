"""Days as the API counts them: in UTC."""

from datetime import UTC, datetime, timedelta


def first_of(days: int) -> str:
    """The first of so many days of which today is the last, as `YYYY-MM-DD`."""
    return str((datetime.now(UTC) - timedelta(days=days - 1)).date())
