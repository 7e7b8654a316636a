"""The profiles that come with Hallmint, what they write, and which one an export gets.

`python -m tests.unit.test_carrier_profile_builtin` writes the golden files of new ones anew.
"""

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from hallmint_server.exporting.profile.builtin import BUILT_IN, DEFAULTS, BuiltIn, find_built_in
from hallmint_server.exporting.profile.choice import Purpose, default_profile
from hallmint_server.exporting.profile.field import MUTABLE
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.label import Arrangement
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    CsvSettings,
    Ecosystem,
    Format,
    NdjsonSettings,
    ProfileKind,
    ProfileVersion,
    VersionState,
    ZplSettings,
    dump_profile,
    load_profile,
)
from hallmint_server.exporting.profile.obstacle import ObstacleKind
from tests.support.carrier import batch, profile, units, violations, written

VECTORS = Path(__file__).parents[1] / "vectors" / "export"
DIGESTS = VECTORS / "builtin.sha256.json"
EVERY = [pytest.param(each, id=f"{each.key}.{each.number}") for each in BUILT_IN.values()]
LATER = {"arrangement"}
"""Settings that there were not when the first profiles were released: without one, all is as it was then."""
DATA = Path(__file__).parents[2] / "server/hallmint_server/exporting/profile/data"
ROWS = [each for each in EVERY if isinstance(each.values[0], BuiltIn) and each.values[0].profile.format is Format.CSV]
NDJSON = profile("seq", "code", "lot", "product_name", "activated_at", "epc_bits", settings=NdjsonSettings())


def file_of(shipped: BuiltIn) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DATA / f"{shipped.key}.{shipped.number}.json").read_text(encoding="utf-8"))
    return read


def digest(of: BuiltIn) -> str:
    return hashlib.sha256(json.dumps(file_of(of), sort_keys=True).encode()).hexdigest()


def goldens() -> dict[str, bytes]:
    shipped = {
        f"{each.key}.{each.number}.csv": written(each.profile)
        for each in BUILT_IN.values()
        if each.profile.format is Format.CSV
    }
    return shipped | {"some.ndjson": written(NDJSON)}


def test_all_are_there() -> None:
    assert {each.key for each in BUILT_IN.values()} == {
        "generic-vdp-lf", "generic-vdp-crlf", "bartender", "nicelabel", "zebra-csv", "zebra-zpl", "zebra-zpl-203", "nfc",
        "rfid", "full-manifest", "full-manifest-xlsx", "qr-svg-zip", "qr-png-zip", "pdf-sheet-a4-24", "pdf-sheet-letter-30",
    }  # fmt: skip


@pytest.mark.parametrize("shipped", EVERY)
def test_each_may_be_published_and_says_every_setting(shipped: BuiltIn) -> None:
    assert violations(shipped.profile) == []
    text, dumped = file_of(shipped), dump_profile(shipped.profile)
    unsaid = dumped["settings"].keys() - text["settings"].keys()
    assert unsaid <= LATER
    assert {name: value for name, value in dumped["settings"].items() if name not in unsaid} == text["settings"]
    assert {**dumped, "settings": text["settings"]} == text
    assert load_profile(text) == load_profile(dumped) == shipped.profile


def test_what_a_setting_that_came_later_means_where_it_is_not_said() -> None:
    old, new = BUILT_IN["zebra-zpl", 2].profile.settings, BUILT_IN["zebra-zpl", 3].profile.settings
    assert isinstance(old, ZplSettings)
    assert isinstance(new, ZplSettings)
    assert (old.arrangement, new.arrangement) == (Arrangement.CORNER, Arrangement.BESIDE)


@pytest.mark.parametrize("shipped", EVERY)
def test_each_takes_any_usual_batch(shipped: BuiltIn) -> None:
    assert (shipped.state is VersionState.PUBLISHED) is ((shipped.key, shipped.number) != ("zebra-zpl", 1))
    if shipped.state is not VersionState.PUBLISHED:  # of its labels, one in 25 would lose the end of its code
        assert [each.kind for each in obstacles(shipped.profile, batch(), packs=1)] == [ObstacleKind.LABEL_TOO_SMALL]
        return
    assert obstacles(shipped.profile, batch(), packs=100) == []
    assert obstacles(shipped.profile, batch(lots=(), company_prefix_length=None), packs=1) == []


@pytest.mark.parametrize("shipped", EVERY)
def test_none_was_changed(shipped: BuiltIn) -> None:
    """What factories set their software up for: a change is a new number."""
    assert digest(shipped) == json.loads(DIGESTS.read_text())[f"{shipped.key}.{shipped.number}"]


def test_golden_files() -> None:
    assert {path.name for path in VECTORS.iterdir()} == {*goldens(), DIGESTS.name}
    for name, data in goldens().items():
        assert data == (VECTORS / name).read_bytes(), name


@pytest.mark.parametrize("shipped", ROWS)
def test_golden_files_are_read_back(shipped: BuiltIn) -> None:
    settings = shipped.profile.settings
    assert isinstance(settings, CsvSettings)
    text = (VECTORS / f"{shipped.key}.{shipped.number}.csv").read_bytes().decode("utf-8-sig")
    assert text.count("\r\n") == (5 if settings.line_end == "\r\n" else 0)
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=settings.delimiter, strict=True)
    assert header == [column.header for column in shipped.profile.columns]
    place = [column.field for column in shipped.profile.columns].index("code")
    assert [row[place] for row in rows] == [unit.code for unit in units(batch())]


