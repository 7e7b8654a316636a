"""One look of `hallmint monitor`: at the log, at the brand's entries in it, and at what the server says of them."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from hallmint_client.cli.command import Session, run_with_session
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.follow import Meter, meter
from hallmint_client.cli.interrupt import Interrupt
from hallmint_client.cli.option import Setting
from hallmint_client.cli.screen import Screen
from hallmint_client.cli.table import Column
from hallmint_client.cli.text import units
from hallmint_client.log import monitor
from hallmint_client.log.brand import BLOCK, Opened, check_batches, check_tokens, open_entries, told_twice
from hallmint_client.log.entry import BatchEntry, Opening, Tags, batch_time, parse_entry
from hallmint_client.log.monitor import Fault, TamperedError, Trust
from hallmint_client.log.site import Site
from hallmint_client.log.standing import OwnEntry, Standing, keep_evidence, key_digest, save
from hallmint_client.log.tree import WIDTH
from mintcore import Head

_LONG = 16 * WIDTH
"""Entries that take long enough to read for a bar."""
_OF_THE_LOG = "trust nothing that came after; keep the state file and the evidence, and ask whoever runs the log"
_OF_THE_DATABASE = "keep the database as it is; `hallmint-server fsck` and a backup say more"
_ADVICE = {
    "MINT_UNKNOWN": "ask who ordered it: `hallmint audit --type batch` tells",
    "ENTRY_MISSING": _OF_THE_DATABASE,
    "ENTRY_UNKNOWN": _OF_THE_DATABASE,
    "COMMITMENT_CHANGED": _OF_THE_DATABASE,
    "BATCH_CHANGED": _OF_THE_DATABASE,
    "TOKEN_CHANGED": _OF_THE_DATABASE,
}
INTERRUPTED = "The next run begins where this one stood, if it has a state file."
_TIME = "%Y-%m-%d %H:%M:%S"


@dataclass(slots=True, kw_only=True)
class Monitoring:
    """What is looked at, and where it stands."""

    screen: Screen
    site: Site
    trust: Trust
    setting: Setting | None
    """Whom to ask of the brand's batches; None: nobody."""
    state: Path | None
    monitor_key: bytes | None
    known: frozenset[str] | None
    tokens: bool
    standing: Standing | None
    from_start: bool
    interrupt: Interrupt = field(default_factory=Interrupt)
    _proved: set[str] = field(default_factory=set)
    _looks: int = 0

    def look(self) -> int:
        """Look once, and say what is new and what is wrong. Returns how much is wrong. Raises SiteError; OSError where a file
        cannot be written; typer.Exit where the server cannot be asked.
        """
        wrong = 0
        new: list[OwnEntry] = []
        try:
            new = self._follow()
        except TamperedError as error:
            wrong += self._tell(error.faults)
        self._looks += 1
        if self.standing is None or self.monitor_key is None:
            return wrong
        wrong += self._tell(told_twice(self.standing.own))
        wrong += self._tell(self._unknown(self.standing.own))
        if self.setting is None:
            self._show(new, {})
            return wrong
        try:
            return wrong + self._ask(self.setting, self.standing, new)
        except typer.Exit:  # it was told why
            if not wrong:
                raise
            return wrong

    def _follow(self) -> list[OwnEntry]:
        """Follow the log to its head, and return the brand's new entries. What was seen is kept durably before it is shown."""
        before = self.standing
        digest = "" if self.monitor_key is None else key_digest(self.monitor_key)
        # Of whose entries nobody kept a list, they are looked for from the start.
        is_other = bool(digest) and before is not None and before.key != digest
        from_start, self.from_start = self.from_start or is_other, False
        head, note = monitor.look(self.site, self.trust, before)
        seen = before.tree.size if before is not None else 0
        own: list[OwnEntry] = []
        if before is not None and head.size == seen and not from_start:
            if self._looks == 0:
                self._head(head, 0, read=False)
            return own
        tags = None if self.monitor_key is None else Tags(self.monitor_key, now=datetime.now(UTC))

        def take(number: int, entry: bytes) -> None:
            if tags is not None and (found := _own(tags, number, entry)) is not None:
                own.append(found)

        first = 0 if from_start or before is None else seen // WIDTH * WIDTH
        long = head.size - first >= _LONG
        with meter(self.screen, head.size - first, unit="entries") if long else nullcontext() as bar:
            shown: Meter | None = bar
            tree = monitor.read(
                self.site,
                head,
                note,
                before,
                from_start=from_start,
                take=take,
                tell=lambda done, _: shown.show("reading", done) if shown is not None else None,
            )
        kept = before.own if before is not None and not from_start and before.key == digest else ()
        self.standing = Standing(tree=tree, note=note, key=digest, own=(*kept, *own))
        if self.state is not None:
            save(self.state, head.origin, self.standing)
        self._head(head, head.size - seen)
        return own

    def _head(self, head: Head, new: int, *, read: bool = True) -> None:
        """Say where the log stands; without `read` nothing but its head was looked at."""
        if self.screen.json:
            told = {"origin": head.origin, "size": head.size, "new": new, "root": head.root.hex()}
            self._line("head", **told, witnesses=[name for name, _ in head.witnesses])
            return
        seen_by = f", seen by {', '.join(name for name, _ in head.witnesses)}" if head.witnesses else ""
        entries = "1 entry" if head.size == 1 else f"{head.size:,} entries"
        found = f"{new:,} new, none changed" if read else "the same head as before"
        self.screen.plain(f"log {head.origin}: {entries}, {found}{seen_by}")

    def _unknown(self, own: tuple[OwnEntry, ...]) -> list[Fault]:
        """Mints that the brand never ordered."""
        if self.known is None:
            return []
        return [
            Fault(
                reason="MINT_UNKNOWN",
                words=f"batch {entry.batch_id}: entry {entry.number:,} is the brand's, and it is not among those you ordered",
            )
            for entry in own
            if entry.batch_id and entry.batch_id not in self.known
        ]

    def _ask(self, setting: Setting, standing: Standing, new: list[OwnEntry]) -> int:
        """Ask the server, show what is new with what it says, and hold that against the log. Returns how much is wrong;
        typer.Exit where it cannot be asked and nothing was found wrong before.
        """
        opened: Opened | None = None
        wrong = 0

        async def ask(session: Session) -> None:
            nonlocal opened, wrong
            self.interrupt.cancels_this()
            opened = await open_entries(session.client, standing.own, standing.tree.size)
            self._show(new, opened.openings)
            wrong += self._tell(opened.faults)
            wrong += self._tell(await check_batches(session.client, opened.openings))
            if self.tokens:
                wrong += self._tell(await self._prove(session, standing, opened.openings))

        try:
            with self.interrupt.asking():
                run_with_session(setting, ask)
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
        except typer.Exit:
            if opened is None:  # what is new is told all the same: the next look begins behind it
                self._show(new, {})
            if not wrong:
                raise
        return wrong

    async def _prove(self, session: Session, standing: Standing, openings: Mapping[str, Opening]) -> list[Fault]:
        """Of each batch once in this run."""
        fresh = {
            entry: openings[entry.batch_id]
            for entry in standing.own
            if entry.batch_id in openings and entry.batch_id not in self._proved
        }
        blocks = sum(-(-opening.quantity // BLOCK) for opening in fresh.values())
        if not blocks:
            return []
        with meter(self.screen, blocks, unit="blocks of tokens") as bar:
            faults = await check_tokens(session.client, self.trust, fresh, lambda done: bar.show("proving", done))
        self._proved |= {entry.batch_id for entry in fresh}
        total = sum(opening.quantity for opening in fresh.values())
        if self.screen.json:
            self._line("tokens", batches=len(fresh), units=total, blocks=blocks, faults=len(faults))
        else:
            batches = "1 batch" if len(fresh) == 1 else f"{len(fresh):,} batches"
            changed = "not all are what was minted" if faults else "all are what was minted"
            self.screen.plain(f"rows of {units(total)} in {batches}, {blocks:,} proofs: {changed}")
        return faults

    def _show(self, new: list[OwnEntry], openings: Mapping[str, Opening]) -> None:
        """The brand's new entries."""
        if self.screen.json:
            for entry in new:
                self._line("entry", **_told(entry, openings.get(entry.batch_id)))
            return
        if not new:
            if self._looks == 1:
                self.screen.note("no new entries of the brand")
            return
        opened = [openings.get(entry.batch_id) for entry in new]
        self.screen.table(
            Column(title="ENTRY", cells=[f"{entry.number:,}" for entry in new], right=True),
            Column(title="SUBMITTED", cells=[_at(batch_time(e.batch_id)) if e.batch_id else "" for e in new], rank=2),
            Column(title="WHAT", cells=["batch" if e.batch_id else f"audit trail of {e.month}" for e in new]),
            Column(title="ID", cells=[entry.batch_id or entry.head for entry in new]),
            Column(title="UNITS", cells=[f"{each.quantity:,}" if each else "" for each in opened], right=True),
            Column(title="PRODUCT", cells=[each.product_id if each else "" for each in opened], rank=1),
            Column(title="ENDED", cells=[_at(each.minted) if each else "" for each in opened], rank=3),
        )

    def _tell(self, faults: Iterable[Fault]) -> int:
        """A line each, and the signed notes that prove it, which are kept too. Returns how many there are."""
        count = 0
        for fault in faults:
            count += 1
            advice = _ADVICE.get(fault.reason, _OF_THE_LOG)
            self.screen.problem(fault.words + self._whose(fault), fault.reason, advice, ExitCode.ENDED_BADLY)
            self._keep(fault)
        return count

    def _whose(self, fault: Fault) -> str:
        """The batch of the brand's, where it was known before what an entry was of."""
        own = self.standing.own if self.standing is not None else ()
        found = [entry for entry in own if entry.batch_id and entry.number == fault.entry_no]
        return f"; it was that of batch {found[0].batch_id}" if found else ""

    def _keep(self, fault: Fault) -> None:
        if len(fault.notes) < 2:  # noqa: PLR2004 - one note alone contradicts nothing
            return
        folder, stem = (self.state.parent, self.state.stem) if self.state is not None else (Path(), "hallmint-monitor")
        path = keep_evidence(folder, f"{stem}-evidence", fault.notes)
        notes = [note.decode() for note in fault.notes]
        if self.screen.json:
            self._line("evidence", file=str(path), notes=notes)
            return
        for note in notes:
            for line in note.splitlines():
                self.screen.plain(line)
        self.screen.note(f"both signed heads are kept in {path}")

    def _line(self, event: str, **facts: Any) -> None:
        self.screen.plain(json.dumps({"event": event, **facts}))


def _own(tags: Tags, number: int, data: bytes) -> OwnEntry | None:
    entry = parse_entry(data)
    if entry is None:
        return None
    if isinstance(entry, BatchEntry):
        if not tags.is_own(entry):
            return None
        return OwnEntry(number=number, batch_id=entry.batch_id, commitment=entry.commitment.hex())
    month = tags.month(entry)
    return None if month is None else OwnEntry(number=number, month=month, head=entry.head.hex())


def _told(entry: OwnEntry, opening: Opening | None) -> dict[str, Any]:
    """As JSON tells it."""
    told: dict[str, Any] = {"entry_no": entry.number}
    if entry.month:
        return told | {"month": entry.month, "head": entry.head}
    at = batch_time(entry.batch_id)
    told |= {"batch_id": entry.batch_id, "submitted_at": at.isoformat() if at else ""}
    if opening is not None:
        told |= {
            "product_id": opening.product_id,
            "quantity": opening.quantity,
            "root": opening.root.hex(),
            "ended_at": opening.minted.isoformat(),
        }
    return told


def _at(at: datetime | None) -> str:
    return at.astimezone().strftime(_TIME) if at is not None else ""
