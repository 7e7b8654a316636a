"""`hallmint audit` and `hallmint audit verify`."""

import json
import re
import shlex
from contextlib import aclosing
from datetime import datetime
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from hallmint_client.anchor import Anchors, MonthBreak, check_carried
from hallmint_client.audit import AuditHead, Chain, ChainBreak
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.group import LIST, ListsByDefault
from hallmint_client.cli.option import Limit, LogKey, LogTrust, PageToken, Witnesses, WitnessKeys, moment
from hallmint_client.cli.table import Column
from hallmint_client.cli.text import time
from hallmint_client.day import DayBreak, Days

_HEAD = re.compile(r"(0|[1-9][0-9]{0,18}):([0-9a-fA-F]{64})", re.ASCII)


audit_app = typer.Typer(cls=ListsByDefault, help="List who did what, and prove that nobody changed the list.")


def _kept(text: str) -> AuditHead:
    """Read `NUMBER:HASH`; of which brand, it does not say."""
    match = _HEAD.fullmatch(text)
    if match is None:
        raise typer.BadParameter(f"{text!r} is not a head: it is a number, a colon and 64 hex digits")
    return AuditHead(number=int(match[1]), hash=bytes.fromhex(match[2]))


@command
async def listing(
    session: Session,
    *,
    type: Annotated[str, typer.Option("--type", help="Only of this sort of thing: PRODUCT, BATCH and so on.")] = "",  # noqa: A002
    entity: Annotated[str, typer.Option("--entity", metavar="ID", help="Only of this thing.")] = "",
    actor: Annotated[str, typer.Option("--actor", help="Only by this one, as the list names them.")] = "",
    action: Annotated[str, typer.Option("--action", help="Only this: CREATED, UPDATED and so on.")] = "",
    since: Annotated[
        datetime | None, typer.Option("--since", parser=moment, metavar="TIME", help="At this time or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", parser=moment, metavar="TIME", help="Before this time.")
    ] = None,
    oldest_first: Annotated[bool, typer.Option("--oldest-first", help="In the order in which it happened.")] = False,
    chained: Annotated[bool, typer.Option("--chained", help="Without what scans did to units.")] = False,
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the brand's audit trail, newest first. Times are those of this computer unless they name a zone."""
    answer = await session.client.list_events(
        entity_type=type.upper(),
        entity_id=entity,
        actor=actor,
        action=action.upper(),
        since=since.astimezone() if since else None,
        until=until.astimezone() if until else None,
        oldest_first=oldest_first,
        chained_only=chained,
        page_size=limit,
        page_token=page,
    )
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.events
    if not rows:
        screen.note("no events")
        return
    screen.table(
        Column(title="NUMBER", cells=[f"{row.number:,}" if row.number else "" for row in rows], right=True),
        Column(title="AT", cells=[time(row, "at") for row in rows], rank=1),
        Column(title="WHAT", cells=[row.entity_type for row in rows]),
        Column(title="ACTION", cells=[row.action for row in rows]),
        Column(title="ID", cells=[row.entity_id for row in rows], rank=2),
        Column(title="BY", cells=[row.actor for row in rows], rank=3),
        Column(title="CALL", cells=[row.request_id for row in rows], rank=5),
        Column(title="DETAIL", cells=["" if row.detail == "{}" else row.detail for row in rows], rank=4),
    )
    if answer.next_page_token:
        given = {"--type": type, "--entity": entity, "--actor": actor, "--action": action}
        given |= {name: at.isoformat() for name, at in (("--since", since), ("--until", until)) if at}
        flags = "".join(f" {name} {shlex.quote(value)}" for name, value in given.items() if value)
        flags += " --oldest-first" if oldest_first else ""
        flags += " --chained" if chained else ""
        screen.note(f"more: hallmint audit{flags} --limit {limit} --page {answer.next_page_token}")


@command
async def verify(
    session: Session,
    *,
    head: Annotated[
        AuditHead | None,
        typer.Option(
            "--head",
            metavar="NUMBER:HASH",
            parser=_kept,
            help="A head that was printed before: it must still be there.",
        ),
    ] = None,
    units: Annotated[
        bool, typer.Option("--units", help="Also make the digest of each day again from what scans did to units.")
    ] = False,
    log_key: LogKey = "",
    witness_key: WitnessKeys = None,
    witnesses: Witnesses = None,
) -> None:
    """Make the whole chain of the audit trail again, and say where it breaks or where it ends. With the log's key, find also a
    chain that was made again: its heads are not those that the public log has.
    """
    screen = session.screen
    anchors = await _anchors(session, LogTrust.of(log_key, witness_key, witnesses))
    end = await session.client.audit_head()
    heads = [end] if head is None else [end, AuditHead(brand_id=end.brand_id, number=head.number, hash=head.hash)]
    days = Days(end.brand_id) if units else None
    found = await _walk(session, end, Chain(*heads), days, anchors)
    if found is None and anchors is not None:
        found = await check_carried(session.client, anchors)
    if found:
        advice = "keep the database as it is and compare it with a backup"
        raise typer.Exit(screen.problem(found.problem, "AUDIT_CHAIN_BROKEN", advice, ExitCode.ENDED_BADLY))
    text = f"{end.number}:{end.hash.hex()}"
    if screen.json:
        told: dict[str, object] = {"brand_id": end.brand_id, "number": end.number, "head": text}
        if days is not None:
            told |= {"days": days.closed, "unit_events": days.events, "open_days": days.still_open()}
        if anchors is not None:
            told |= {"months": anchors.proved, "open_months": anchors.still_open()}
        screen.plain(json.dumps(told))
        return
    screen.print(f"{_count(end.number, 'event')}: none missing, none changed")
    if days is not None:
        screen.print(
            f"{_count(days.events, 'scan')} of units on {_count(days.closed, 'closed day')}: as their digests say"
        )
        if still_open := days.still_open():
            screen.note(f"not closed by a digest yet: {', '.join(still_open)}")
    if anchors is None:
        screen.note("heads in the public log were not checked: that takes --log-key, the log's public key")
    else:
        screen.print(f"{_count(anchors.proved, 'month')} in the public log: with the heads that the chain has")
        if still_open := anchors.still_open():
            screen.note(f"not in the log yet: {', '.join(still_open)}")
    screen.print(f"head {text}")
    screen.note(f"keep the head elsewhere; next time: hallmint audit verify --head {text}")


audit_app.command(LIST)(listing)
audit_app.command("verify")(verify)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


async def _anchors(session: Session, trust: LogTrust | None) -> Anchors | None:
    """What the log has of the chain; None without the log's key."""
    if trust is None:
        return None
    listed = [anchor async for anchor in session.client.audit_anchors()]
    return Anchors(listed=listed, log_key=trust.log_key, witness_keys=trust.witness_keys, witnesses=trust.witnesses)


async def _walk(
    session: Session, end: AuditHead, chain: Chain, days: Days | None, anchors: Anchors | None
) -> ChainBreak | DayBreak | MonthBreak | None:
    """Follow the chain to where it ended when the walk began; what comes later is for the next time."""
    screen = session.screen
    columns = (TextColumn("verifying", style="cyan"), BarColumn(bar_width=None), MofNCompleteColumn())
    still = screen.json or not screen.err.is_terminal
    found: ChainBreak | DayBreak | MonthBreak | None = chain.start()
    if anchors is not None:
        found = found or anchors.start()
    with Progress(*columns, console=screen.err, disable=still, transient=True) as progress:
        task = progress.add_task("", total=end.number)
        async with aclosing(session.client.events(oldest_first=True, chained_only=days is None)) as events:
            async for event in events:
                if found is not None or event.number > end.number:
                    break
                if days is not None:
                    found = days.add(event)
                if event.number:
                    found = chain.add(event) or found
                    if anchors is not None:
                        found = found or anchors.add(event)
                    progress.update(task, completed=event.number)
    found = found or chain.finish()
    return found or (anchors.finish() if anchors is not None else None)
