"""The client without asyncio against a real server and worker, from a sheet to a proof, over a connection that is cut."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from hallmint.v1 import batch_pb2, export_pb2, product_pb2, token_pb2
from hallmint.v1.minting_service_pb2 import MintSpec
from hallmint_client import HallmintError, Policy, token_ref, verify_proof
from hallmint_client.sync import Client
from tests.support.api import Api
from tests.support.cutting import CuttingProxy, cutting
from tests.support.installation import Installation

pytestmark = pytest.mark.usefixtures("worker")
UNITS = 3_000
SHEET = [b"sku,name,group\n", b"A,First,generic\nB,Sec", b"ond,generic\n"]


def catalogue(client: Client) -> None:
    assert client.import_products(iter(SHEET)).created == 2
    assert {product.sku for product in client.products(group=product_pb2.PRODUCT_GROUP_GENERIC)} == {"A", "B", "SKU-1"}
    with pytest.raises(HallmintError) as caught:
        client.submit_mint(MintSpec(product=product_pb2.ProductRef(sku="A"), quantity=5))
    assert caught.value.violations
    assert caught.value.request_id


def mint(client: Client, loop: asyncio.AbstractEventLoop, proxy: CuttingProxy) -> str:
    spec = MintSpec(product=product_pb2.ProductRef(sku="SKU-1"), quantity=UNITS)
    batch = client.submit_mint(spec)
    with client.watch_batch(batch.batch_id) as changes:
        next(changes)
        loop.call_soon_threadsafe(proxy.cut)
        last = list(changes)[-1:] or [client.get_batch(batch.batch_id).batch]
    assert (last[0].state, last[0].minted_quantity) == (batch_pb2.BATCH_STATE_MINTED, UNITS)
    assert [token.seq for token in client.tokens(batch.batch_id)] == list(range(UNITS))
    return batch.batch_id


def export(client: Client, batch_id: str, folder: Path) -> None:
    made = client.create_export(batch_id, profile="generic-vdp-lf")
    states = [export.state for export in client.watch_export(made.export_id)]
    assert states[-1] == export_pb2.EXPORT_STATE_COMPLETED
    for pack in client.packs(made.export_id):
        path = client.download_pack(pack, folder)
        assert hashlib.sha256(path.read_bytes()).digest() == pack.sha256


def prove(client: Client, batch_id: str) -> None:
    ref = token_ref(f"{batch_id}/42")
    proof = client.get_token_proof(ref).proof
    assert verify_proof(proof, client.get_checkpoint().log_key).seq == 42
    (token,) = client.revoke_tokens([ref], reason="stolen in transit")
    assert token.status == token_pb2.TOKEN_STATUS_REVOKED


async def test_from_a_sheet_to_a_proof(server: Installation, api: Api, tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()

    def inside(proxy: CuttingProxy) -> None:
        patient = Policy(timeout=60, attempts=50)  # the log takes a batch in within seconds
        with Client(proxy.address, credential=api.key, policy=patient) as client:
            catalogue(client)
            batch_id = mint(client, loop, proxy)
            export(client, batch_id, tmp_path)
            prove(client, batch_id)

    async with cutting(server.port) as proxy:
        await asyncio.to_thread(inside, proxy)
        assert proxy.cuts >= 1
