"""`make bench-export`: packs of a million tokens against COPY of the same columns, and what is drawn.

Export and COPY run on one embedded PostgreSQL in one run, in interleaved pairs whose order alternates, and give the same bytes,
which is checked. The last line is one JSON object of medians and ratios; every value is printed before it.
"""

import argparse
import asyncio
import hashlib
import io
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
import segno

from hallmint.v1 import batch_pb2, export_pb2
from hallmint.v1 import export_service_pb2 as pb
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from hallmint_server.exporting.drawn.draw import WRITERS
from hallmint_server.exporting.model import PACK_UNITS, Slice
from hallmint_server.exporting.profile.builtin import BUILT_IN
from mintcore import qr_pngs, qr_svgs
from tests.bench.mint import peak_rss_mb, show
from tests.support.api import Api
from tests.support.carrier import KEY, batch
from tests.support.installation import installation

PAIRS = 5
SEGNO_SYMBOLS = 200
RAW = """COPY (
    SELECT t.seq, t.code, b.resolver_base_url || '/01/' || substr(b.context, 6) || '/21/' || t.code AS url,
        '/01/' || substr(b.context, 6) || '/21/' || t.code AS digital_link, substr(b.context, 6) AS gtin, NULL AS lot,
        p.sku, r.name AS product_name, b.batch_id, CASE t.status WHEN 1 THEN 'minted' WHEN 2 THEN 'active' ELSE 'revoked' END
    FROM tokens t JOIN mint_batches b USING (batch_no) JOIN products p USING (product_id)
        JOIN product_revisions r ON r.product_id = b.product_id AND r.revision = b.product_revision
    WHERE t.batch_no = {batch_no} ORDER BY t.seq
) TO STDOUT (FORMAT csv)"""


def raw_copy(postgres: EmbeddedPostgres, batch_no: int, path: str) -> float:
    """Seconds that psql, a C program, takes to get the rows: the physical limit of reading them on one connection."""
    copy = RAW.format(batch_no=batch_no)
    start = time.perf_counter()
    subprocess.run(
        [str(postgres.psql), "-q", "-v", "ON_ERROR_STOP=1", "-o", path, "-c", copy, postgres.dsn], check=True
    )
    return time.perf_counter() - start


async def export(api: Api, batch_id: str) -> tuple[float, str]:
    """Seconds from CreateExport to the message that says `completed`, through gRPC; and the export's id."""
    start = time.perf_counter()
    request = pb.CreateExportRequest(request_id=str(uuid4()), batch_id=batch_id, profile="full-manifest")
    made = (await api.exports.CreateExport(request, metadata=api.metadata)).export
    async for message in api.exports.WatchExport(
        pb.WatchExportRequest(export_id=made.export_id), metadata=api.metadata
    ):
        if message.export.state == export_pb2.EXPORT_STATE_COMPLETED:
            return time.perf_counter() - start, made.export_id
        if message.export.failure:
            raise AssertionError(message.export.failure)
    raise AssertionError("the stream ended before the export")


async def rows_of(api: Api, export_id: str) -> tuple[bytes, int]:
    """Digest and length of the rows of all packs, without their headers."""
    used, length = hashlib.sha256(), 0
    packs = await api.exports.ListPacks(pb.ListPacksRequest(export_id=export_id, page_size=500), metadata=api.metadata)
    for pack in packs.packs:
        stream = api.exports.ReadPack(pb.ReadPackRequest(pack_id=pack.pack_id), metadata=api.metadata)
        data = b"".join([message.data async for message in stream])
        rows = data[data.index(b"\n") + 1 :].replace(b"\r\n", b"\n")
        used.update(rows)
        length += len(rows)
    return used.digest(), length


