"""Versions of brands' own carrier profiles: numbers, states, races, and that what was published stays as it was."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import carrier_profile_pb2 as messages
from hallmint_server.db.errors import to_domain
from hallmint_server.db.pool import Database
from hallmint_server.errors import HallmintError, Kind, Reason
from tests.support.acting import acting_database
from tests.support.content_scene import refused
from tests.support.profile_scene import NFC, Conn, Scene, definition, make_scene

DRAFT, PUBLISHED = messages.CARRIER_PROFILE_STATE_DRAFT, messages.CARRIER_PROFILE_STATE_PUBLISHED
DEPRECATED = messages.CARRIER_PROFILE_STATE_DEPRECATED


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with acting_database(database_url, max_size=10) as database:
        yield database


@pytest.fixture
async def acme(database: Database, conn: Conn) -> Scene:
    return await make_scene(database, conn, "acme")


@pytest.fixture
async def other(database: Database, conn: Conn) -> Scene:
    return await make_scene(database, conn, "other")


async def test_a_life(acme: Scene, conn: Conn) -> None:
    made = await acme.create()
    assert (made.key, made.version, made.state, made.built_in) == ("ours", 1, DRAFT, False)
    assert made.definition.csv.HasField("header"), "each setting is said"
    assert await acme.get() == made == await acme.get(version=1)
    changed = await acme.update(1, definition("seq", "url"))
    assert [column.field for column in changed.definition.columns] == ["seq", "url"]
    published = await acme.publish()
    assert (published.state, published.HasField("published_at")) == (PUBLISHED, True)
    next_one = await acme.draft()
    assert (next_one.version, next_one.state, next_one.definition) == (2, DRAFT, published.definition)
    await acme.publish(2)
    assert (await acme.get(version=1)).state == PUBLISHED, "a factory goes on with what it was set up for"
    withdrawn = await acme.deprecate()
    assert (withdrawn.state, withdrawn.published_at) == (DEPRECATED, published.published_at)
    assert withdrawn.HasField("deprecated_at")
    told = [(kind, of, action, detail.get("version")) for kind, of, action, detail in await acme.events(conn)]
    actions = [("CREATED", 1), ("UPDATED", 1), ("PUBLISHED", 1), ("CREATED", 2), ("PUBLISHED", 2), ("DEPRECATED", 1)]
    assert told == [("CARRIER_PROFILE", "ours", action, version) for action, version in actions]


async def test_what_changes_nothing_tells_nothing(acme: Scene, conn: Conn) -> None:
    made = await acme.create()
    assert await acme.update(1, made.definition) == made
    assert await acme.draft() == made, "the newest is a draft already"
    published = await acme.publish()
    assert await acme.publish() == published
    withdrawn = await acme.deprecate()
    assert await acme.deprecate() == withdrawn
    assert [action for _, _, action, _ in await acme.events(conn)] == ["CREATED", "PUBLISHED", "DEPRECATED"]


async def test_an_update_says_what_it_changed(acme: Scene, conn: Conn) -> None:
    await acme.create()
    await acme.update(1, definition(name="Theirs"))
    _, _, _, detail = (await acme.events(conn))[-1]
    assert (detail["before"], detail["after"]) == ({"name": "Ours"}, {"name": "Theirs"})


async def test_a_retry_finds_what_the_first_call_made(acme: Scene, conn: Conn) -> None:
    request_id = str(uuid4())
    made = await asyncio.gather(*(acme.create(request_id=request_id) for _ in range(4)))
    assert all(each == made[0] for each in made)
    await acme.publish()
    drafts = await asyncio.gather(*(acme.draft(request_id=request_id) for _ in range(4)))
    assert {each.version for each in drafts} == {2}
    await acme.publish(2)
    assert (await acme.draft(request_id=request_id)).version == 2, "and its state of today"
    assert [a for _, _, a, _ in await acme.events(conn)] == ["CREATED", "PUBLISHED", "CREATED", "PUBLISHED"]
    assert (await refused(acme.create("other", request_id=request_id))).reason is Reason.REQUEST_ID_REUSED


async def test_a_key_is_a_brands_once(acme: Scene, other: Scene) -> None:
    await acme.create()
    assert (await other.create()).version == 1
    taken = await refused(acme.create("bartender"))
    assert (taken.kind, taken.reason) == (Kind.ALREADY_EXISTS, Reason.PROFILE_KEY_TAKEN)
    with pytest.raises(psycopg.errors.UniqueViolation) as caught:
        await acme.create()
    domain = to_domain(caught.value)
    assert domain is not None
    assert (domain.kind, domain.reason) == (taken.kind, taken.reason)
    for key in ("x", "Ours", "1st", "a_b", "a" * 41, "our\n", "ours\n"):
        error = await refused(acme.create(key))
        assert [(v.reason, v.field) for v in error.violations] == [(Reason.FIELD_INVALID, "key")], key


async def test_creates_at_once_make_one(acme: Scene, conn: Conn) -> None:
    results = await asyncio.gather(*(acme.create() for _ in range(8)), return_exceptions=True)
    made = [each for each in results if isinstance(each, messages.CarrierProfile)]
    assert [each.version for each in made] == [1]
    assert all(isinstance(each, psycopg.errors.UniqueViolation) for each in results if each not in made)
    assert [action for _, _, action, _ in await acme.events(conn)] == ["CREATED"]


async def test_drafts_and_publishes_at_once_are_one_each(acme: Scene, conn: Conn) -> None:
    await acme.create()
    published = await asyncio.gather(*(acme.publish() for _ in range(8)))
    assert all(each == published[0] for each in published)
    drafts = await asyncio.gather(*(acme.draft() for _ in range(8)))
    assert {each.version for each in drafts} == {2}
    assert [a for _, _, a, _ in await acme.events(conn)] == ["CREATED", "PUBLISHED", "CREATED"]


async def test_updates_and_a_publish_at_once_never_change_what_is_published(acme: Scene) -> None:
    await acme.create()
    calls = [acme.update(1, definition(name=f"name {n}")) for n in range(6)]
    results = await asyncio.gather(*calls[:3], acme.publish(), *calls[3:], return_exceptions=True)
    assert await acme.get() == results[3]
    for result in results:
        if isinstance(result, BaseException):
            assert isinstance(result, HallmintError)
            assert result.reason is Reason.VERSION_NOT_DRAFT


async def test_a_deprecation_and_choices_at_once_leave_no_withdrawn_default(acme: Scene) -> None:
    await acme.create()
    await acme.publish()
    calls = [acme.choose(ecosystem=n) for n in (1, 2, 3, 4)]
    results = await asyncio.gather(*calls[:2], acme.deprecate(), *calls[2:], return_exceptions=True)
    assert not any(was_chosen for _, _, was_chosen in (await acme.defaults()).values())
    for result in results:
        if isinstance(result, BaseException):
            assert isinstance(result, HallmintError)
            assert result.reason is Reason.PROFILE_NOT_PUBLISHED


async def test_states_go_forward_only(acme: Scene) -> None:
    await acme.create()
    error = await refused(acme.deprecate())
    assert (error.reason, error.metadata) == (Reason.PROFILE_NOT_PUBLISHED, {"state": "DRAFT"})
    await acme.publish()
    error = await refused(acme.update(1, definition(name="Theirs")))
    assert (error.kind, error.reason) == (Kind.PRECONDITION, Reason.VERSION_NOT_DRAFT)
    assert error.metadata == {"state": "PUBLISHED"}
    await acme.deprecate()
    for call in (acme.update(1, definition()), acme.publish()):
        assert (await refused(call)).metadata == {"state": "DEPRECATED"}


async def test_a_published_version_does_not_change_by_sql_either(acme: Scene, database: Database, conn: Conn) -> None:
    await acme.create()
    await acme.publish()
    await acme.draft()
    await acme.publish(2)
    await acme.deprecate(2)
    await acme.draft()
    rows = "SELECT * FROM carrier_profile_versions ORDER BY version"
    before = await (await conn.execute(rows)).fetchall()
    changes = [
        "profile = '{}'",
        "state = 'draft', published_at = NULL",
        "published_at = now()",
        "deprecated_at = now()",
    ]
    for version in (1, 2):
        for change in (*changes, "key = 'theirs'", "version = 9", "brand_id = brand_id"):
            statement = f"UPDATE carrier_profile_versions SET {change} WHERE version = %s"
            with pytest.raises(
                (psycopg.errors.RaiseException, psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)
            ):
                async with database.act(acme.caller.acting_brand) as acting:
                    await acting.execute(statement.encode(), [version])
    for statement in (
        "UPDATE carrier_profile_versions SET state = 'deprecated', published_at = now(), deprecated_at = now() WHERE version = 3",
        "UPDATE carrier_profile_versions SET state = 'published', deprecated_at = NULL WHERE version = 2",
        "DELETE FROM carrier_profile_versions",
    ):
        with pytest.raises((psycopg.errors.RaiseException, psycopg.errors.InsufficientPrivilege)):
            async with database.act(acme.caller.acting_brand) as acting:
                await acting.execute(statement.encode())
    assert await (await conn.execute(rows)).fetchall() == before


async def test_what_comes_with_hallmint_stays_as_it_is(acme: Scene) -> None:
    found = await acme.get("nfc")
    assert (found.version, found.state, found.built_in, found.definition.kind) == (1, PUBLISHED, True, NFC)
    assert not found.HasField("created_at")
    for call in (
        acme.draft("nfc"),
        acme.update(1, definition(), "nfc"),
        acme.publish(1, "nfc"),
        acme.deprecate(1, "nfc"),
    ):
        error = await refused(call)
        assert [(v.reason, v.field) for v in error.violations] == [(Reason.FIELD_INVALID, "key")]
    assert (await refused(acme.publish(9, "nfc"))).reason is Reason.PROFILE_NOT_FOUND


async def test_a_profile_of_another_brand_is_as_if_it_were_not_there(acme: Scene, other: Scene) -> None:
    await acme.create()
    await acme.publish()

    def calls(key: str) -> list[object]:
        return [
            other.get(key),
            other.get(key, 1),
            other.draft(key),
            other.update(1, definition(), key),
            other.publish(1, key),
            other.deprecate(1, key),
            other.choose(key),
            other.chosen(key),
            other.chosen(key, 1),
        ]

    for call, none in zip(calls("ours"), calls("nobodys"), strict=True):
        theirs, absent = await refused(call), await refused(none)  # type: ignore[arg-type]
        assert (theirs.kind, theirs.reason) == (Kind.NOT_FOUND, Reason.PROFILE_NOT_FOUND)
        assert (theirs.message, theirs.metadata, theirs.violations) == (
            absent.message,
            absent.metadata,
            absent.violations,
        )
    assert all(each.built_in for each in (await other.page()).carrier_profiles)
    assert (await acme.get()).state == PUBLISHED
