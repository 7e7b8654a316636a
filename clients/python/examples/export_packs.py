"""Export a batch for a printer, and download its packs: `python export_packs.py BATCH FOLDER`."""

import asyncio
import os
import sys
from pathlib import Path

from hallmint.v1.export_pb2 import EXPORT_STATE_COMPLETED
from hallmint_client import Client


async def main(batch_id: str, folder: Path) -> None:
    address = os.environ.get("HALLMINT_SERVER", "127.0.0.1:7601")
    async with Client(address, credential=os.environ["HALLMINT_CREDENTIAL"]) as client:
        export = await client.create_export(batch_id, profile="generic-vdp-lf")
        async for now in client.watch_export(export.export_id):
            export = now
            print(f"{export.packs_completed} of {export.packs} packs")
        if export.state != EXPORT_STATE_COMPLETED:
            sys.exit(f"the export ended without its packs: {export.failure or 'it was cancelled'}")
        async for pack in client.packs(export.export_id):
            # What broke goes on where it broke, also in another run; a file has its name once its SHA-256 is right.
            path = await client.download_pack(pack, folder)
            print(f"{path}: {pack.units:,} units, {pack.bytes:,} bytes")


target = Path(sys.argv[2])
target.mkdir(parents=True, exist_ok=True)
asyncio.run(main(sys.argv[1], target))
