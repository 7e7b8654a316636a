"""A credential as screens show it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hallmint.v1 import credential_pb2

WARNED = timedelta(days=14)
"""How long before its end a credential is pointed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialView:
    """`credential` in words, at a time. `is_current`: the session that looks was made with it."""

    credential: credential_pb2.Credential
    now: datetime
    is_current: bool = False

    @property
    def last_used(self) -> str:
        """The day, as in `29 Nov 2026`; empty where it never was."""
        text = self.credential.last_used_day
        return f"{(day := date.fromisoformat(text)).day} {day:%b %Y}" if text else ""

    @property
    def _left(self) -> timedelta | None:
        if not self.credential.HasField("expires_at"):
            return None
        return self.credential.expires_at.ToDatetime(UTC) - self.now

    @property
    def has_ended(self) -> bool:
        """Whether it works no longer."""
        return self.credential.HasField("revoked_at") or (self._left is not None and self._left <= timedelta())

    @property
    def is_ending(self) -> bool:
        """Whether it will end within two weeks, and nothing replaces it yet."""
        left = self._left
        return not self.has_ended and not self.credential.replaced_by and left is not None and left <= WARNED

    @property
    def can_rotate(self) -> bool:
        """Whether it may get a successor."""
        return not self.has_ended and not self.credential.replaced_by

    @property
    def state(self) -> tuple[str, str]:
        """How its state is drawn, and what it is called."""
        if self.credential.HasField("revoked_at"):
            return "bad", "Revoked"
        if self.has_ended:
            return "", "Replaced" if self.credential.replaced_by else "Ended"
        if self.credential.replaced_by:
            return "warn", "Being replaced"
        return ("warn", f"Ends in {self.left}") if self.is_ending else ("good", "Active")

    @property
    def left(self) -> str:
        """How long it works on; empty where that has no end, or has come."""
        left = self._left
        if left is None or left <= timedelta():
            return ""
        hours = int(left.total_seconds() // 3600)
        number, unit = (hours // 24, "day") if hours >= 48 else (hours, "hour")  # noqa: PLR2004 - two days
        return f"{number} {unit}{'' if number == 1 else 's'}" if number else "less than an hour"
