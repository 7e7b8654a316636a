"""The proof that an audit trail is whole: whatever is changed, left out, added or moved is found, and where."""

import hashlib
from collections.abc import Callable
from itertools import pairwise
from uuid import UUID

import pytest

from hallmint.v1 import event_pb2
from hallmint_client.audit import AuditHead, ChainBreak, event_hash, verify_chain

BRAND = str(UUID(int=0xACE))
OTHER = str(UUID(int=0xBAD))
EMPTY = AuditHead(brand_id=BRAND, number=0, hash=bytes(32))

Events = list[event_pb2.Event]


def chain(length: int) -> Events:
    """A right chain."""
    events: Events = []
    for number in range(1, length + 1):
        event = event_pb2.Event(
            number=number,
            entity_type="PRODUCT",
            entity_id=str(UUID(int=number)),
            action="UPDATED",
            actor="machine:M1",
            request_id=f"call-{number}",
            detail=f'{{"after":{{"name":"Stück {number}"}}}}',
        )
        event.at.FromMicroseconds(1_772_000_000_123_456 + number)
        link(events, event)
    return events


def link(events: Events, event: event_pb2.Event) -> None:
    event.hash = event_hash(BRAND, events[-1].hash if events else bytes(32), event)
    events.append(event)


def head(events: Events) -> AuditHead:
    return AuditHead(brand_id=BRAND, number=events[-1].number, hash=events[-1].hash)


def test_the_hash_is_what_the_contract_says() -> None:
    """Byte for byte from event.proto, without the code under test."""
    first, second = chain(2)
    text = (
        "hallmint/event/v1\n"
        + first.hash.hex()
        + "\n00000000-0000-0000-0000-000000000ace\n2\n1772000000123458\nPRODUCT\n00000000-0000-0000-0000-000000000002\n"
        + 'UPDATED\nmachine:M1\ncall-2\n{"after":{"name":"St\u00fcck 2"}}\n'
    )
    assert second.hash == hashlib.sha256(text.encode("utf-8")).digest()
    assert first.hash.hex() != second.hash.hex()


@pytest.mark.parametrize("length", [1, 2, 7])
def test_a_right_chain_is_whole_and_passes_through_every_head_it_had(length: int) -> None:
    events = chain(length)
    kept = [head(events[:n]) for n in range(1, length + 1)]
    assert verify_chain(events, head(events), EMPTY, *kept) is None


def test_the_empty_chain_is_whole() -> None:
    assert verify_chain([], EMPTY) is None
    wrong = AuditHead(brand_id=BRAND, number=0, hash=b"\1" * 32)
    found = verify_chain([], wrong)
    assert found is not None
    assert found.number == 0


def set_field(name: str, value: object) -> Callable[[Events], None]:
    def spoil(events: Events) -> None:
        setattr(events[3], name, value)

    return spoil


def move_time(events: Events) -> None:
    events[3].at.nanos += 1000


def remove(events: Events) -> None:
    del events[3]


def remove_the_first(events: Events) -> None:
    del events[0]


def swap(events: Events) -> None:
    events[3], events[4] = events[4], events[3]


def repeat(events: Events) -> None:
    events.insert(4, events[3])


def renumber_after_removal(events: Events) -> None:
    del events[3]
    for event in events[3:]:
        event.number -= 1


def hash_again(events: Events) -> None:
    """An edited event with a hash that fits it: the one behind shows it."""
    events[3].detail = "{}"
    events[3].hash = event_hash(BRAND, events[2].hash, events[3])


SPOILED: list[tuple[Callable[[Events], None], int]] = [
    *((set_field(name, "X"), 4) for name in ("entity_type", "entity_id", "action", "actor", "request_id", "detail")),
    (set_field("hash", bytes(32)), 4),
    (set_field("hash", b""), 4),
    (move_time, 4),
    (remove, 4),
    (remove_the_first, 1),
    (swap, 4),
    (repeat, 5),
    (renumber_after_removal, 4),
    (hash_again, 5),
]


@pytest.mark.parametrize(("spoil", "number"), SPOILED)
def test_what_is_spoiled_is_found_at_its_number(spoil: Callable[[Events], None], number: int) -> None:
    events = chain(7)
    end = head(events)
    spoil(events)
    found = verify_chain(events, end)
    assert found is not None
    assert found.number == number
    assert f"event {number}" in found.problem


@pytest.mark.parametrize("kept", [0, 1, 6])
def test_events_cut_off_the_end_are_missed(kept: int) -> None:
    events = chain(7)
    found = verify_chain(events[:kept], head(events))
    assert found == ChainBreak(
        number=kept + 1, problem=f"event {kept + 1} and those behind it are missing: they were cut off"
    )


def test_a_chain_made_again_is_found_by_a_head_that_was_kept() -> None:
    """The head in the database was made again too, so only the one kept elsewhere tells."""
    events = chain(7)
    kept = head(events[:5])
    made_again: Events = events[:3]
    for event in events[3:]:
        event.actor = "machine:M2"
        link(made_again, event)
    assert all(later.number == event.number + 1 for event, later in pairwise(made_again))
    assert verify_chain(made_again, head(made_again)) is None
    found = verify_chain(made_again, head(made_again), kept)
    assert found is not None
    assert found.number == 5
    cut = verify_chain(made_again[:3], head(made_again[:3]), kept)
    assert cut is not None
    assert cut.number == 4


def test_a_line_feed_does_not_move_a_text_from_one_field_to_the_next_unseen() -> None:
    events = chain(3)
    events[1].actor, events[1].request_id = "", f"machine:M1\n{events[1].request_id}"
    found = verify_chain(events, head(events))
    assert found is not None
    assert found.number == 2


def test_a_chain_of_another_brand_is_none_of_this_one() -> None:
    events = chain(3)
    theirs = AuditHead(brand_id=OTHER, number=3, hash=events[-1].hash)
    found = verify_chain(events, theirs)
    assert found is not None
    assert found.number == 1
    with pytest.raises(ValueError, match="one brand"):
        verify_chain(events, head(events), theirs)
    with pytest.raises(ValueError, match="one brand"):
        verify_chain(events)
