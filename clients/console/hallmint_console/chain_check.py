"""Making a chain of events again, as far as one request of a browser may: the same proof as `hallmint audit verify`."""

from contextlib import aclosing
from dataclasses import dataclass

from hallmint_client import Client
from hallmint_client.anchor import Anchors, check_carried
from hallmint_client.audit import AuditHead, Chain
from hallmint_console.checkpoint import last_checkpoint

MOST_EVENTS = 10_000
"""Twenty calls, which take seconds even on a busy machine; longer chains are for the command, which shows how far it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A chain up to `head`; `problem` is where it breaks first, and empty where it is whole. `months` of it are in the log."""

    head: AuditHead
    problem: str = ""
    months: int = 0


async def check_chain(client: Client) -> Checked | None:
    """Verify the chain of the acting brand up to its end as it is now, and against its heads in the public log as this server
    gives them; None where it is too long for it. Raises HallmintError.
    """
    anchors = await _anchors(client)
    head = await client.audit_head()
    if head.number > MOST_EVENTS:
        return None
    chain = Chain(head)
    found = chain.start() or (anchors.start() if anchors else None)
    async with aclosing(client.events(oldest_first=True, chained_only=True)) as events:
        async for event in events:
            if found is not None or event.number > head.number:
                break
            found = chain.add(event) or (anchors.add(event) if anchors else None)
    found = found or chain.finish() or (anchors.finish() if anchors else None)
    if found is None and anchors is not None:
        found = await check_carried(client, anchors)
    return Checked(head=head, problem=found.problem if found else "", months=anchors.proved if anchors else 0)


async def _anchors(client: Client) -> Anchors | None:
    """The heads in the log, asked for before the chain's own; None before the log's first checkpoint, or without its key."""
    checkpoint = await last_checkpoint(client)
    if checkpoint is None:
        return None
    log_key = checkpoint.log_key
    listed = [anchor async for anchor in client.audit_anchors()]
    return Anchors(listed=listed, log_key=log_key) if log_key else None
