"""The `hallmint` command: exports, their downloads, and the offline proof of them."""

import json
import re
from pathlib import Path
from uuid import UUID

import grpc
import pytest

from hallmint.v1 import export_pb2
from hallmint_client.cli.exit import ExitCode
from tests.support.command import REQUEST_ID, Hallmint, refuse
from tests.support.fake_export import EXPORT, URL
from tests.support.fake_service import FakeService
from tests.support.sample import LOT_BATCH


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_export_is_followed_and_says_what_to_know_and_what_next(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("export", LOT_BATCH, "--request-id", REQUEST_ID)
    assert (done.code, done.out) == (0, "25 units in 3 packs of ours\n")
    assert "a module has 0.396 mm, and GS1 asks for 0.495 mm" in done.err
    assert f"next: hallmint exports download {EXPORT} -o DIR" in done.err
    sent = service.calls[0]
    assert (sent.batch_id, sent.request_id, sent.profile, sent.kind) == (LOT_BATCH, REQUEST_ID, "full-manifest", 0)
    program = hallmint("--json", "export", LOT_BATCH)
    assert (program.code, program.err) == (0, "")
    assert [json.loads(line)["export"]["state"] for line in program.out.splitlines()] == [
        "EXPORT_STATE_GENERATING",
        "EXPORT_STATE_COMPLETED",
    ]


def test_an_export_names_its_profile_or_what_it_is_for(hallmint: Hallmint, service: FakeService) -> None:
    assert hallmint("export", LOT_BATCH, "--kind", "qr-print", "--ecosystem", "zebra", "--format", "xlsx").code == 0
    sent = service.calls[0]
    assert (sent.profile, sent.kind, sent.ecosystem, sent.format) == (
        "",
        export_pb2.EXPORT_KIND_QR_PRINT,
        export_pb2.ECOSYSTEM_ZEBRA,
        export_pb2.EXPORT_FORMAT_XLSX,
    )
    service.calls.clear()
    assert hallmint("export", LOT_BATCH, "--profile", "ours", "--profile-version", "2", "--kind", "nfc").code == 0
    sent = service.calls[0]
    assert (sent.profile, sent.profile_version, sent.kind) == ("ours", 2, export_pb2.EXPORT_KIND_NFC)


def test_exports_are_listed_by_their_state(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("exports", "--batch", LOT_BATCH, "--state", "completed")
    assert f"more: hallmint exports --batch {LOT_BATCH} --state completed --limit 50 --page more" in done.err
    assert "SKU-1" in done.out
    (sent,) = service.calls
    assert (sent.batch_id, sent.state) == (LOT_BATCH, export_pb2.EXPORT_STATE_COMPLETED)


def test_a_preview_shows_the_first_units_and_makes_nothing(
    hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    done = hallmint("export", LOT_BATCH, "--kind", "full-manifest", "--preview")
    assert done.code == 0
    assert done.out.splitlines()[0] == "25 units in 3 packs of ours 3, csv: ours-1.csv"
    assert "https://id.acme.example/t/1" in done.out
    assert "nothing was made" in done.err
    assert (service.calls[0].batch_id, service.calls[0].kind) == (LOT_BATCH, export_pb2.EXPORT_KIND_FULL_MANIFEST)
    drawn = hallmint("export", LOT_BATCH, "--profile", "labels", "--preview")
    assert "a module has 0.396 mm" in drawn.err
    told = json.loads(hallmint("--json", "export", LOT_BATCH, "--profile", "labels", "--preview").out)
    assert (told["picture"], told["file_name"]) == ("PHN2Zy8+", "labels-1.pdf")
    assert len(service.calls) == 3
    done = hallmint("export", LOT_BATCH, "--preview", "-o", str(tmp_path))
    assert done.code == ExitCode.USAGE
    assert "--preview makes nothing" in done.err


def test_an_export_that_runs_is_not_taken_for_another(hallmint: Hallmint, service: FakeService, tmp_path: Path) -> None:
    service.export_runs = True
    for words in (("--profile", "theirs"), ("--profile", "ours", "--profile-version", "9"), ("--kind", "rfid")):
        done = hallmint("export", LOT_BATCH, *words, "-o", str(tmp_path))
        assert (done.code, done.out, names(tmp_path)) == (ExitCode.REFUSED, "", [])
        assert "an export of yours of this batch runs, of ours, version" in done.err
        assert f"`hallmint exports cancel {EXPORT}` first" in done.err
    assert hallmint("export", LOT_BATCH, "--profile", "ours").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", LOT_BATCH, "--ecosystem", "zebra"), "together with --kind"),
        (("export", LOT_BATCH, "--profile-version", "2"), "needs --profile"),
        (("export", LOT_BATCH, "--format", "pdf-sheet"), "--format"),
        (("exports", "download", EXPORT), "say where to"),
        (("export", LOT_BATCH, "--archive", "absent/x.zip"), "there is no folder absent"),
        (("export", LOT_BATCH, "-o", "/dev/null/x"), "/dev/null/x cannot be made: Not a directory"),
        (("exports", "download", EXPORT, "-o", "/dev/null"), "/dev/null cannot be made: Not a directory"),
        (("exports", "link", EXPORT), "--pack"),
        (("verify-pack", "absent"), "absent cannot be read"),
    ],
)
def test_wrong_use_sends_nothing(
    hallmint: Hallmint, service: FakeService, arguments: tuple[str, ...], words: str
) -> None:
    done = hallmint(*arguments)
    assert (done.code, done.out, service.calls) == (2, "", [])
    assert words in done.err
    assert len(done.err.splitlines()) == 1


def test_a_download_that_is_refused_leaves_nothing_behind(
    hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    words = "the export is running; only a completed one can be downloaded whole"
    for arguments in (("exports", "download", EXPORT), ("export", LOT_BATCH)):
        refuse(service, "ReadArchive", grpc.StatusCode.FAILED_PRECONDITION, words, reason="EXPORT_NOT_COMPLETED")
        done = hallmint(*arguments, "-o", str(tmp_path / "new" / "out"), "--archive", str(tmp_path / "x.zip"))
        assert (done.code, names(tmp_path)) == (ExitCode.REFUSED, [])
        assert f"{words} (EXPORT_NOT_COMPLETED): `hallmint exports` tells how far it is" in done.err


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            export_pb2.EXPORT_STATE_FAILED,
            r"failed after 3 of 3 packs: no space left on device \(FAILED\): `hallmint exports resume",
        ),
        (export_pb2.EXPORT_STATE_CANCELLED, r"was cancelled after 3 of 3 packs \(CANCELLED\): export the batch again"),
    ],
)
def test_an_export_that_ends_badly_has_an_exit_code_of_its_own(
    hallmint: Hallmint, service: FakeService, state: export_pb2.ExportState.ValueType, words: str
) -> None:
    service.export_end = state
    done = hallmint("export", LOT_BATCH)
    assert done.code == ExitCode.ENDED_BADLY
    assert re.search(words, done.err)


