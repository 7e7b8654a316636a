"""The scenario of clients/README.md, step by step."""

import asyncio
import hashlib
import urllib.request
from dataclasses import dataclass
from typing import Any

from conformance.config import Config, callers, download, imported, say, told
from hallmint.v1 import batch_pb2, error_reason_pb2, export_pb2, product_pb2, token_pb2
from hallmint.v1.minting_service_pb2 import MintSpec, PreflightMintResponse
from hallmint_client import Client, HallmintError, ProofError, token_ref, verify_proof

_CUT_AFTER = 200_000
_PROVED = 4242
_REVOKED = 7


async def scenario(config: Config) -> None:
    """Say one line for each step."""
    async with config.client() as client:
        play = _Play(config=config, client=client)
        await play.product()
        batch_id = await play.mint()
        await play.tokens(batch_id)
        await play.export(batch_id)
        await play.proof(batch_id)
        await play.revoke(batch_id)
        await play.sheet()
        say(step="acting", **await callers(client, config))
        await play.errors()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Play:
    config: Config
    client: Client

    def spec(self, quantity: int) -> MintSpec:
        return MintSpec(
            product=product_pb2.ProductRef(sku=self.config["product"]["sku"]),
            quantity=quantity,
            activation_mode=batch_pb2.ACTIVATION_MODE_AT_MINT,
        )

    async def cut(self, query: str = "") -> None:
        """Have the connections broken."""
        await asyncio.to_thread(self.cut_now, query)

    def cut_now(self, query: str = "") -> None:
        """As `cut`, and nothing else runs meanwhile."""
        with urllib.request.urlopen(f"{self.config['control']}/cut{query}", timeout=10) as answer:  # noqa: S310 - http
            answer.read()

    async def product(self) -> None:
        facts, quantity = self.config["product"], self.config["quantity"]
        made = await self.client.create_product(
            sku=facts["sku"],
            name=facts["name"],
            gtin=facts["gtin"],
            group=product_pb2.PRODUCT_GROUP_GENERIC,
            commercial_status=product_pb2.COMMERCIAL_STATUS_DRAFT,
            attributes=facts["attributes"],
        )
        say(step="product", product_id=made.product.product_id, revision=made.product.revision)
        say(step="preflight", reasons=_reasons(await self.client.preflight_mint(self.spec(quantity))))
        active = product_pb2.COMMERCIAL_STATUS_ACTIVE
        await self.client.update_product(sku=facts["sku"], commercial_status=active)
        say(step="ready", reasons=_reasons(await self.client.preflight_mint(self.spec(quantity))))

    async def mint(self) -> str:
        spec = self.spec(self.config["quantity"])
        batch_id = (await self.client.submit_mint(spec, request_id=self.config["mint_request_id"])).batch_id
        seen: list[batch_pb2.Batch] = []
        async for batch in self.client.watch_batch(batch_id):
            seen.append(batch)
            if len(seen) == 1:
                await self.cut()
        state = batch_pb2.BatchState.Name(seen[-1].state).removeprefix("BATCH_STATE_")
        say(step="mint", batch_id=batch_id, state=state, minted=seen[-1].minted_quantity, changes=len(seen))
        return batch_id

    async def tokens(self, batch_id: str) -> None:
        digest, seqs = hashlib.sha256(), []
        async for token in self.client.tokens(batch_id):
            digest.update(f"{token.resolver_url}\n".encode())
            seqs.append(token.seq)
        say(step="tokens", count=len(seqs), first_seq=seqs[0], last_seq=seqs[-1], sha256=digest.hexdigest())

    async def export(self, batch_id: str) -> None:
        export_id = (await self.client.create_export(batch_id, profile="generic-vdp-lf")).export_id
        seen = [export async for export in self.client.watch_export(export_id)]
        state = export_pb2.ExportState.Name(seen[-1].state).removeprefix("EXPORT_STATE_")
        await self.cut(f"?after={_CUT_AFTER}")
        packs = await download(self.client, export_id, self.config.folder)
        say(step="export", export_id=export_id, state=state, packs=packs)

    async def proof(self, batch_id: str) -> None:
        answer = await self.client.get_token_proof(token_ref(f"{batch_id}/{_PROVED}"))
        (self.config.folder / "token.proof").write_bytes(answer.proof)
        found = verify_proof(answer.proof, self.config["log_key"])
        try:
            verify_proof(_changed(answer.proof), self.config["log_key"])
        except ProofError as error:
            mutated = str(error)
        place = {"identity": found.identity, "batch_id": found.batch_id, "seq": found.seq, "size": found.size}
        say(step="proof", **place, mutated=mutated)

    async def revoke(self, batch_id: str) -> None:
        ref = token_ref(f"{batch_id}/{_REVOKED}")
        await self.client.revoke_tokens([ref], reason="stolen in transit")
        status = (await self.client.get_token(ref)).status
        say(step="revoke", status=token_pb2.TokenStatus.Name(status).removeprefix("TOKEN_STATUS_"))

    async def sheet(self) -> None:
        sent: list[int] = []

        def progress(piece: int) -> None:
            sent.append(piece)
            if len(sent) == 1:
                self.cut_now()

        first = await imported(self.client, self.config, progress)
        say(step="import", first=first, again=await imported(self.client, self.config))

    async def errors(self) -> None:
        used, more = self.config["mint_request_id"], self.config["quantity"] + 1
        async with self.config.client(credential=self.config["revoked_credential"]) as other:
            await _fail("revoked_credential", other.get_stats())
        await _fail("reused_request_id", self.client.submit_mint(self.spec(more), request_id=used))
        await _fail("refused", self.client.submit_mint(self.spec(0)))
        quick = {"attempts": 2, "pause": 0.05}
        async with self.config.client(address=self.config["away"], policy=quick) as other:
            await _fail("unavailable", other.get_stats())


async def _fail(case: str, call: Any) -> None:
    try:
        await call
    except HallmintError as error:
        say(step="error", case=case, **told(error))
    else:
        raise AssertionError(f"{case}: it was to fail")


def _reasons(answer: PreflightMintResponse) -> list[str]:
    name = error_reason_pb2.ErrorReason.Name
    return [name(each.reason).removeprefix("ERROR_REASON_") for each in answer.violations]


def _changed(proof: bytes) -> bytes:
    """With another first digit of the batch's root."""
    at = proof.index(b"\nroot ") + len(b"\nroot ")
    return proof[:at] + (b"1" if proof[at : at + 1] == b"0" else b"0") + proof[at + 1 :]
