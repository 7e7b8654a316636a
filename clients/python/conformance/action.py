"""One thing that a test asks for, and how it ended."""

import hashlib
import time
from collections.abc import Awaitable, Callable
from typing import Any

from conformance.config import Config, callers, download, imported, proved, say, told
from hallmint.v1 import batch_pb2, product_pb2
from hallmint.v1.minting_service_pb2 import MintSpec
from hallmint_client import Client, HallmintError

_BIG = 2 * 1024 * 1024
_PROVED = 42


async def act(config: Config) -> None:
    """Do it, and say how it ended."""
    try:
        client = config.client()
    except ValueError as refused:
        say(error={"code": "", "reason": "", "message": str(refused)})
        return
    async with client:
        try:
            done = await _ACTIONS[config["action"]](client, config)
        except HallmintError as error:
            say(error={**told(error), "retry_after": error.retry_after})
        else:
            say(ok=done)


async def _stats(client: Client, _: Config) -> dict[str, Any]:
    return {"tokens_minted": (await client.get_stats()).tokens_minted}


async def _mint(client: Client, config: Config) -> dict[str, Any]:
    spec = MintSpec(product=product_pb2.ProductRef(sku=config["sku"]), quantity=config["quantity"])
    batch = await client.submit_mint(spec, request_id=config.values.get("request_id"))
    return {"batch_id": batch.batch_id}


async def _watch(client: Client, config: Config) -> dict[str, Any]:
    seen = [batch async for batch in client.watch_batch(config["batch_id"])]
    state = batch_pb2.BatchState.Name(seen[-1].state).removeprefix("BATCH_STATE_")
    return {"state": state, "minted": seen[-1].minted_quantity, "changes": len(seen)}


async def _download(client: Client, config: Config) -> dict[str, Any]:
    return {"packs": await download(client, config["export_id"], config.folder)}


async def _big(client: Client, _: Config) -> dict[str, Any]:
    made = await client.create_product(sku="BIG", name="x" * _BIG, group=product_pb2.PRODUCT_GROUP_GENERIC)
    return {"product_id": made.product.product_id}


async def _tokens(client: Client, config: Config) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    async for token in client.tokens(config["batch_id"]):
        digest.update(f"{token.resolver_url}\n".encode())
        count += 1
    return {"count": count, "sha256": digest.hexdigest()}


async def _proof(client: Client, config: Config) -> dict[str, Any]:
    return await proved(client, config, _PROVED)


async def _now(_: Client, __: Config) -> dict[str, Any]:
    return {"now": time.time()}


_ACTIONS: dict[str, Callable[[Client, Config], Awaitable[dict[str, Any]]]] = {
    "stats": _stats,
    "mint": _mint,
    "watch": _watch,
    "download": _download,
    "big": _big,
    "tokens": _tokens,
    "import": imported,
    "acting": callers,
    "proof": _proof,
    "now": _now,
}
