"""A database that was put back to an older state never gives a code away a second time: the folder of keys knows better."""

import shutil
from pathlib import Path
from uuid import UUID, uuid4

from hallmint.v1 import minting_service_pb2
from hallmint_server.command import connect, keyring_of
from hallmint_server.keyring.register import Register
from tests.support.database import Server
from tests.support.installation import Installation
from tests.support.put_back import (
    MINTED,
    UNITS,
    calls,
    check_value,
    codes,
    file_of,
    findings,
    is_refused,
    mint,
    minted,
    name_of,
    number,
    rows,
    signed_up_to,
    working,
)
from tests.support.wait import until


async def test_a_number_whose_codes_may_be_printed_is_never_minted_again(place: Installation, postgres: Server) -> None:
    async with calls(place, first=True) as api:
        async with working(place):
            (before,) = await mint(api, 1)
            await signed_up_to(place, 1)
        waiting = await api.submit(UNITS)
    with postgres.database(name_of(place.dsn)) as backup:
        async with calls(place) as api, working(place):
            lost = await mint(api, 3)
            await signed_up_to(place, 5)
        printed = set(await codes(place, waiting, *lost))
        assert len(printed) == 4 * UNITS
        lost_no = await number(place, lost[-1])

        place.dsn = backup
        in_log = "log: checkpoint file is of 5 entries, and there are 1"
        told = f"code key 1: its register has numbers up to {lost_no}, and the database gave 2: it was put back"
        (first, second) = await findings(place)
        assert (first, second.startswith(told)) == (in_log, True)
        async with calls(place) as api:
            hasty = [await api.submit(UNITS) for _ in range(2)]  # before any worker has looked
            assert await number(place, hasty[0]) == await number(place, waiting) + 1 <= lost_no
            async with working(place):
                assert all([is_refused(await api.ended(batch.batch_id)) for batch in hasty])
                fresh = await mint(api, 2)
                await api.ended(waiting.batch_id)
                resume = minting_service_pb2.ResumeBatchRequest(batch_id=hasty[0].batch_id)
                await api.minting.ResumeBatch(resume, metadata=api.metadata)
                assert is_refused(await api.ended(hasty[0].batch_id))
        assert await minted(place, before, waiting, *fresh)
        assert await number(place, fresh[0]) == lost_no + 1
        assert not printed & set(await codes(place, before, *fresh))
        assert set(await codes(place, waiting)) <= printed, "the same batch has the codes that were printed"
        assert await findings(place) == [in_log]


async def test_a_database_that_is_put_back_between_two_looks(place: Installation, postgres: Server) -> None:
    """The second time to a state in which what took the numbers of lost batches was there, and had not been refused yet."""
    async with calls(place, first=True) as api, working(place):
        await mint(api, 1)
    with postgres.database(name_of(place.dsn)) as backup:
        async with calls(place) as api, working(place):
            lost = await mint(api, 3)
        printed = set(await codes(place, *lost))
        place.dsn = backup
        async with calls(place) as api:
            hasty = [await api.submit(UNITS) for _ in range(4)]
        with postgres.database(name_of(backup)) as between:
            for dsn in (backup, between):
                place.dsn = dsn
                async with calls(place) as api, working(place):
                    ended = [await api.ended(batch.batch_id) for batch in hasty]
                assert [is_refused(batch) for batch in ended] == [True, True, True, False]
                assert await minted(place, hasty[3])
                assert not printed & set(await codes(place, *hasty))


async def test_whoever_goes_back_to_the_newer_database(place: Installation, postgres: Server) -> None:
    """As after a failover to a standby that was behind: what waits in the old one has numbers that the other one minted."""
    original = place.dsn
    async with calls(place, first=True) as api, working(place):
        await mint(api, 1)
    with postgres.database(name_of(original)) as standby:
        async with calls(place) as api:
            async with working(place):
                await mint(api, 1)
            waiting = [await api.submit(UNITS) for _ in range(2)]
        place.dsn = standby
        async with calls(place) as api, working(place):
            await until(lambda: rows(place, "SELECT FROM batch_numbers WHERE last_value > 1"), 20)
            interim = await mint(api, 3)
        assert await minted(place, *interim)
        given = set(await codes(place, *interim))
        place.dsn = original
        async with calls(place) as api, working(place):
            assert all([is_refused(await api.ended(batch.batch_id)) for batch in waiting])
            fresh = await mint(api, 2)
        assert await minted(place, *fresh)
        assert not given & set(await codes(place, *fresh))


