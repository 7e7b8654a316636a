"""The activity in the console: who did what in words, filtered and taken away, and whether the chain is whole."""

import csv
import io
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import grpc
import psycopg
import pytest
from aiohttp import ClientPayloadError

from hallmint.v1 import audit_service_pb2, member_pb2, minting_service_pb2, token_pb2
from hallmint_client import Client, HallmintError
from hallmint_console import chain_check
from tests.support.anchoring import last_months, rehash, write_chain
from tests.support.api import Api
from tests.support.console import Visit, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member
from tests.support.credential import caller, create
from tests.support.installation import Installation
from tests.support.sequencing import sequence

Conn = psycopg.AsyncConnection[Any]


async def brand_id(api: Api) -> UUID:
    return UUID((await caller(api, api.key)).brand_id)


def sentences(text: str) -> str:
    """The page without its tags, in one line."""
    return " ".join("".join(part.partition(">")[2] for part in text.split("<")).split())


async def rows(visit: Visit, query: str = "") -> list[dict[str, str]]:
    answer = await visit.get(f"/mint/activity.csv{query}")
    assert answer.status == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="activity.csv"'
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_each_event_is_a_sentence_with_its_names_and_details(visit: Visit, api: Api, worker: None) -> None:
    del worker
    batch = await api.submit(10, at_mint=True)
    await api.ended(batch.batch_id)
    await member(api, "anna@acme.example", member_pb2.ROLE_EDITOR)
    await api.ask_before_activation()
    ref = token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch.batch_id, seq=3))
    request = minting_service_pb2.RevokeTokensRequest(
        request_id=str(uuid4()), tokens=minting_service_pb2.TokenRefs(tokens=[ref]), reason=HOSTILE
    )
    await api.minting.RevokeTokens(request, metadata=api.metadata)
    answer = await visit.get("/mint/activity")
    text = sentences(answer.text)
    assert f"owner@acme.example submitted batch …{batch.batch_id[-12:]} of 10 units of SKU-1" in text
    assert f"Hallmint minted batch …{batch.batch_id[-12:]} of 10 units" in text
    assert f"owner@acme.example revoked unit 4 of batch …{batch.batch_id[-12:]} because: {ESCAPED}" in text
    assert "owner@acme.example invited member anna@acme.example as editor" in text
    assert "anna@acme.example took up the invitation of member anna@acme.example" in text
    assert "owner@acme.example published template generic version 1" in text
    assert "owner@acme.example changed product SKU-1" in text
    assert "FieldBeforeAfter Confirm activation\N{EN DASH}yes" in text
    assert f'href="/mint/batch/{batch.batch_id}"' in answer.text
    assert "<script>alert" not in answer.text
    assert "Request " in text


async def test_events_are_filtered_and_turned_over_page_by_page(visit: Visit, api: Api, conn: Conn) -> None:
    await api.submit(10)
    text = sentences((await visit.get("/mint/activity?type=BATCH")).text)
    assert "submitted batch" in text
    assert "made product" not in text
    assert "Nothing of this sort" in (await visit.get("/mint/activity?type=EXPORT")).text
    text = (await visit.get("/mint/activity?action=CREATED&type=PRODUCT")).text
    assert "made product" in sentences(text)
    owner = (await rows(visit, "?type=BATCH"))[0]["actor"]
    assert "submitted batch" in sentences((await visit.get(f"/mint/activity?actor={owner}")).text)
    assert "Nothing of this sort" in (await visit.get("/mint/activity?actor=worker")).text
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert "submitted batch" in sentences((await visit.get(f"/mint/activity?from={today}&to={today}")).text)
    assert "Nothing of this sort" in (await visit.get("/mint/activity?to=2020-01-01")).text
    for query, words in (("from=tomorrow", "is no day"), ("from=2020-01-02&to=2020-01-01", "behind the last one")):
        answer = await visit.get(f"/mint/activity?{query}")
        assert answer.status == 200
        assert words in answer.text
    assert (await visit.get("/mint/activity?to=9999-12-31")).status == 200
    answer = await visit.get(f"/mint/activity?type=%3Cscript%3Ealert(1)&entity=%3Cscript%3E&actor={'x' * 300}")
    assert answer.status == 200
    assert "<script>alert" not in answer.text
    await write_chain(conn, await brand_id(api), [datetime.now(UTC)] * 120)
    page = await visit.get("/mint/activity?order=oldest&page=nonsense")
    assert "PAGE_TOKEN_INVALID" in page.text
    seen = 0
    while True:
        seen += page.text.count("#</span>") + page.text.count('<span class="mono">#')
        link = page.text.partition(">Next page<")[0].rpartition('href="')[2].partition('"')[0]
        if ">Next page<" not in page.text:
            break
        page = await visit.get(link.replace("&amp;", "&"))
    assert seen == 120


