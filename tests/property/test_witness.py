"""A witness, whatever it is asked: never two roots of one size, never a smaller tree, also after it died and began again."""

import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hallmint_server.witness.key import open_key
from hallmint_server.witness.record import ClockError, ConflictError, InconsistentError, Records
from tests.support.log_scene import leaf
from tests.support.witnessing import LOG, checkpoint, proof

MOST = 40
SIZES = st.integers(0, MOST)
# Stories of one log: each another from some entry on.
STORIES = [[leaf(at if at < end else 1000 * end + at) for at in range(MOST)] for end in (MOST, 0, 1, 5, 16, 33)]


class Witness(RuleBasedStateMachine):
    """Its answers against what it answered before."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="hallmint-witness-")
        self.now = 1_800_000_000
        self.cosigned: dict[int, bytes] = {}
        self.order: list[int] = []
        self.last: tuple[int, int] = (0, 0)  # story and size
        self.time = 0
        self.begin_again()

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule()
    def begin_again(self) -> None:
        self.records = Records(Path(self.folder.name), open_key(Path(self.folder.name)), now=lambda: self.now)

    @rule(seconds=st.integers(-5, 5))
    def pass_time(self, seconds: int) -> None:
        self.now += seconds

    @rule(story=st.integers(0, len(STORIES) - 1), new=SIZES, data=st.data())
    def ask(self, story: int, new: int, data: st.DataObject) -> None:
        """With the proof of any old size, which most often is the witness's own."""
        old = data.draw(st.sampled_from([self.last[1]] * 3 + [0, 1, 7, MOST]))
        hashes = proof(old, new, STORIES[story]) if old <= new else ()
        if data.draw(st.integers(0, 9)) == 0:
            hashes = hashes[:-1]
        wanted = checkpoint(new, STORIES[story])
        if old > new:  # the site does not let it through
            return
        is_first = not self.order
        grows = old == self.last[1] and (not old or STORIES[story][:old] == STORIES[self.last[0]][:old])
        try:
            made = self.records.cosign(wanted, LOG.sign(wanted.text()), old, hashes)
        except ConflictError as error:
            told = error.size
            assert told == self.last[1]
            assert old != told or (old == new and not grows)
        except InconsistentError:
            assert old == self.last[1]
            assert not grows or hashes != proof(old, new, STORIES[story])
        except ClockError:
            assert self.now < self.time
        else:
            assert grows
            assert is_first or self.now >= self.time
            assert self.cosigned.setdefault(new, wanted.root) == wanted.root, "never two roots of one size"
            self.order.append(new)
            self.last, self.time = (story, new), made.time

    @invariant()
    def never_smaller(self) -> None:
        assert self.order == sorted(self.order)
        found = self.records.last(LOG.name)
        assert (found is None) == (not self.order)
        if found is not None:
            assert (found[0].size, found[0].root) == (self.last[1], self.cosigned[self.last[1]])
            assert found[1] == self.time


TestWitness = Witness.TestCase
TestWitness.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
