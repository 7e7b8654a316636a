"""The state of a credential, as screens say it."""

from datetime import UTC, datetime, timedelta

import pytest

from hallmint.v1 import credential_pb2
from hallmint_console.credential_view import CredentialView

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "replaced", "revoked", "state", "flags"),
    [
        (None, False, False, "Active", (False, False, True)),
        (15 * DAY, False, False, "Active", (False, False, True)),
        (14 * DAY, False, False, "Ends in 14 days", (False, True, True)),
        (47 * 60 * MINUTE, False, False, "Ends in 47 hours", (False, True, True)),
        (61 * MINUTE, False, False, "Ends in 1 hour", (False, True, True)),
        (MINUTE, False, False, "Ends in less than an hour", (False, True, True)),
        (0 * DAY, False, False, "Ended", (True, False, False)),
        (DAY, True, False, "Being replaced", (False, False, False)),
        (-DAY, True, False, "Replaced", (True, False, False)),
        (DAY, False, True, "Revoked", (True, False, False)),
        (None, False, True, "Revoked", (True, False, False)),
    ],
)
def test_states(
    left: timedelta | None, replaced: bool, revoked: bool, state: str, flags: tuple[bool, bool, bool]
) -> None:
    credential = credential_pb2.Credential(replaced_by="next" if replaced else "")
    if left is not None:
        credential.expires_at.FromDatetime(NOW + left)
    if revoked:
        credential.revoked_at.FromDatetime(NOW - DAY)
    view = CredentialView(credential=credential, now=NOW)
    assert view.state[1] == state
    assert (view.has_ended, view.is_ending, view.can_rotate) == flags
