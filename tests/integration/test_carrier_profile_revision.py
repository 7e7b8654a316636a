"""Two at one draft of a carrier profile: whoever says which revision they saw overwrites and publishes nothing else."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hallmint.v1 import carrier_profile_pb2 as messages
from hallmint_server.db.pool import Database
from hallmint_server.errors import HallmintError, Kind, Reason
from tests.support.acting import acting_database
from tests.support.content_scene import refused
from tests.support.profile_scene import Conn, Scene, definition, make_scene

DRAFT, PUBLISHED = messages.CARRIER_PROFILE_STATE_DRAFT, messages.CARRIER_PROFILE_STATE_PUBLISHED


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with acting_database(database_url, max_size=10) as database:
        yield database


@pytest.fixture
async def acme(database: Database, conn: Conn) -> Scene:
    return await make_scene(database, conn, "acme")


async def test_a_revision_counts_writings_of_what_is_said_and_nothing_else(acme: Scene) -> None:
    made = await acme.create()
    assert made.revision == 1
    assert (await acme.update(1, made.definition)).revision == 1, "the same again is no change"
    assert (await acme.update(1, definition(name="B"))).revision == 2
    assert (await acme.update(1, definition())).revision == 3, "nor is going back none"
    assert (await acme.publish()).revision == 3
    assert (await acme.deprecate()).revision == 3
    assert (await acme.draft()).revision == 1, "each version counts its own"
    assert [each.revision for each in (await acme.page(key="ours")).carrier_profiles] == [1, 3]
    assert (await acme.get(version=1)).revision == 3
    assert (await acme.get("nfc")).revision == 1, "what comes with Hallmint has one writing"


async def test_what_another_saved_meanwhile_is_not_overwritten(acme: Scene, conn: Conn) -> None:
    await acme.create()
    theirs = await acme.update(1, definition(name="Theirs"), seen=1)
    before = await acme.events(conn)
    error = await refused(acme.update(1, definition(name="Mine"), seen=1))
    assert (error.kind, error.reason, error.metadata) == (
        Kind.PRECONDITION,
        Reason.REVISION_CHANGED,
        {"revision": "2"},
    )
    assert await acme.get() == theirs
    assert await acme.events(conn) == before
    assert (await acme.update(1, definition(name="Theirs"), seen=1)).revision == 2, "a retry finds what it wrote"
    assert (await refused(acme.update(1, definition(name="Mine"), seen=-1))).reason is Reason.REVISION_CHANGED
    assert (await acme.update(1, definition(name="Mine"))).revision == 3, "who names none means any"


async def test_of_ten_who_saw_the_same_one_saves(acme: Scene) -> None:
    await acme.create()
    calls = [acme.update(1, definition(name=f"name {n}"), seen=1) for n in range(10)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    saved = [result for result in results if isinstance(result, messages.CarrierProfile)]
    assert [each.revision for each in saved] == [2]
    assert await acme.get() == saved[0]
    refusals = [result for result in results if isinstance(result, HallmintError)]
    assert [each.reason for each in refusals] == [Reason.REVISION_CHANGED] * 9


async def test_what_nobody_looked_at_is_not_published(acme: Scene, conn: Conn) -> None:
    await acme.create()
    # With a fault, which is told of what was looked at alone.
    await acme.update(1, definition(name=""))
    error = await refused(acme.publish(seen=1))
    assert (error.reason, error.metadata) == (Reason.REVISION_CHANGED, {"revision": "2"})
    assert (await refused(acme.publish(seen=2))).reason is Reason.FIELD_REQUIRED
    await acme.update(1, definition(name="B"))
    assert (await acme.get()).state == DRAFT
    assert [action for _, _, action, _ in await acme.events(conn)] == ["CREATED", "UPDATED", "UPDATED"]
    published = await acme.publish(seen=3)
    assert (published.state, published.revision) == (PUBLISHED, 3)
    assert await acme.publish(seen=3) == published, "a retry changes nothing"
    assert await acme.publish() == published
    error = await refused(acme.publish(seen=1))
    assert error.reason is Reason.REVISION_CHANGED, "exports get another one than this caller saw"
    error = await refused(acme.update(1, definition(name="Mine"), seen=3))
    assert error.reason is Reason.VERSION_NOT_DRAFT


async def test_a_draft_that_was_published_meanwhile_is_not_taken_for_the_next_one(acme: Scene) -> None:
    await acme.create()
    await acme.publish()
    await acme.draft()
    error = await refused(acme.update(1, definition(name="Mine"), seen=1))
    assert error.reason is Reason.VERSION_NOT_DRAFT
    assert (await acme.get()).definition.name == "Ours"


async def test_a_server_of_before_counts_too(acme: Scene, conn: Conn) -> None:
    await acme.create()
    await conn.execute("UPDATE carrier_profile_versions SET profile = jsonb_set(profile, '{name}', '\"Z\"')")
    await conn.execute("UPDATE carrier_profile_versions SET profile = profile")
    error = await refused(acme.update(1, definition(name="Mine"), seen=1))
    assert error.metadata == {"revision": "2"}
