"""The client for programs without asyncio: `with Client(credential="hm_live_...") as client: ...`."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

from hallmint.v1 import catalog_service_pb2
from hallmint_client.blocking import Blocking, call, following, listing
from hallmint_client.client import Client as AsyncClient
from hallmint_client.stream import Stream

__all__ = ["Client", "Stream"]


class Client(Blocking):
    """A connection to one Hallmint server, for one caller: `with Client(credential="hm_live_...") as client: ...`.

    Every method of the asynchronous `hallmint_client.Client`, with the same arguments, errors and retries; each waits for its
    answer. What is an asynchronous generator there is a `Stream` here: an iterator, which `with` or `close` ends early.

    One client serves any number of threads at once; its calls run in one thread of its own, from `with` to its end. Ctrl-C
    ends the call that the main thread waits for. A call to a client that is not open, or whose process was forked since it was
    opened, is a RuntimeError; one that waits while another thread closes the client is a HallmintError, CANCELLED. Within a
    running event loop it works, and keeps that loop waiting: use the asynchronous client there. Callbacks (`tell`,
    `progress`) run in the client's own thread, and cannot call it.
    """

    preflight_mint = call(AsyncClient.preflight_mint)
    submit_mint = call(AsyncClient.submit_mint)
    get_batch = call(AsyncClient.get_batch)
    list_batches = call(AsyncClient.list_batches)
    batches = listing(AsyncClient.batches)
    watch_batch = following(AsyncClient.watch_batch)
    cancel_batch = call(AsyncClient.cancel_batch)
    resume_batch = call(AsyncClient.resume_batch)
    get_token = call(AsyncClient.get_token)
    list_tokens = call(AsyncClient.list_tokens)
    tokens = listing(AsyncClient.tokens)
    revoke_tokens = call(AsyncClient.revoke_tokens)
    revoke_batch = call(AsyncClient.revoke_batch)
    watch_revocation = following(AsyncClient.watch_revocation)
    get_stats = call(AsyncClient.get_stats)
    create_product = call(AsyncClient.create_product)
    get_product = call(AsyncClient.get_product)
    list_products = call(AsyncClient.list_products)
    products = listing(AsyncClient.products)
    update_product = call(AsyncClient.update_product)
    get_group_schema = call(AsyncClient.get_group_schema)
    set_group_schema = call(AsyncClient.set_group_schema)
    create_template = call(AsyncClient.create_template)
    get_template = call(AsyncClient.get_template)
    list_templates = call(AsyncClient.list_templates)
    templates = listing(AsyncClient.templates)
    update_template = call(AsyncClient.update_template)
    publish_template = call(AsyncClient.publish_template)
    create_market_pack = call(AsyncClient.create_market_pack)
    get_market_pack = call(AsyncClient.get_market_pack)
    list_market_packs = call(AsyncClient.list_market_packs)
    market_packs = listing(AsyncClient.market_packs)
    update_market_pack = call(AsyncClient.update_market_pack)
    publish_market_pack = call(AsyncClient.publish_market_pack)
    get_preview = call(AsyncClient.get_preview)
    create_production_batch = call(AsyncClient.create_production_batch)
    get_production_batch = call(AsyncClient.get_production_batch)
    list_production_batches = call(AsyncClient.list_production_batches)
    production_batches = listing(AsyncClient.production_batches)
    update_production_batch = call(AsyncClient.update_production_batch)
    create_link = call(AsyncClient.create_link)
    delete_link = call(AsyncClient.delete_link)
    list_links = call(AsyncClient.list_links)
    links = listing(AsyncClient.links)
    get_archive = call(AsyncClient.get_archive)
    download_archive = call(AsyncClient.download_archive)
    read_archive = following(AsyncClient.read_archive)
    create_export = call(AsyncClient.create_export)
    preview_export = call(AsyncClient.preview_export)
    get_export = call(AsyncClient.get_export)
    list_exports = call(AsyncClient.list_exports)
    watch_export = following(AsyncClient.watch_export)
    cancel_export = call(AsyncClient.cancel_export)
    resume_export = call(AsyncClient.resume_export)
    packs = listing(AsyncClient.packs)
    get_pack_url = call(AsyncClient.get_pack_url)
    download_pack = call(AsyncClient.download_pack)
    create_carrier_profile = call(AsyncClient.create_carrier_profile)
    create_carrier_profile_draft = call(AsyncClient.create_carrier_profile_draft)
    get_carrier_profile = call(AsyncClient.get_carrier_profile)
    list_carrier_profiles = call(AsyncClient.list_carrier_profiles)
    carrier_profiles = listing(AsyncClient.carrier_profiles)
    update_carrier_profile = call(AsyncClient.update_carrier_profile)
    publish_carrier_profile = call(AsyncClient.publish_carrier_profile)
    deprecate_carrier_profile = call(AsyncClient.deprecate_carrier_profile)
    set_carrier_profile_default = call(AsyncClient.set_carrier_profile_default)
    get_carrier_profile_defaults = call(AsyncClient.get_carrier_profile_defaults)
    create_brand = call(AsyncClient.create_brand)
    get_brand = call(AsyncClient.get_brand)
    list_brands = call(AsyncClient.list_brands)
    brands = listing(AsyncClient.brands)
    update_brand = call(AsyncClient.update_brand)
    suspend_brand = call(AsyncClient.suspend_brand)
    unsuspend_brand = call(AsyncClient.unsuspend_brand)
    reassign_gtin = call(AsyncClient.reassign_gtin)
    invite_member = call(AsyncClient.invite_member)
    accept_invitation = call(AsyncClient.accept_invitation)
    list_members = call(AsyncClient.list_members)
    members = listing(AsyncClient.members)
    update_member = call(AsyncClient.update_member)
    remove_member = call(AsyncClient.remove_member)
    create_credential = call(AsyncClient.create_credential)
    list_credentials = call(AsyncClient.list_credentials)
    credentials = listing(AsyncClient.credentials)
    list_own_credentials = call(AsyncClient.list_own_credentials)
    own_credentials = listing(AsyncClient.own_credentials)
    rotate_credential = call(AsyncClient.rotate_credential)
    revoke_credential = call(AsyncClient.revoke_credential)
    get_caller = call(AsyncClient.get_caller)
    create_session = call(AsyncClient.create_session)
    revoke_session = call(AsyncClient.revoke_session)
    list_events = call(AsyncClient.list_events)
    events = listing(AsyncClient.events)
    audit_head = call(AsyncClient.audit_head)
    list_audit_anchors = call(AsyncClient.list_audit_anchors)
    audit_anchors = listing(AsyncClient.audit_anchors)
    get_scan_summary = call(AsyncClient.get_scan_summary)
    get_scan_series = call(AsyncClient.get_scan_series)
    list_token_scans = call(AsyncClient.list_token_scans)
    token_scans = listing(AsyncClient.token_scans)
    get_traffic_counts = call(AsyncClient.get_traffic_counts)
    get_checkpoint = call(AsyncClient.get_checkpoint)
    get_token_proof = call(AsyncClient.get_token_proof)
    verify_token = call(AsyncClient.verify_token)
    get_consistency_proof = call(AsyncClient.get_consistency_proof)
    get_monitor_key = call(AsyncClient.get_monitor_key)
    list_commitments = call(AsyncClient.list_commitments)
    commitments = listing(AsyncClient.commitments)

    def import_products(
        self,
        sheet: Path | Iterable[bytes],
        *,
        mode: catalog_service_pb2.ImportMode.ValueType = catalog_service_pb2.IMPORT_MODE_ALL_OR_NOTHING,
        dry_run: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> catalog_service_pb2.ImportProductsResponse:
        """Make and update products from a CSV sheet of at most 256 MiB and 100,000 rows: a file, or its bytes in pieces, which
        another thread takes. Otherwise as in the asynchronous client.
        """
        told = sheet if isinstance(sheet, Path) else _pieces(sheet)
        return self._background.run(self._client.import_products(told, mode=mode, dry_run=dry_run, progress=progress))


async def _pieces(sheet: Iterable[bytes]) -> AsyncIterator[bytes]:
    pieces = iter(sheet)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece
