"""`make bench-catalog`: import of products, GetProduct and SubmitMint under load, and pages of a million tokens.

The last line is one JSON object; every value is printed before it.
"""

import argparse
import csv
import io
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import psycopg
import uvloop

from hallmint_server import log_line
from hallmint_server.catalog.importing import ImportMode, ImportService
from hallmint_server.catalog.readiness import Schemas
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from hallmint_server.db.pool import Database, open_pool
from hallmint_server.tenancy.model import ROLE_PERMISSIONS, Caller, CredentialKind, Role
from mintcore import uuid7
from tests.bench.catalog_call import calls, pages
from tests.support.installation import installation

PRODUCTS = 100_000
RUNS = 3
PIECE = 1024 * 1024
HEADER = ("sku", "name", "group", "attributes.mass_kg", "attributes.chemistry", "attributes.origin.country")


def sheet(products: int) -> bytes:
    """A sheet of batteries: six columns, three of them attributes."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(
        (f"SKU-{n:06}", f"Battery module {n}", "battery", f"{n % 97}.5", "LFP", "DE") for n in range(products)
    )
    return text.getvalue().encode()


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    """As a client sends it."""
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


async def new_brand(owner: psycopg.AsyncConnection[tuple[object, ...]]) -> Caller:
    """An owner of a new brand."""
    brand_id = UUID(uuid7())
    await owner.execute(
        "INSERT INTO brands (brand_id, slug, name, gs1_ready, resolver_base_url) VALUES (%s, %s, 'B', false, 'https://b.example')",
        [brand_id, f"b{brand_id.hex[-12:]}"],
    )
    return Caller(
        kind=CredentialKind.MACHINE,
        credential_id="bench",
        brand_id=brand_id,
        permissions=ROLE_PERMISSIONS[Role.OWNER],
    )


async def bare_copy(owner: psycopg.AsyncConnection[tuple[object, ...]], content: bytes) -> float:
    """Seconds to COPY the same file into a table of six texts: what it takes to get the bytes into the database at all."""
    await owner.execute("DROP TABLE IF EXISTS bare; CREATE TABLE bare (a text, b text, c text, d text, e text, f text)")
    await owner.execute("CHECKPOINT")
    start = time.perf_counter()
    async with owner.cursor() as cursor, cursor.copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy:
        for start_of_piece in range(0, len(content), PIECE):
            await copy.write(content[start_of_piece : start_of_piece + PIECE])
    return time.perf_counter() - start


async def imports(dsn: str, products: int) -> dict[str, float]:
    """Imports of new products, of the same ones again, and bare copies, interleaved."""
    content = sheet(products)
    times: dict[str, list[float]] = {"copy": [], "import": [], "again": []}
    async with (
        open_pool(dsn, max_size=4) as pool,
        await psycopg.AsyncConnection.connect(dsn, autocommit=True) as owner,
    ):
        service = ImportService(Database(pool), Schemas())
        for _ in range(RUNS):
            times["copy"].append(await bare_copy(owner, content))
            caller = await new_brand(owner)
            for side, created in (("import", products), ("again", 0)):
                await owner.execute("CHECKPOINT")
                start = time.perf_counter()
                report = await service.run(caller, pieces(content), ImportMode.ALL_OR_NOTHING)
                times[side].append(time.perf_counter() - start)
                assert (report.created, report.created + report.unchanged) == (created, products), report
    medians = {side: show(side, values) for side, values in times.items()}
    return {
        "products": products,
        "sheet_mb": round(len(content) / 1e6, 2),
        "copy_s": round(medians["copy"], 3),
        "import_s": round(medians["import"], 3),
        "import_again_s": round(medians["again"], 3),
        "import_rows_per_s": round(products / medians["import"]),
        "import_over_copy": round(medians["import"] / medians["copy"], 2),
    }


def show(name: str, values: list[float]) -> float:
    """Print all values; returns the median."""
    median = statistics.median(values)
    print(f"{name:<12} median {median:8.4f}   {'  '.join(f'{v:.4f}' for v in values)}", flush=True)
    return median


async def run(products: int, tokens: int, seconds: float) -> dict[str, float]:
    """The whole benchmark."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as postgres:
        await migrate(postgres.dsn)
        result = await imports(postgres.dsn, products)
        home = Path(folder) / "home"
        home.mkdir()
        with installation(postgres.dsn, home, HALLMINT_LOG_LEVEL="warning") as place:
            place.start("serve")
            async with place.api() as api:
                brand_id = await api.make_brand()
                await api.make_product()
                result |= await calls(place, api, seconds)
                place.start("worker")
                result |= await pages(api, brand_id, tokens)
        return result


def main() -> None:
    """Print every value, and last the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=PRODUCTS)
    parser.add_argument("--tokens", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5, help="of each run of calls")
    arguments = parser.parse_args()
    log_line.configure("warning")  # as the server that the echo is compared with
    print(json.dumps(uvloop.run(run(arguments.products, arguments.tokens, arguments.seconds))), flush=True)


if __name__ == "__main__":
    main()
