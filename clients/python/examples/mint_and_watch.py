"""Mint units of a product and follow the batch: `python mint_and_watch.py SKU QUANTITY`."""

import asyncio
import os
import sys

from hallmint.v1.batch_pb2 import BatchState
from hallmint.v1.minting_service_pb2 import MintSpec
from hallmint.v1.product_pb2 import ProductRef
from hallmint_client import Client, HallmintError


async def main(sku: str, quantity: int) -> None:
    address = os.environ.get("HALLMINT_SERVER", "127.0.0.1:7601")
    async with Client(address, credential=os.environ["HALLMINT_CREDENTIAL"]) as client:
        try:
            # A retry never mints twice: the call carries a request_id, made once.
            batch = await client.submit_mint(MintSpec(product=ProductRef(sku=sku), quantity=quantity))
        except HallmintError as error:
            print(error)
            for each in error.violations:  # everything that is wrong, at once
                print(f"{each.field}: {each.description} ({each.reason})")
            sys.exit(1)
        async for now in client.watch_batch(batch.batch_id):  # goes on over broken connections
            print(f"{BatchState.Name(now.state)}: {now.minted_quantity:,} of {now.quantity:,}")
    print(batch.batch_id)


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
