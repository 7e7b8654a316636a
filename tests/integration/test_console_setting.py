"""Settings in the console: the brand, the public log and the monitor key, each by role."""

import re
from typing import Any

import psycopg

from hallmint.v1 import brand_service_pb2, member_pb2, verification_service_pb2
from tests.support.api import Api
from tests.support.console import Visit, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member, shown
from tests.support.installation import Installation
from tests.support.sequencing import Queued, sequence


async def test_the_brand_is_shown_and_its_admins_change_what_is_theirs(visit: Visit, api: Api) -> None:
    page = await visit.get("/settings")
    assert "https://id.acme.example" in page.text
    assert "Each product must have one" in page.text
    assert " checked" not in page.text
    answer = await visit.post("/settings", default_market=" de ", keep_user_agents="yes")
    assert answer.headers["Location"] == "/settings?done=brand"
    page = await visit.get("/settings?done=brand")
    assert "The settings are kept" in page.text
    assert 'value="DE"' in page.text
    assert " checked" in page.text
    request = brand_service_pb2.GetBrandRequest()
    brand = (await api.brands.GetBrand(request, metadata=api.metadata)).brand
    assert (brand.default_market, brand.keep_user_agents) == ("DE", True)
    answer = await visit.post("/settings", default_market=HOSTILE)
    assert answer.status == 422
    assert f'value="{ESCAPED}"' in answer.text
    assert "<script>alert" not in answer.text
    assert " checked" not in answer.text
    assert (await visit.post("/settings")).status == 303
    brand = (await api.brands.GetBrand(request, metadata=api.metadata)).brand
    assert (brand.default_market, brand.keep_user_agents) == ("", False)


async def test_whoever_may_not_change_the_brand_is_refused_by_the_api(url: str, api: Api) -> None:
    async with visiting(url, await member(api, "bo@acme.example", member_pb2.ROLE_APPROVER)) as visit:
        page = await visit.get("/settings")
        assert page.status == 200
        assert "Keep the settings" not in page.text
        answer = await visit.post("/settings", default_market="DE")
        assert answer.status == 403
        assert "PERMISSION_MISSING" in answer.text


async def test_the_logs_key_and_checkpoint_are_there_to_copy(
    visit: Visit, api: Api, server: Installation, conn: psycopg.AsyncConnection[Any]
) -> None:
    assert "The log has no checkpoint yet" in (await visit.get("/settings/log")).text
    await Queued(conn=conn).add(3)
    await sequence(server.settings)
    request = verification_service_pb2.GetCheckpointRequest()
    checkpoint = await api.verification.GetCheckpoint(request, metadata=api.metadata)
    page = await visit.get("/settings/log")
    assert checkpoint.log_key
    assert f'data-copy="{checkpoint.log_key}"' in page.text
    assert f"hallmint verify --log-key {checkpoint.log_key} FILE" in page.text
    assert checkpoint.root.hex() in page.text
    assert checkpoint.checkpoint.decode().split("\n")[0] in page.text


async def test_the_monitor_key_is_shown_on_demand_to_those_who_may(url: str, visit: Visit, api: Api) -> None:
    page = await visit.get("/settings/log")
    key = (
        await api.verification.GetMonitorKey(verification_service_pb2.GetMonitorKeyRequest(), metadata=api.metadata)
    ).monitor_key.hex()
    assert key not in page.text
    answer = await visit.post("/settings/log/monitor-key")
    assert (shown(answer.text), answer.headers["Cache-Control"]) == (key, "no-store")
    assert re.search(r"read the monitor key of.{0,60}the brand", (await visit.get("/mint/activity")).text)
    async with visiting(url, await member(api, "bo@acme.example", member_pb2.ROLE_EDITOR)) as other:
        assert "monitor key" not in (await other.get("/settings/log")).text
        answer = await other.post("/settings/log/monitor-key")
        assert answer.status == 403
        assert "PERMISSION_MISSING" in answer.text
        assert key not in answer.text
