"""`hallmint stats`."""

from hallmint_client.cli.command import Session, command
from hallmint_client.cli.table import details


@command
async def stats(session: Session) -> None:
    """Show the brand's counters."""
    answer = await session.client.get_stats()
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    counts = [
        ("tokens minted", answer.tokens_minted),
        ("tokens active", answer.tokens_active),
        ("tokens revoked", answer.tokens_revoked),
        ("batches", answer.batches_created),
        ("batches running", answer.batches_running),
        ("units exported", answer.units_exported),
        ("exports completed", answer.exports_completed),
        ("exports running", answer.exports_running),
    ]
    width = max(len(f"{number:,}") for _, number in counts)
    screen.print(details([(name, f"{number:>{width},}") for name, number in counts]))
