"""Write the address of every unit of a batch, one a line, without asyncio: `python tokens.py BATCH > urls.txt`."""

import os
import sys

from hallmint_client import HallmintError
from hallmint_client.sync import Client


def main(batch_id: str) -> None:
    address = os.environ.get("HALLMINT_SERVER", "127.0.0.1:7601")
    with Client(address, credential=os.environ["HALLMINT_CREDENTIAL"]) as client:
        try:
            batch = client.get_batch(batch_id).batch
            print(f"{batch.minted_quantity:,} units of {batch.sku}", file=sys.stderr)
            for token in client.tokens(batch_id):  # in as many calls as it takes
                print(token.resolver_url)
        except HallmintError as error:
            if error.reason == "BATCH_NOT_FOUND":
                sys.exit(f"there is no batch {batch_id}")
            raise


main(sys.argv[1])