def test_packs_and_their_manifest_are_downloaded_and_can_be_proved(
    hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    service.cuts = [1, 0, 1]
    done = hallmint("export", LOT_BATCH, "-o", str(folder))
    assert done.code == 0, done.err
    assert names(folder) == sorted(["manifest.json", *service.exported.files])
    assert all((folder / name).read_bytes() == data for name, data in service.exported.files.items())
    assert "3 files, " in done.err
    assert "each digest proved" in done.err
    # The same again is fine; what is of another export is not touched.
    assert hallmint("exports", "download", EXPORT, "-o", str(folder)).code == 0
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"version": 3', '"version": 2'))
    before = manifest.read_bytes()
    done = hallmint("export", LOT_BATCH, "-o", str(folder))
    assert (done.code, manifest.read_bytes()) == (ExitCode.REFUSED, before)
    assert "has the packs of another export (FOLDER_TAKEN): name another folder" in done.err


def test_an_archive_is_downloaded_and_goes_on_where_it_broke(
    hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    path = tmp_path / "whole.zip"
    service.cuts = [1, 2, 2]
    done = hallmint("exports", "download", EXPORT, "--archive", str(path))
    assert done.code == 0, done.err
    assert path.read_bytes() == service.archive
    assert re.fullmatch(r"[0-9a-f]{64}  whole.zip\n", done.out)
    # The manifest in two calls, since the first was cut, and the file in two more.
    offsets = [call.offset for call in service.calls[1:]]
    assert offsets == [0, 0, 0, 2_000]
    # One that is whole is left alone; a folder gets it under its own name.
    service.calls.clear()
    assert hallmint("exports", "download", EXPORT, "--archive", str(path)).code == 0
    assert len(service.calls) == 2
    program = hallmint("exports", "download", EXPORT, "--archive", str(tmp_path), "--json")
    assert (program.code, program.err) == (0, "")
    assert program.json["archive"].endswith(service.exported.archive.file_name)
    assert names(tmp_path) == sorted(["whole.zip", service.exported.archive.file_name])


def test_what_was_begun_of_another_archive_is_begun_anew(
    hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    path, part = tmp_path / "whole.zip", tmp_path / "whole.zip.part"
    ours = service.archive
    other = ours.replace(b"NL-BAT-48V", b"NL-BAT-12V")
    for left, offset in ((ours[:10], 10), (ours[:4_000], 4_000), (other[:4_000], 0), (ours, len(ours)), (ours * 2, 0)):
        path.unlink(missing_ok=True)
        part.write_bytes(left)
        assert hallmint("exports", "download", EXPORT, "--archive", str(path)).code == 0
        assert (path.read_bytes(), names(tmp_path)) == (ours, ["whole.zip"])
        assert service.calls[-1].offset == offset


@pytest.mark.parametrize("place", [5, 3_000, -50])
def test_an_archive_with_other_bytes_is_never_kept(
    hallmint: Hallmint, service: FakeService, tmp_path: Path, place: int
) -> None:
    changed = bytearray(service.archive)
    changed[place] ^= 1
    service.archive = bytes(changed)
    done = hallmint("exports", "download", EXPORT, "--archive", str(tmp_path / "whole.zip"))
    assert (done.code, names(tmp_path)) == (ExitCode.INTERNAL, [])
    assert "(DATA_LOSS)" in done.err


def test_a_stream_that_ends_too_early_is_tried_again_and_never_taken_for_whole(
    hallmint: Hallmint, service: FakeService, tmp_path: Path
) -> None:
    whole, pieces = service.archive, service._pieces  # noqa: SLF001
    service._pieces = lambda data, offset, context: pieces(data[:4_000], offset, context)  # type: ignore[method-assign] # noqa: SLF001
    done = hallmint("exports", "download", EXPORT, "--archive", str(tmp_path / "whole.zip"))
    assert done.code == ExitCode.UNAVAILABLE
    assert names(tmp_path) == ["whole.zip.part"]
    service._pieces = pieces  # type: ignore[method-assign] # noqa: SLF001
    assert hallmint("exports", "download", EXPORT, "--archive", str(tmp_path / "whole.zip")).code == 0
    assert (tmp_path / "whole.zip").read_bytes() == whole


def test_exports_are_listed_cancelled_and_resumed(hallmint: Hallmint, service: FakeService) -> None:
    listed = hallmint("exports", "--batch", LOT_BATCH, "--limit", "1")
    assert listed.code == 0
    assert EXPORT in listed.out
    assert f"more: hallmint exports --batch {LOT_BATCH} --limit 1 --page more" in listed.err
    assert "no exports" in hallmint("exports", "--page", "x").err
    assert hallmint("exports", "cancel", EXPORT).out == f"export {EXPORT} is cancelled after 1 of 3 packs\n"
    done = hallmint("exports", "resume", EXPORT)
    assert done.out == f"export {EXPORT} goes on after 1 of 3 packs\n25 units in 3 packs of ours\n"
    refuse(service, "ResumeExport", grpc.StatusCode.FAILED_PRECONDITION, "it runs", reason="EXPORT_NOT_RESUMABLE")
    assert hallmint("exports", "resume", EXPORT).code == ExitCode.REFUSED


def test_a_link_is_told_with_what_it_is_worth(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("exports", "link", EXPORT, "--pack", "3")
    assert (done.code, done.out) == (0, f"{URL}\n")
    assert service.calls[-1].pack_id == str(UUID(int=3))
    assert "until 2026-03-01 14:08:22: it is a secret" in done.err
    assert hallmint("exports", "link", EXPORT, "--pack", "4").code == ExitCode.NOT_FOUND


def test_what_the_disk_refuses_is_one_line_with_how_to_go_on(hallmint: Hallmint, tmp_path: Path) -> None:
    (tmp_path / "whole.zip.part").mkdir()
    done = hallmint("export", LOT_BATCH, "--archive", str(tmp_path / "whole.zip"))
    assert done.code == ExitCode.REFUSED
    (line,) = [line for line in done.err.splitlines() if "NOT_WRITTEN" in line]
    assert line.endswith(f"hallmint exports download {EXPORT} --archive {tmp_path / 'whole.zip'}")