def per_second(count: int, work: Callable[[], object]) -> float:
    """How many a second, the median of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return count / statistics.median(times)


def drawn(name: str, units: Slice) -> float:
    """Seconds for a pack of a built-in profile, the median of three."""
    profile = BUILT_IN[name, 1].profile
    write, lengths = WRITERS[profile.format].write, []
    seconds = len(units) / per_second(len(units), lambda: lengths.append(sum(map(len, write(batch(), units, profile)))))
    print(f"{name:<20} {len(units):,} labels in {seconds:6.3f} s, {lengths[0] / 2**20:6.1f} MiB", flush=True)
    return round(seconds, 3)


def segno_symbols(urls: Sequence[str], kind: str) -> None:
    """The same symbols by segno, which is Python alone."""
    for url in urls:
        segno.make_qr(url, error="m", boost_error=False).save(io.BytesIO(), kind=kind, scale=4, border=4)


def symbols(urls: Sequence[str]) -> dict[str, float]:
    """Symbols a second of mintcore and of segno, on one core."""
    some = urls[:SEGNO_SYMBOLS]
    ours = {
        "svg": per_second(len(urls), lambda: qr_svgs(urls, level="M", quiet_zone=4, module_um=500)),
        "png": per_second(len(urls), lambda: qr_pngs(urls, level="M", quiet_zone=4, module_px=4)),
    }
    theirs = {kind: per_second(len(some), partial(segno_symbols, some, kind)) for kind in ours}
    for kind, value in ours.items():
        print(f"{kind}: {value:9.0f}/s, segno {theirs[kind]:6.0f}/s", flush=True)
    return {
        **{f"qr_{kind}_per_s": round(value) for kind, value in ours.items()},
        "qr_per_s": round(min(ours.values())),
        "qr_over_segno": round(min(ours[kind] / theirs[kind] for kind in ours), 1),
    }


async def run(quantity: int, units_drawn: int) -> dict[str, object]:
    """The whole benchmark."""
    codes = (KEY.encode(batch().context, 42, seq) for seq in range(units_drawn))
    units = Slice(first_seq=0, codes="".join(codes).encode(), statuses=bytes([1]) * units_drawn)
    urls = [
        f"https://id.example.com/01/09506000134352/21/{units[seq % units_drawn].code}" for seq in range(2 * units_drawn)
    ]
    result: dict[str, object] = {"quantity": quantity, **symbols(urls)}
    for key, name in (
        ("png_zip_s", "qr-png-zip"), ("svg_zip_s", "qr-svg-zip"), ("pdf_s", "pdf-sheet-a4-24"), ("zpl_s", "zebra-zpl-203"),
    ):  # fmt: skip
        result[key] = drawn(name, units)
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as postgres:
        await migrate(postgres.dsn)
        home = Path(folder) / "home"
        home.mkdir()
        with installation(postgres.dsn, home, HALLMINT_LEASE_SECONDS="12", HALLMINT_LOG_LEVEL="warning") as place:
            place.start("serve")
            worker = place.start("worker")
            connect = psycopg.AsyncConnection.connect(postgres.dsn, autocommit=True)
            async with place.api() as api, await connect as conn:
                await api.make_brand()
                await api.make_product()
                minted = await api.ended((await api.submit(quantity)).batch_id, seconds=600)
                await conn.execute("VACUUM (ANALYZE) tokens")
                worker.terminate()
                worker.wait(30)
                worker = place.start("worker")
                result |= await pairs(api, postgres, minted, worker.pid, Path(folder))
    return result


async def pairs(
    api: Api, postgres: EmbeddedPostgres, minted: batch_pb2.Batch, pid: int, folder: Path
) -> dict[str, object]:
    """Export and COPY, interleaved."""
    times: dict[str, list[float]] = {"raw": [], "export": []}
    export_id, first_rss = "", 0.0
    for number in range(PAIRS):
        for side in sorted(times, reverse=bool(number % 2)):
            if side == "raw":
                seconds = await asyncio.to_thread(raw_copy, postgres, minted.batch_no, "/dev/null")
            else:
                seconds, export_id = await export(api, minted.batch_id)
                first_rss = first_rss or peak_rss_mb(pid)
            times[side].append(seconds)
            print(f"  {number + 1}/{PAIRS} {side:<6} {seconds:.3f} s", flush=True)
    await asyncio.to_thread(raw_copy, postgres, minted.batch_no, str(folder / "raw.csv"))
    raw = (folder / "raw.csv").read_bytes()
    if await rows_of(api, export_id) != (hashlib.sha256(raw).digest(), len(raw)):
        raise AssertionError("the packs are not what COPY gives")
    medians = {side: show(side, values) for side, values in times.items()}
    return {
        "raw_copy_s": round(medians["raw"], 3),
        "export_s": round(medians["export"], 3),
        "export_over_raw": round(medians["export"] / medians["raw"], 3),
        "rows_mb": round(len(raw) / 1e6, 1),
        "worker_peak_rss_mb": round(peak_rss_mb(pid), 1),
        "rss_growth_mb": round(peak_rss_mb(pid) - first_rss, 1),
    }


def main() -> None:
    """Print every value, and last the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quantity", type=int, default=1_000_000)
    parser.add_argument("--drawn", type=int, default=PACK_UNITS, help="units of the packs that are drawn")
    arguments = parser.parse_args()
    print(json.dumps(asyncio.run(run(arguments.quantity, arguments.drawn))), flush=True)


if __name__ == "__main__":
    main()
