"""Following a log: each head must grow out of the one that was seen before, and be that of the entries and tiles served."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field

from hallmint_client.log.entry import BatchEntry, parse_entry
from hallmint_client.log.site import MissingError, Site
from hallmint_client.log.standing import Standing
from hallmint_client.log.tree import WIDTH, Found, Range, Rows, leaf_hash
from mintcore import Head, ProofError, verify_checkpoint

_AHEAD = 8
"""Bundles that are asked for before they are needed."""
_SHOWN = 20
"""Wrong entries, and wrong tiles, that are told of and kept in mind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whose signatures count: the log's key, and so many of some witnesses'. As `mintcore.verify_proof` takes them."""

    log_key: str
    witness_keys: tuple[str, ...] = ()
    witnesses: int = 0

    def head(self, note: bytes) -> Head:
        """The head that a note is of. ProofError; ValueError for keys that are none."""
        return verify_checkpoint(note, self.log_key, witness_keys=self.witness_keys, witnesses=self.witnesses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a log must never show. `reason` is one of those that the command documents; `notes` are signed, and prove it."""

    reason: str
    words: str
    notes: tuple[bytes, ...] = ()
    entry_no: int | None = None
    """The entry that it is about, if it is one."""


class TamperedError(Exception):
    """The log is not what it was, or not what it signed. Nothing of what came with it is to be believed."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.words for fault in faults))
        self.faults = faults


Take = Callable[[int, bytes], None]
"""Is given each entry, with its number, before the whole of them is known to be right."""
Tell = Callable[[int, int], None]
"""Hears how many entries were read, and of how many."""


def look(site: Site, trust: Trust, standing: Standing | None) -> tuple[Head, bytes]:
    """The log's head now, verified, with its note. Raises SiteError; TamperedError where it is not signed, is older than what was
    seen, or another tree of the same size.
    """
    try:
        note = site.checkpoint()
    except MissingError as error:
        raise TamperedError(Fault(reason="LOG_INCOMPLETE", words=str(error))) from None
    try:
        head = trust.head(note)
    except ProofError as error:
        words = f"the checkpoint is not to be believed under this key: {error}"
        raise TamperedError(Fault(reason="NOT_SIGNED", words=words, notes=(note,))) from None
    if standing is None:
        return head, note
    seen, root = standing.tree.size, standing.tree.root()
    notes = (standing.note, note)
    if head.size < seen:
        words = f"the log shrank: it had {seen:,} entries, and now shows {head.size:,}"
        raise TamperedError(Fault(reason="LOG_SHRUNK", words=words, notes=notes))
    if head.size == seen and head.root != root:
        words = (
            f"the log forked: it signed two trees of {seen:,} entries, with roots {root.hex()} and {head.root.hex()}"
        )
        raise TamperedError(Fault(reason="LOG_FORKED", words=words, notes=notes))
    return head, note


def read(
    site: Site, head: Head, note: bytes, standing: Standing | None, *, from_start: bool, take: Take, tell: Tell
) -> Range:
    """Read the entries and tiles that a verified head has and the standing has not, or all from the start, and return the tree,
    which then has the head's root. The bundle that the standing ends in is read once more. Raises SiteError, TamperedError.
    """
    reading = _Reading(site, head, note, standing, from_start=from_start)
    for number, entry in reading.entries(tell):
        if from_start or standing is None or number >= standing.tree.size:
            take(number, entry)
    try:
        reading.finish()
    except TamperedError as error:
        if from_start or standing is None or error.faults[0].reason != "LOG_FORKED":
            raise
        # What was seen before was taken as it was then. Read it again: that tells where it was changed.
        read(site, head, note, standing, from_start=True, take=lambda *_: None, tell=tell)
        raise
    return reading.tree


@dataclass(slots=True)
class _Reading:
    """Entries from the beginning of a bundle on. `by_tile` is the tree of the hashes in tiles, from the first on that is not its
    entry's.
    """

    site: Site
    head: Head
    note: bytes
    standing: Standing | None
    from_start: bool = field(kw_only=True)
    tree: Range = field(init=False)
    by_tile: Range | None = field(init=False, default=None)
    differing: list[tuple[int, bytes]] = field(init=False, default_factory=list)
    wrong_tiles: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        seen = self.standing.tree if self.standing is not None and not self.from_start else Range()
        self.tree = seen.before(seen.size // WIDTH * WIDTH)

    def entries(self, tell: Tell) -> Iterator[tuple[int, bytes]]:
        """Each entry with its number, held against the tiles over it, and what was seen before against the standing."""
        first, rows = self.tree.size, Rows(self.tree.size)
        seen = self.standing.tree if self.standing is not None else Range()
        for entries, hashes in self._bundles(first):
            for entry, in_tile in zip(entries, hashes, strict=True):
                number, leaf = self.tree.size, leaf_hash(entry)
                yield number, entry
                if leaf != in_tile and self.by_tile is None:
                    self.by_tile = self.tree.copy()
                if leaf != in_tile and len(self.differing) < _SHOWN:  # a log can be all wrong, and very long
                    self.differing.append((number, entry))
                self.tree.add(leaf)
                if self.by_tile is not None:
                    self.by_tile.add(in_tile)
                for tile in rows.add(leaf):
                    self._check_tile(tile)
                if self.tree.size == seen.size:
                    self._check_seen(seen)
            tell(self.tree.size - first, self.head.size - first)
        for tile in rows.rest():
            self._check_tile(tile)

    def _bundles(self, first: int) -> Iterator[tuple[list[bytes], list[bytes]]]:
        """Entries, and the hashes of the tile over them, some asked for ahead."""
        asked: deque[tuple[Future[list[bytes]], Future[list[bytes]]]] = deque()
        for number in range(first // WIDTH, -(-self.head.size // WIDTH)):
            width = min(WIDTH, self.head.size - number * WIDTH)
            asked.append((self.site.bundle(number, width), self.site.tile(0, number, width)))
            if len(asked) > _AHEAD:
                yield self._got(*asked.popleft())
        while asked:
            yield self._got(*asked.popleft())

    def _got(self, *futures: Future[list[bytes]]) -> tuple[list[bytes], list[bytes]]:
        try:
            entries, hashes = (future.result() for future in futures)
        except MissingError as error:
            words = f"the log has not what it signed: {error}"
            raise TamperedError(Fault(reason="LOG_INCOMPLETE", words=words, notes=(self.note,))) from None
        return entries, hashes

    def _check_tile(self, tile: Found) -> None:
        """Of levels above 0: those of level 0 are held against each entry."""
        level, number, width, known = tile
        # Of what stands above a wrong hash, nothing more is learnt.
        if level == 0 or self.differing or len(self.wrong_tiles) == _SHOWN:
            return
        try:
            served = self.site.tile(level, number, width).result()
        except MissingError as error:
            self.wrong_tiles.append(str(error))
        else:
            if served[-len(known) :] != known:
                self.wrong_tiles.append(f"tile {level}/{number} has not the hashes of the entries")

    def _check_seen(self, seen: Range) -> None:
        """What was seen before is still the same, stretch by stretch."""
        changed = [
            (first, end)
            for (first, end, now), (_, _, before) in zip(self.tree.parts(), seen.parts(), strict=True)
            if now != before
        ]
        if not changed or self.differing:  # an entry that is not its tile's is named at the end, by the signed root
            return
        first, end = changed[0]
        words = f"entries that were seen before were changed: one or more of {first:,} to {end - 1:,}"
        notes = (self.standing.note, self.note) if self.standing else ()
        raise TamperedError(Fault(reason="HISTORY_CHANGED", words=words, notes=notes))

    def finish(self) -> None:
        """Whether all that was read is the tree that the log signed."""
        faults: list[Fault] = []
        if self.tree.root() == self.head.root:
            for number, _ in self.differing:
                words = f"tile 0/{number // WIDTH} has not the hash of entry {number:,}"
                faults.append(Fault(reason="TILE_CHANGED", words=words, notes=(self.note,)))
            faults += [Fault(reason="TILE_CHANGED", words=words, notes=(self.note,)) for words in self.wrong_tiles]
        elif self.by_tile is not None and self.by_tile.root() == self.head.root:
            for number, entry in self.differing:
                words = f"entry {number:,} was changed after it was signed{_named(entry)}"
                faults.append(Fault(reason="ENTRY_CHANGED", words=words, notes=(self.note,), entry_no=number))
        else:
            words = f"the log signed a root of {self.head.size:,} entries that its entries and tiles have not"
            if self.standing:
                words += f" behind the {self.standing.tree.size:,} that were seen before"
            notes = (self.standing.note, self.note) if self.standing else (self.note,)
            faults.append(Fault(reason="LOG_FORKED", words=words, notes=notes))
        if faults:
            raise TamperedError(*faults)


def _named(entry: bytes) -> str:
    parsed = parse_entry(entry)
    return (
        f"; it now names batch {parsed.batch_id}"
        if isinstance(parsed, BatchEntry)
        else "; it is now no entry of a batch"
    )