async def test_fsck_names_a_number_that_was_given_twice(place: Installation, postgres: Server, tmp_path: Path) -> None:
    """By a machine with a folder of its own, which cannot know: the folder of the other one does."""
    async with calls(place, first=True) as api, working(place):
        await mint(api, 1)
    ours, theirs = place.settings.keys_folder, tmp_path / "theirs"
    shutil.copytree(ours, theirs)
    with postgres.database(name_of(place.dsn)) as backup:
        place.options["HALLMINT_KEYS"] = str(theirs)
        async with calls(place) as api, working(place):
            (lost,) = await mint(api, 1)
        place.dsn = backup
        place.options["HALLMINT_KEYS"] = str(ours)
        async with calls(place) as api, working(place):
            (twice,) = await mint(api, 1)
            assert twice.state == MINTED
        assert await findings(place) == []
        place.options["HALLMINT_KEYS"] = str(theirs)
        (found,) = [line for line in await findings(place) if line.startswith("batch ")]
        assert found.startswith(
            f"batch {twice.batch_id}: its number 2 is that of batch {lost.batch_id} in the register"
        )


async def test_a_worker_that_runs_skips_the_numbers_too(place: Installation) -> None:
    """With the rights of a worker's own role."""
    async with calls(place, first=True) as api, working(place):
        await mint(api, 1)
        register, key = Register(place.settings.keys_folder), await check_value(place)
        for batch_no in (2, 9):
            await register.enter(key, batch_no, uuid4())
        refused, fresh = await mint(api, 2)
        assert is_refused(refused)
        assert (fresh.state, await number(place, fresh)) == (MINTED, 10)
    assert await findings(place) == []


async def test_what_was_minted_past_the_register_is_entered_when_a_worker_starts(
    place: Installation, postgres: Server, tmp_path: Path
) -> None:
    """By a machine with a folder of its own, in between."""
    ours, theirs = place.settings.keys_folder, tmp_path / "theirs"
    async with calls(place, first=True) as api, working(place):
        await mint(api, 1)
    shutil.copytree(ours, theirs)
    with postgres.database(name_of(place.dsn)) as backup:
        async with calls(place) as api:
            lost = []
            for folder in (theirs, ours, theirs, ours):
                place.options["HALLMINT_KEYS"] = str(folder)
                async with working(place):
                    lost += await mint(api, 1)
        key = await check_value(place)
        for folder, entered in ((ours, 5), (theirs, 4)):  # the last one was entered by ours, after theirs had started
            register = Register(folder)
            ids = [register.read(key, batch_no) for batch_no in range(2, 6)]
            assert ids[: entered - 1] == [UUID(batch.batch_id) for batch in lost[: entered - 1]]
        printed = set(await codes(place, *lost))
        place.options["HALLMINT_KEYS"] = str(ours)
        place.dsn = backup
        async with calls(place) as api:
            hasty = [await api.submit(UNITS) for _ in range(5)]
            async with working(place):
                ended = [await api.ended(batch.batch_id) for batch in hasty]
        assert [is_refused(batch) for batch in ended] == [True] * 4 + [False]
        assert not printed & set(await codes(place, *hasty))


async def test_a_lost_key_has_no_numbers_to_skip(place: Installation) -> None:
    async with calls(place, first=True) as api, working(place):
        await mint(api, 1)
    await Register(place.settings.keys_folder).enter(await check_value(place), 9, uuid4())
    (place.settings.keys_folder / "code-key-1.hex").unlink()
    settings = place.settings
    async with connect(settings) as conn:
        await keyring_of(settings).add(conn)
        await keyring_of(settings).lose(conn, 1)
    assert await findings(place) == []
    async with calls(place) as api, working(place):
        (batch,) = await mint(api, 1)
        assert await number(place, batch) == 2


async def test_where_nothing_was_lost_nothing_is_skipped(place: Installation) -> None:
    """Workers that take turns; one that never saw the register, and one whose register is older than the database."""
    async with calls(place, first=True) as api:
        for expected in (1, 2, 3, 4, 5):
            file = await file_of(place) if expected > 1 else None
            if file is not None and expected == 4:
                file.unlink()  # as before an upgrade
            if file is not None and expected == 5:
                file.write_bytes(file.read_bytes()[:32])
            async with working(place):
                (batch,) = await mint(api, 1)
            assert (batch.state, await number(place, batch)) == (MINTED, expected)
    file = await file_of(place)
    ids = await rows(place, "SELECT batch_id FROM mint_batches ORDER BY batch_no")
    assert file.read_bytes() == b"".join([bytes(16), *(batch_id.bytes for (batch_id,) in ids)])
    assert file.stat().st_mode & 0o777 == 0o600
    assert await findings(place) == []


async def test_a_register_that_fails_keeps_its_batches_waiting(place: Installation) -> None:
    async with calls(place, first=True) as api, working(place):
        await mint(api, 1)
        file = await file_of(place)
        good = file.read_bytes()
        file.unlink()
        file.symlink_to("/dev/full")  # a disk without space
        batch = await api.submit(UNITS)
        told = "SELECT last_error FROM jobs WHERE job_id = %s AND attempts = 0 AND last_error IS NOT NULL"
        (said,) = await until(lambda: rows(place, told, batch.batch_id), 20)
        assert said == ("a worker cannot use code key 1; its log says why",)
        file.unlink()
        file.write_bytes(good)
        assert (await api.ended(batch.batch_id)).state == MINTED
    assert Register(place.settings.keys_folder).read(await check_value(place), 2) == UUID(batch.batch_id)
    assert await findings(place) == []
