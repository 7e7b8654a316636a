"""What requests about carrier profiles say is checked, kept and listed, and which profile an export gets."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from hallmint.v1 import carrier_profile_pb2 as messages
from hallmint.v1 import carrier_profile_service_pb2 as pb
from hallmint.v1 import export_pb2
from hallmint_server.db.pool import Database
from hallmint_server.errors import Kind, Reason
from hallmint_server.exporting.profile.builtin import BUILT_IN
from hallmint_server.exporting.profile.model import Ecosystem, ProfileKind, VersionState
from tests.support.acting import acting_database, calling
from tests.support.content_scene import refused
from tests.support.profile_scene import NFC, NO_CONTEXT, QR_PRINT, Conn, Scene, definition, make_scene

ZEBRA = export_pb2.ECOSYSTEM_ZEBRA
GENERIC = export_pb2.ECOSYSTEM_GENERIC
USABLE = [place for place, each in BUILT_IN.items() if each.state is VersionState.PUBLISHED]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with acting_database(database_url) as database:
        yield database


@pytest.fixture
async def acme(database: Database, conn: Conn) -> Scene:
    return await make_scene(database, conn, "acme")


async def test_all_that_is_wrong_with_a_draft_is_told_when_it_is_published(acme: Scene, conn: Conn) -> None:
    columns = [
        messages.CarrierProfileColumn(header="=1", field="nothing"),
        messages.CarrierProfileColumn(header=""),
    ]
    await acme.create(said=definition(name="", columns=columns, file_name="../x", epc=messages.EpcSettings(filter=9)))
    error = await refused(acme.publish())
    assert error.kind is Kind.PRECONDITION
    told = {v.description.split()[0] for v in error.violations}
    assert told >= {"name", "columns[0].header", "columns[0].field", "columns[1].header", "columns", "file_name", "epc"}
    assert all(v.field == "" for v in error.violations), "it is not the request that is wrong"
    assert (await acme.get()).state == messages.CARRIER_PROFILE_STATE_DRAFT
    await acme.update(1, definition())
    assert (await acme.publish()).state == messages.CARRIER_PROFILE_STATE_PUBLISHED
    assert [action for _, _, action, _ in await acme.events(conn)] == ["CREATED", "UPDATED", "PUBLISHED"]


async def test_all_that_no_draft_can_hold_is_told_at_once(acme: Scene, conn: Conn) -> None:
    long = "x" * 1_000
    column = messages.CarrierProfileColumn(header=long, constant=long)
    text = messages.LabelText(field=long, prefix=long)
    said = definition(
        name=long,
        kind=99,
        ecosystem=99,
        columns=[column, *[messages.CarrierProfileColumn()] * 50],
        file_name=long,
        pdf_sheet=messages.PdfSheetSettings(paper=99, arrangement=99, texts=[text] * 21),  # type: ignore[arg-type]
        csv=None,
        epc=messages.EpcSettings(scheme=99),  # type: ignore[arg-type]
    )
    with calling(acme.caller):
        request = pb.CreateCarrierProfileRequest(request_id="x", key="?", definition=said)
        error = await refused(acme.rpc.CreateCarrierProfile(request, NO_CONTEXT))
    inside = {"name", "kind", "ecosystem", "columns", "columns[0].header", "columns[0].constant", "file_name"}
    inside |= {
        "pdf_sheet.paper",
        "pdf_sheet.arrangement",
        "pdf_sheet.texts",
        "pdf_sheet.texts[0].field",
        "pdf_sheet.texts[0].prefix",
        "epc.scheme",
    }
    assert {v.field for v in error.violations} >= {"request_id", "key", *(f"definition.{path}" for path in inside)}
    for form, path in (
        ({"csv": messages.CsvSettings(quoting=99, encoding=99, delimiter=99, line_end=99)}, "csv.quoting"),  # type: ignore[arg-type]
        ({"csv": None, "parquet": messages.ParquetSettings(compression=99)}, "parquet.compression"),  # type: ignore[arg-type]
        ({"csv": None, "xlsx": messages.XlsxSettings(sheet=long)}, "xlsx.sheet"),
        ({"csv": None}, ""),
    ):
        error = await refused(acme.create(said=definition(**form)))
        assert f"definition.{path}".rstrip(".") in {v.field for v in error.violations}
    row = await conn.execute("SELECT (SELECT count(*) FROM carrier_profile_versions), (SELECT count(*) FROM requests)")
    assert await row.fetchone() == (0, 0)


async def test_a_version_that_is_named_badly_is_told(acme: Scene) -> None:
    for call, fields in (
        (acme.get("", -1), {"key", "version"}),
        (acme.update(0, definition(kind=0), ""), {"key", "version", "definition.kind"}),
        (acme.publish(0), {"version"}),
        (acme.deprecate(-1), {"version"}),
        (acme.choose("", 1, kind=0, ecosystem=99), {"version", "kind", "ecosystem"}),
        (acme.choose("nfc", -1), {"version"}),
        (acme.page(page_size=-1, page_token="x", state=99), {"page_size", "page_token", "state"}),  # noqa: S106
    ):
        error = await refused(call)
        assert (error.kind, {v.field for v in error.violations}) == (Kind.INVALID, fields)


async def test_lists_go_page_by_page_and_by_filter(acme: Scene) -> None:
    for key in ("zz", "nfc-2", "ours"):
        await acme.create(key)
    await acme.publish()
    await acme.draft()
    expected = [*USABLE, ("zz", 1), ("nfc-2", 1), ("ours", 1), ("ours", 2)]
    expected.sort(key=lambda each: (each[0], -each[1]))
    for size in (1, 2, 3, 7, 500):
        seen: list[tuple[str, int]] = []
        token = ""
        while True:
            answer = await acme.page(page_size=size, page_token=token)
            assert len(answer.carrier_profiles) <= size
            seen += [(each.key, each.version) for each in answer.carrier_profiles]
            token = answer.next_page_token
            if not token:
                break
        assert seen == expected, size
    assert [(p.key, p.version) for p in (await acme.page(key="ours")).carrier_profiles] == [("ours", 2), ("ours", 1)]
    draft, published = messages.CARRIER_PROFILE_STATE_DRAFT, messages.CARRIER_PROFILE_STATE_PUBLISHED
    assert {p.key for p in (await acme.page(state=draft)).carrier_profiles} == {"zz", "nfc-2", "ours"}
    assert len((await acme.page(state=published)).carrier_profiles) == len(USABLE) + 1
    withdrawn = messages.CARRIER_PROFILE_STATE_DEPRECATED
    assert not (await acme.page(state=withdrawn)).carrier_profiles
    first = await acme.page(page_size=1)
    error = await refused(acme.page(page_size=1, page_token=first.next_page_token, key="ours"))
    assert error.reason is Reason.PAGE_TOKEN_INVALID


async def test_what_was_withdrawn_is_known_and_not_used(acme: Scene, conn: Conn) -> None:
    """Exports of it are shown with its name for ever; here are none, since no label ever fitted."""
    found = await acme.get("zebra-zpl", 1)
    assert (found.built_in, found.state) == (True, messages.CARRIER_PROFILE_STATE_DEPRECATED)
    assert found.definition.zpl.label_width == 50_000
    assert (await acme.get("zebra-zpl")).version == 3
    error = await refused(acme.choose("zebra-zpl", 1, kind=QR_PRINT, ecosystem=ZEBRA))
    assert (error.reason, error.metadata) == (Reason.PROFILE_NOT_PUBLISHED, {"state": "DEPRECATED"})
    # A brand that chose it when that was possible gets what it would have without a choice.
    await conn.execute(
        """INSERT INTO carrier_profile_defaults (brand_id, ecosystem, kind, key, version)
           VALUES (%s, 'zebra', 'qr_print', 'zebra-zpl', 1)""",
        [acme.caller.acting_brand],
    )
    assert (await acme.defaults())[ZEBRA, QR_PRINT] == ("zebra-csv", 1, False)


async def test_a_page_of_large_profiles_is_short_and_leaves_nothing_out(acme: Scene, conn: Conn) -> None:
    # Of 60 KiB each.
    column = messages.CarrierProfileColumn(header="\U0001f9f5" * 100, constant="\U0001f9f5" * 200)
    await acme.create(said=definition(columns=[column] * 50))
    await conn.execute(
        """INSERT INTO carrier_profile_versions (version_id, brand_id, key, version, state, profile, created_at)
           SELECT gen_random_uuid(), brand_id, 'b' || n, 1, 'draft', profile, now()
           FROM carrier_profile_versions, generate_series(1, 80) n"""
    )
    seen: list[str] = []
    token, pages = "", 0
    while token or not pages:
        answer = await acme.page(page_size=500, page_token=token)
        assert answer.ByteSize() < 4_000_000
        seen += [each.key for each in answer.carrier_profiles]
        token, pages = answer.next_page_token, pages + 1
    assert pages > 1
    assert seen == sorted(["ours", *(f"b{n}" for n in range(1, 81)), *(key for key, _ in USABLE)])


async def test_defaults_are_chosen_and_taken_back(acme: Scene, conn: Conn) -> None:
    assert (await acme.defaults())[ZEBRA, QR_PRINT] == ("zebra-csv", 1, False)
    await acme.create()
    await acme.publish()
    made = await acme.choose(ecosystem=ZEBRA)
    assert (made.ecosystem, made.kind, made.key, made.version, made.chosen) == (ZEBRA, QR_PRINT, "ours", 1, True)
    assert await acme.choose(ecosystem=ZEBRA) == made
    await acme.draft()
    await acme.publish(2)
    assert (await acme.defaults())[ZEBRA, QR_PRINT] == ("ours", 1, True), "a newer version changes no choice"
    await acme.choose(ecosystem=ZEBRA)
    found = await acme.defaults()
    assert (found[ZEBRA, QR_PRINT], found[GENERIC, QR_PRINT]) == (("ours", 2, True), ("generic-vdp-lf", 1, False))
    assert len(found) == len(Ecosystem) * len(ProfileKind)
    assert (await acme.choose("")).chosen is False
    taken_back = await acme.choose("", ecosystem=ZEBRA)
    assert (taken_back.key, taken_back.chosen) == ("zebra-csv", False)
    told = [(of, action, detail) for kind, of, action, detail in await acme.events(conn) if kind.endswith("DEFAULT")]
    assert told == [
        ("zebra/qr_print", "SET", {"key": "ours", "version": 1}),
        ("zebra/qr_print", "SET", {"key": "ours", "version": 2}),
        ("zebra/qr_print", "CLEARED", {}),
    ]


async def test_what_comes_with_hallmint_can_be_chosen(acme: Scene) -> None:
    await acme.choose("generic-vdp-crlf")
    assert (await acme.defaults())[GENERIC, QR_PRINT] == ("generic-vdp-crlf", 1, True)
    assert (await acme.chosen(kind=ProfileKind.QR_PRINT))[:2] == ("generic-vdp-crlf", 1)


async def test_only_a_published_version_of_the_kind_is_a_default(acme: Scene, conn: Conn) -> None:
    await acme.create()
    error = await refused(acme.choose())
    assert (error.reason, error.metadata) == (Reason.PROFILE_NOT_PUBLISHED, {"state": "DRAFT"})
    await acme.publish()
    for key in ("ours", "generic-vdp-lf"):
        error = await refused(acme.choose(key, kind=NFC))
        assert [(v.reason, v.field) for v in error.violations] == [(Reason.FIELD_INVALID, "kind")]
    await acme.choose()
    await acme.choose(ecosystem=ZEBRA)
    await acme.deprecate()
    assert (await refused(acme.choose())).metadata == {"state": "DEPRECATED"}
    assert not any(was_chosen for _, _, was_chosen in (await acme.defaults()).values())
    _, _, action, detail = (await acme.events(conn))[-1]
    assert (action, detail["defaults"]) == ("DEPRECATED", ["generic/qr_print", "zebra/qr_print"])


async def test_which_profile_an_export_gets(acme: Scene) -> None:
    await acme.create()
    for number in (0, 1):
        assert (await refused(acme.chosen("ours", number))).metadata == {"state": "DRAFT"}
    await acme.publish()
    await acme.draft()
    await acme.update(2, definition("seq", "url"))
    assert (await acme.chosen("ours"))[:2] == ("ours", 1)
    assert (await refused(acme.chosen("ours", 2))).metadata == {"state": "DRAFT"}
    await acme.publish(2)
    key, number, profile = await acme.chosen("ours", kind=ProfileKind.QR_PRINT)
    assert (key, number, [column.field for column in profile.columns]) == ("ours", 2, ["seq", "url"])
    await acme.deprecate(2)
    assert (await acme.chosen("ours"))[:2] == ("ours", 1)
    assert (await refused(acme.chosen("ours", 2))).metadata == {"state": "DEPRECATED"}
    await acme.deprecate(1)
    assert (await refused(acme.chosen("ours"))).metadata == {"state": "DEPRECATED"}
    assert (await acme.chosen("rfid"))[:2] == ("rfid", 1) == (await acme.chosen("rfid", 1))[:2]
    for name, version in (("rfid", 2), ("rfid", -1), ("ours", 3), ("ours", -1), ("nobodys", 0)):
        assert (await refused(acme.chosen(name, version))).reason is Reason.PROFILE_NOT_FOUND
    wrong: list[tuple[Any, Reason]] = [
        (acme.chosen("rfid", kind=ProfileKind.NFC), Reason.FIELD_INVALID),
        (acme.chosen(), Reason.FIELD_REQUIRED),
    ]
    for call, reason in wrong:
        assert [(v.reason, v.field) for v in (await refused(call)).violations] == [(reason, "kind")]
    assert (await acme.chosen(kind=ProfileKind.NFC, ecosystem=Ecosystem.ZEBRA))[0] == "nfc"


async def test_a_brands_own_stays_what_its_key_means(acme: Scene, conn: Conn) -> None:
    """A later Hallmint may come with a profile whose key a brand has already."""
    await acme.create()
    await acme.publish()
    await conn.execute("ALTER TABLE carrier_profile_versions DISABLE TRIGGER carrier_profile_versions_change")
    await conn.execute("UPDATE carrier_profile_versions SET key = 'nfc'")
    assert (await acme.get("nfc")).definition.name == "Ours"
    _, _, profile = await acme.chosen("nfc")
    assert profile.name == "Ours"
    listed = (await acme.page(key="nfc")).carrier_profiles
    assert [(each.version, each.built_in) for each in listed] == [(1, False)]
