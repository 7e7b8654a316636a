"""Raw user agents of scans: kept where the brand's admin has said so over the API, and nowhere else."""

from typing import Any

import psycopg
import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from hallmint.v1 import brand_service_pb2
from tests.support.api import GTIN, Api
from tests.support.installation import Installation
from tests.support.resolver import PHONE, resolving, tokens

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")


async def keep(api: Api, keeps: bool) -> None:
    request = brand_service_pb2.UpdateBrandRequest(
        change=brand_service_pb2.BrandChange(keep_user_agents=keeps), update_mask=FieldMask(paths=["keep_user_agents"])
    )
    await api.brands.UpdateBrand(request, metadata=api.metadata)


async def test_a_brand_opts_in_and_out(api: Api, conn: Conn, place: Installation) -> None:
    (token,) = await tokens(api, 1, at_mint=True)
    for keeps in (None, True, False):
        if keeps is not None:
            await keep(api, keeps)
        # A resolver of its own: one that ran before may remember the brand for 20 s. It has written its scans when it ends.
        async with resolving(place) as resolver:
            await resolver.ask(f"/01/{GTIN}/21/{token.code}")
            await resolver.ask(f"/01/{GTIN}/21/{token.code}", DNT="1")
    rows = await (await conn.execute("SELECT user_agent, browser, os FROM scans ORDER BY at")).fetchall()
    assert rows == [(None, "Safari", "iOS"), (PHONE, "Safari", "iOS"), (None, "Safari", "iOS")]