async def test_the_filtered_events_are_downloaded_whole_and_no_cell_runs(visit: Visit, api: Api, conn: Conn) -> None:
    machine = await create(api, "admin", name='=cmd|" /C calc"!A1')
    await member(api, "+anna@acme.example", member_pb2.ROLE_EDITOR)
    request = audit_service_pb2.ListEventsRequest(page_size=500)
    listed = (await api.audit.ListEvents(request, metadata=api.metadata)).events
    found = await rows(visit)
    assert [(row["number"], row["hash"], row["detail"]) for row in found] == [
        (str(event.number), event.hash.hex(), event.detail) for event in listed
    ]
    assert {row["actor_name"] for row in found} == {"owner@acme.example", "'+anna@acme.example", "The operator"}
    assert {row["entity_type"] for row in await rows(visit, "?type=MEMBER")} == {"MEMBER"}
    assert await rows(visit, "?type=EXPORT") == []
    actor = f"machine:{machine.credential.credential_id}"
    await write_chain(conn, await brand_id(api), [datetime.now(UTC)] * 1_201, actor=actor)
    found = await rows(visit, "?order=oldest")
    assert [row["number"] for row in found] == [str(number) for number in range(1, 1_202)]
    assert {row["actor_name"] for row in found} == {'\'=cmd|" /C calc"!A1'}


async def test_a_download_that_breaks_off_does_not_look_whole(
    visit: Visit, api: Api, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write_chain(conn, await brand_id(api), [datetime.now(UTC)] * 600)
    list_events = Client.list_events

    async def broken(self: Client, **arguments: Any) -> audit_service_pb2.ListEventsResponse:
        if arguments.get("page_token"):
            raise HallmintError("gone", code=grpc.StatusCode.UNAVAILABLE)
        return await list_events(self, **arguments)

    monkeypatch.setattr(Client, "list_events", broken)
    with pytest.raises(ClientPayloadError):
        await visit.get("/mint/activity.csv")


async def test_the_chain_is_verified_and_a_change_of_it_is_found(visit: Visit, api: Api, conn: Conn) -> None:
    page = await visit.get("/mint/activity/chain")
    head = await api.audit.GetAuditHead(audit_service_pb2.GetAuditHeadRequest(), metadata=api.metadata)
    assert f"{head.number}:{head.hash.hex()}" in page.text
    answer = await visit.post("/mint/activity/chain")
    assert answer.status == 200
    assert f"All {head.number} events are there" in answer.text
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("UPDATE events SET detail = '{}' WHERE number = 3 AND brand_id = %s", [await brand_id(api)])
    answer = await visit.post("/mint/activity/chain")
    assert "Event 3 was changed" in answer.text
    assert "at once" in answer.text


async def test_a_chain_that_was_made_again_is_not_the_one_in_the_public_log(
    visit: Visit, api: Api, conn: Conn, server: Installation
) -> None:
    before, last = last_months(2)
    await write_chain(conn, await brand_id(api), [*[before] * 2, *[last] * 2, datetime.now(UTC)])
    await sequence(server.settings)
    page = await visit.get("/mint/activity/chain")
    assert f"up to {last:%Y-%m}" in page.text
    assert page.text.index(f"{last:%Y-%m}</th>") < page.text.index(f"{before:%Y-%m}</th>")
    assert "2 months stand in the public log with the same heads" in (await visit.post("/mint/activity/chain")).text
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("UPDATE events SET actor = 'b' WHERE number = 3 AND brand_id = %s", [await brand_id(api)])
    await rehash(conn, await brand_id(api))
    answer = await visit.post("/mint/activity/chain")
    assert f"Month {last:%Y-%m}: event 4 is not the head that the log has" in answer.text


async def test_a_chain_that_is_too_long_for_a_browser_is_for_the_command(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain_check, "MOST_EVENTS", 2)
    await visit.get("/mint/activity/chain")
    answer = await visit.post("/mint/activity/chain")
    assert "takes too long here" in answer.text
    assert "hallmint audit verify" in answer.text


async def test_a_viewer_reads_the_trail_and_learns_no_names_that_are_not_theirs_to_know(url: str, api: Api) -> None:
    key = await member(api, "bo@acme.example", member_pb2.ROLE_VIEWER)
    await create(api, "admin", name="ERP")
    await api.submit(10)
    async with visiting(url, key) as visit:
        text = sentences((await visit.get("/mint/activity?type=BATCH")).text)
        assert "A member (…" in text
        assert "owner@acme.example" not in text
        assert "All " in (await visit.post("/mint/activity/chain")).text
        assert {row["actor_name"][:10] for row in await rows(visit, "?type=BATCH")} == {"A member ("}


async def test_what_newer_servers_write_is_shown_in_its_own_words(visit: Visit, api: Api, conn: Conn) -> None:
    brand = await brand_id(api)
    for kind, action, actor, detail in (
        ("NEW_THING", "DONE_SOMEHOW", "robot:9", "no json"),
        ("PRODUCT", "UPDATED", "person:x", '{"before": {"a": {"b": [1, {"c": 2}]}}, "after": {"a": {}}}'),
        ("BATCH", "SUBMITTED", "worker", '{"quantity": "many"}'),
        ("EXPORT", "FAILED", "worker", "[1]"),
        ("PRODUCT", "UPDATED", "worker", '{"cut": "{", "characters": 70000, "sha256": "00"}'),
        ("PRODUCT", "UPDATED", "worker", '{"after": ' + '{"a": ' * 60 + "1" + "}" * 61),
    ):
        await conn.execute("SELECT append_event(%s, %s, '01a2', %s, %s, '', %s)", [brand, kind, action, actor, detail])
    answer = await visit.get("/mint/activity")
    assert answer.status == 200
    text = sentences(answer.text)
    assert "robot:9 done somehow new thing 01a2" in text
    assert "Characters70000" in text
    assert "Detailno json" in text