def test_nothing_but_the_status_can_differ() -> None:
    for shipped in BUILT_IN.values():
        of_manifest = {"status_at_export"} if shipped.profile.kind is ProfileKind.FULL_MANIFEST else set()
        assert shipped.profile.fields & MUTABLE == of_manifest


def test_ndjson_has_members_in_order_numbers_and_nulls() -> None:
    first, second, *_ = written(replace(NDJSON), batch(lots=())).decode().splitlines()
    assert list(json.loads(first)) == [column.header for column in NDJSON.columns]
    assert json.loads(first)["H seq"] == 0
    assert json.loads(first)["H lot"] is None
    assert json.loads(first)["H activated_at"] is None
    assert json.loads(second)["H activated_at"] == "2026-11-04T08:00:01.001500Z"
    assert json.loads(second)["H epc_bits"] % 16 == 0


def version(of: CarrierProfile, state: VersionState = VersionState.PUBLISHED) -> ProfileVersion:
    return ProfileVersion(
        version_id=UUID(int=1), key="ours", number=1, revision=1, state=state, profile=of,
        created_at=datetime(2026, 11, 3, tzinfo=UTC),
    )  # fmt: skip


def chosen(ecosystem: Ecosystem, kind: ProfileKind, **brand: ProfileVersion) -> str:
    defaults: dict[Purpose, ProfileVersion | BuiltIn] = {
        Purpose(Ecosystem(name), brand[name].profile.kind): brand[name] for name in brand
    }
    found = default_profile(Purpose(ecosystem, kind), defaults)
    return found.key if isinstance(found, BuiltIn) else found.profile.name


def test_without_a_choice_it_is_the_built_in_one() -> None:
    assert chosen(Ecosystem.GENERIC, ProfileKind.QR_PRINT) == "generic-vdp-lf"
    assert chosen(Ecosystem.BARTENDER, ProfileKind.QR_PRINT) == "bartender"
    assert chosen(Ecosystem.NICELABEL, ProfileKind.QR_PRINT) == "nicelabel"
    assert chosen(Ecosystem.ZEBRA, ProfileKind.QR_PRINT) == "zebra-csv"
    assert chosen(Ecosystem.ZEBRA, ProfileKind.NFC) == "nfc"
    assert chosen(Ecosystem.BARTENDER, ProfileKind.RFID) == "rfid"
    for kind in ProfileKind:
        for ecosystem in Ecosystem:
            assert chosen(ecosystem, kind)
    for (ecosystem, kind), shipped in DEFAULTS.items():
        assert (shipped.profile.ecosystem, shipped.profile.kind) == (ecosystem, kind)


def test_the_choice_of_a_brand_comes_first() -> None:
    ours = version(profile())
    assert chosen(Ecosystem.ZEBRA, ProfileKind.QR_PRINT, zebra=ours) == "Ours"
    assert chosen(Ecosystem.GENERIC, ProfileKind.QR_PRINT, zebra=ours) == "generic-vdp-lf"
    assert chosen(Ecosystem.ZEBRA, ProfileKind.QR_PRINT, generic=ours) == "zebra-csv"
    tags = version(profile("url", "ndef_hex", kind=ProfileKind.NFC))
    assert chosen(Ecosystem.ZEBRA, ProfileKind.NFC, generic=tags) == "Ours"


def test_every_key_has_a_version_that_can_be_used() -> None:
    newest = {key: find_built_in(key, 0) for key, _ in BUILT_IN}
    assert {found and found.state for found in newest.values()} == {VersionState.PUBLISHED}
    numbers = {key: max(number for other, number in BUILT_IN if other == key) for key, _ in BUILT_IN}
    assert {key: found and found.number for key, found in newest.items()} == numbers


def test_what_is_not_published_is_not_chosen() -> None:
    for state in (VersionState.DRAFT, VersionState.DEPRECATED):
        assert chosen(Ecosystem.ZEBRA, ProfileKind.QR_PRINT, zebra=version(profile(), state)) == "zebra-csv"
    other = version(profile("epc_hex", kind=ProfileKind.RFID))
    found = default_profile(Purpose(Ecosystem.GENERIC, ProfileKind.NFC), {(Ecosystem.GENERIC, ProfileKind.NFC): other})  # type: ignore[dict-item]
    assert isinstance(found, BuiltIn)


def test_states_go_forward_only() -> None:
    ways = [(a, b) for a in VersionState for b in VersionState if a.may_become(b)]
    assert ways == [
        (VersionState.DRAFT, VersionState.PUBLISHED),
        (VersionState.PUBLISHED, VersionState.DEPRECATED),
    ]


def _write() -> None:
    VECTORS.mkdir(exist_ok=True)
    for name, data in goldens().items():
        if not (VECTORS / name).exists():
            (VECTORS / name).write_bytes(data)
    digests = {f"{each.key}.{each.number}": digest(each) for each in BUILT_IN.values()}
    known = json.loads(DIGESTS.read_text()) if DIGESTS.exists() else {}
    DIGESTS.write_text(json.dumps(digests | known, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    _write()
