"""Batches under any sequence of calls, cycles, faults, deaths and takeovers: fsck finds nothing, and every unit is there once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hallmint_server.catalog.readiness import Schemas
from hallmint_server.command import connect, keyring_of
from hallmint_server.db.pool import Database, open_pool
from hallmint_server.minting.revocation import RevocationService
from hallmint_server.minting.service import MintingService
from hallmint_server.settings import Settings
from tests.property.machine import Machine
from tests.support.installation import Installation


@contextlib.asynccontextmanager
async def machine(found: Settings) -> AsyncIterator[Machine]:
    """A machine over a database with all migrations applied."""
    keyring = keyring_of(found)
    async with contextlib.AsyncExitStack() as closing:
        pool = await closing.enter_async_context(open_pool(found.dsn(), max_size=2))
        conn = await closing.enter_async_context(connect(found))
        await keyring.open(conn)
        made = Machine(
            settings=found,
            conn=conn,
            keyring=keyring,
            minting=MintingService(Database(pool), keyring, Schemas()),
            revocation=RevocationService(Database(pool), keyring),
            closing=closing,
        )
        yield made


Step = tuple[str, tuple[int, ...]]
Steps = Sequence[Step]
_EXAMPLES = 40

WORKERS = range(2)
BATCHES = range(3)
SUBMITS: list[Steps] = [
    [("submit", values)] for values in ((5, 1, 0), (20, 1, 1), (40, 2, 0), (41, 3, 1), (60, 1, 0), (70, 3, 0))
]
# Each as likely as any other. What is only worth something in a row (a worker dies while it holds a job) comes as one.
MOVES: list[Steps] = [
    *SUBMITS,
    *([("work", (n,))] for n in WORKERS for _ in range(6)),
    *([("work", (n, place))] for n in WORKERS for place in range(6)),
    *([("work", (n,)), (ending, (n,))] for n in WORKERS for ending in ("die", "freeze")),
    *([("work", (n,)), ("freeze", (n,)), ("work", (1 - n,)), ("wake", ())] for n in WORKERS for _ in range(3)),
    *([("work", (n,)), ("freeze", (n,)), ("wake", ())] for n in WORKERS),
    [("wake", ())],
    *([("fail", (n,))] for n in WORKERS),
    *([("fail", (n,)), ("resume", (batch,))] for n in WORKERS for batch in BATCHES),
    *([("cancel", (batch,))] for batch in BATCHES),
    *([("resume", (batch,))] for batch in BATCHES),
    *([("revoke_named", (batch, first, step))] for batch in BATCHES for first, step in ((0, 1), (17, 9))),
    *([("revoke_whole", (batch, lot))] for batch in BATCHES for lot in (-1, -1, 0, 2)),
]


def play(place: Installation, examples: Callable[[Callable[[Steps], None]], None]) -> None:
    """Run `examples`, which is given a function that plays one, in one event loop over one database."""
    options = Settings.model_copy(place.settings, update={"lease_seconds": 60})  # leases run out when a step says so
    with asyncio.Runner() as runner:
        opening = machine(options)
        made = runner.run(opening.__aenter__())
        try:
            examples(lambda steps: runner.run(made.play(steps)))
        finally:
            runner.run(opening.__aexit__(None, None, None))


def test_any_sequence_of_steps(place: Installation) -> None:
    def examples(run: Callable[[Steps], None]) -> None:
        # A failure is shown as it was found: to shrink it would take minutes here. Add Phase.shrink by hand.
        @settings(derandomize=True, deadline=None, max_examples=_EXAMPLES, phases=[Phase.generate], database=None)
        @given(st.sampled_from(SUBMITS), st.lists(st.sampled_from(MOVES), min_size=12, max_size=24))
        def one(first: Steps, rest: list[Steps]) -> None:
            run([*first, *(step for move in rest for step in move)])

        one()

    play(place, examples)


# Sequences that a search finds late, each of them once thought through.
KNOWN: dict[str, Steps] = {
    "a frozen worker wakes up after another went on": [
        ("submit", (60, 1, 0)),
        ("work", (0,)),
        ("freeze", (0,)),
        ("work", (1,)),
        ("wake", ()),
        ("work", (0,)),
    ],
    "a frozen worker wakes up before anybody noticed": [
        ("submit", (60, 1, 0)),
        ("work", (0,)),
        ("freeze", (0,)),
        ("wake", ()),
        ("work", (1,)),
    ],
    "a frozen worker wakes up after a cancel": [
        ("submit", (60, 2, 1)),
        ("work", (0,)),
        ("freeze", (0,)),
        ("cancel", (0,)),
        ("wake", ()),
    ],
    "a dead worker's backend is ended, and it comes back": [
        ("submit", (60, 1, 0)),
        ("work", (0,)),
        ("die", (0,)),
        ("work", (1,)),
        ("work", (0,)),
        ("work", (0,)),
    ],
    "a fault after the commit mints nothing twice": [
        ("submit", (50, 1, 0)),
        ("work", (0, 4)),
        ("work", (0, 4)),
        ("work", (0, 4)),
        ("work", (0,)),
    ],
    "a fault in the last cycle": [("submit", (20, 1, 1)), ("work", (0, 5)), ("work", (1, 3)), ("work", (0,))],
    "failed, revoked, resumed, failed and resumed again": [
        ("submit", (50, 2, 1)),
        ("work", (0,)),
        ("fail", (0,)),
        ("revoke_whole", (0, -1)),
        ("work", (0,)),
        ("resume", (0,)),
        ("work", (0,)),
        ("fail", (0,)),
        ("revoke_named", (0, 0, 7)),
        ("resume", (0,)),
    ],
    "given up before it began, and cancelled": [
        ("submit", (5, 1, 0)),
        ("fail", (0,)),
        ("cancel", (0,)),
        ("resume", (0,)),
    ],
    "four faults at one cursor": [("submit", (30, 1, 0)), *[("work", (0, 1))] * 4, ("work", (0,)), ("resume", (0,))],
    "a revocation fails half-way and is asked for again": [
        ("submit", (60, 1, 1)),
        *[("work", (0,))] * 3,
        ("revoke_whole", (0, -1)),
        ("work", (0,)),
        ("fail", (1,)),
        ("die", (0,)),
        ("fail", (1,)),
        ("revoke_whole", (0, -1)),
        ("revoke_named", (0, 50, 3)),
    ],
    "a frozen revocation wakes up": [
        ("submit", (60, 3, 1)),
        *[("work", (0,))] * 3,
        ("revoke_whole", (0, -1)),
        ("work", (0,)),
        ("freeze", (0,)),
        ("revoke_named", (0, 0, 9)),
        ("work", (1,)),
        ("wake", ()),
        ("revoke_whole", (0, 1)),
    ],
}


def test_known_sequences(place: Installation) -> None:
    def examples(run: Callable[[Steps], None]) -> None:
        for name, steps in KNOWN.items():
            try:
                run(steps)
            except BaseException as error:
                error.add_note(name)
                raise

    play(place, examples)
