"""The console before a real server: who gets in, what forms are believed, what is shown to whom."""

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientTimeout

from hallmint_console import context, stream
from hallmint_console.page import static_url
from tests.support.api import Api
from tests.support.console import Visit, console, visiting
from tests.support.installation import Installation


async def test_nobody_sees_a_screen_without_a_session_and_is_led_back_after_signing_in(url: str, api: Api) -> None:
    async with visiting(url) as visit:
        answer = await visit.get("/mint?state=failed")
        assert (answer.status, answer.headers["Location"]) == (303, "/sign-in?next=%2Fmint%3Fstate%3Dfailed")
        page = {"HX-Request": "true", "HX-Current-URL": f"{url}/mint?state=failed"}
        part = await visit.get("/mint/counters", **page)
        assert (part.status, part.headers["HX-Redirect"]) == (204, answer.headers["Location"])
        page["HX-Current-URL"] = "https://[nowhere"
        assert (await visit.get("/mint/counters", **page)).headers["HX-Redirect"] == "/sign-in"
        await visit.get(answer.headers["Location"])
        answer = await visit.post("/sign-in", credential=api.key, next="/mint?state=failed")
        assert (answer.status, answer.headers["Location"]) == (303, "/mint?state=failed")
        assert (await visit.get("/mint")).status == 200


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "/\\evil.example", "\t/x", ""])
async def test_signing_in_leads_to_no_other_site(url: str, api: Api, address: str) -> None:
    async with visiting(url) as visit:
        await visit.get("/sign-in")
        answer = await visit.post("/sign-in", credential=api.key, next=address)
        assert answer.headers["Location"] == "/mint"


@pytest.mark.parametrize(
    ("key", "status", "words"),
    [
        ("secret", 422, "This is no credential"),
        ("hm_live_" + "0" * 12 + "_" + "0" * 52 + "_" + "0" * 6, 401, "CREDENTIAL_INVALID"),
    ],
)
async def test_a_wrong_credential_is_refused_in_words_and_never_shown(
    url: str, key: str, status: int, words: str
) -> None:
    async with visiting(url) as visit:
        answer = await visit.sign_in(key)
        assert answer.status == status
        assert words in answer.text
        assert key not in answer.text
        assert (await visit.get("/mint")).status == 303


async def test_a_programs_credential_is_no_persons(url: str, server: Installation) -> None:
    async with visiting(url) as visit:
        answer = await visit.sign_in(await server.operator())
        assert answer.status == 403
        assert "not a person&#39;s" in answer.text


async def test_signing_in_is_throttled(url: str) -> None:
    async with visiting(url) as visit:
        assert [(await visit.sign_in("x")).status for _ in range(11)] == [422] * 10 + [429]


async def test_those_who_come_through_a_proxy_are_counted_apart(server: Installation) -> None:
    async with console(server, trusted_proxies=("127.0.0.1/32",)) as (url, _), visiting(url) as visit:
        await visit.get("/sign-in")

        async def tried(address: str) -> int:
            fields = {"form_token": visit.token, "credential": "x"}
            async with visit.http.post(f"{url}/sign-in", data=fields, headers={"X-Forwarded-For": address}) as response:
                return response.status

        assert [await tried("192.0.2.1") for _ in range(11)] == [422] * 10 + [429]
        assert await tried("198.51.100.1") == 422


async def test_signing_out_ends_the_session_at_the_api_too(visit: Visit) -> None:
    await visit.get("/mint")
    cookies = [(cookie.key, cookie.value) for cookie in visit.http.cookie_jar]
    assert (await visit.post("/sign-out")).headers["Location"] == "/sign-in"
    visit.http.cookie_jar.update_cookies(cookies)  # somebody kept a copy
    assert (await visit.get("/mint")).status == 303


async def test_a_form_from_elsewhere_is_refused(visit: Visit, api: Api) -> None:
    batch = await api.submit(10)
    await visit.get("/mint")
    for token in ("", "0" * 64):
        answer = await visit.post(f"/mint/batch/{batch.batch_id}/cancel", token=token)
        assert answer.status == 403
        assert "not of this session and brand" in answer.text
    assert (await api.batch(batch.batch_id)).state == batch.state
    async with visit.http.post(
        f"{visit.url}/sign-out", headers={"Sec-Fetch-Site": "cross-site"}, allow_redirects=False
    ) as response:
        assert response.status == 403


async def test_files_are_ours_alone(url: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "secret.txt"
    elsewhere.write_bytes(b"secret")
    digest = hashlib.sha256(b"secret").hexdigest()[:16]
    style = static_url("style.css")
    names = (f"/static/{digest}/{elsewhere}", f"/static/{digest}/style.css", f"/static/{digest}/none.css")
    async with visiting(url) as visit:
        assert (await visit.get(style)).status == 200
        assert [(await visit.get(name)).status for name in names] == [404] * len(names)


async def test_every_answer_has_the_headers_that_protect_it(visit: Visit) -> None:
    for path in ("/mint", "/nothing", "/sign-in", "/healthz"):
        headers = (await visit.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Request-Id"]


async def test_the_dashboard_shows_batches_and_filters_them(visit: Visit, api: Api) -> None:
    assert "No batches yet" in (await visit.get("/mint")).text
    batch = await api.submit(12_345)
    text = (await visit.get("/mint")).text
    assert batch.batch_id in text
    assert "12,345" in text
    assert "Queued" in text
    assert batch.batch_id not in (await visit.get("/mint?state=failed")).text
    assert (await visit.get("/mint?page=nonsense")).status == 200
    assert (await visit.get("/mint/batch/00000000-0000-7000-8000-000000000000")).status == 404


async def test_a_batch_is_cancelled_by_its_button(visit: Visit, api: Api) -> None:
    batch = await api.submit(10)
    page = await visit.get(f"/mint/batch/{batch.batch_id}")
    assert "Cancel this batch" in page.text
    answer = await visit.post(f"/mint/batch/{batch.batch_id}/cancel")
    assert answer.headers["Location"] == f"/mint/batch/{batch.batch_id}"
    assert "Cancelled" in (await visit.get(f"/mint/batch/{batch.batch_id}")).text
    refused = await visit.post(f"/mint/batch/{batch.batch_id}/resume", htmx=True)
    assert refused.status == 409
    assert refused.headers["HX-Retarget"] == "#notice"
    assert "BATCH_NOT_RESUMABLE" in refused.text


async def test_progress_comes_as_events_to_the_end(visit: Visit, api: Api, worker: None) -> None:
    del worker
    batch = await api.submit(50_000)
    async with visit.http.get(
        f"{visit.url}/mint/events?batch={batch.batch_id}", timeout=ClientTimeout(total=60)
    ) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        body = (await response.read()).decode()
    assert f"event: batch-{batch.batch_id}\n" in body
    assert "50,000" in body
    assert "Minted" in body
    assert body.endswith("event: end\ndata: \n\n")


async def test_another_brands_batch_is_not_followed(url: str, api: Api) -> None:
    batch = await api.submit(10)
    await api.make_brand("other")
    async with visiting(url, api.key) as visit:
        assert (await visit.get(f"/mint/events?batch={batch.batch_id}")).status == 404
        assert (await visit.get(f"/mint/batch/{batch.batch_id}")).status == 404


async def test_many_viewers_of_a_batch_cost_the_server_one_watch(server: Installation, api: Api) -> None:
    batch = await api.submit(10)
    async with console(server) as (url, app), visiting(url, api.key) as visit:
        streams = [
            await visit.http.get(f"{url}/mint/events?batch={batch.batch_id}", timeout=ClientTimeout(total=60))
            for _ in range(20)
        ]
        await asyncio.gather(*(stream.content.readuntil(b"Queued") for stream in streams))
        assert app[context.LIVE].watches == 1
        for stream in streams:
            stream.close()


async def test_a_server_that_cannot_be_reached_is_told_in_words_and_the_page_can_be_tried_again(
    server: Installation, visit: Visit
) -> None:
    async with console(replace(server, port=1)) as (visit.url, _):  # the same cookies, and nothing behind it
        answer = await visit.get("/mint?state=failed")
        assert answer.status == 503
        assert "The server cannot be reached." in answer.text
        assert "UNAVAILABLE" in answer.text
        assert answer.headers["X-Request-Id"] in answer.text
        assert 'href="/mint?state=failed"' in answer.text
        assert "127.0.0.1" not in answer.text
        assert "evil" not in (await visit.get("//evil.example/")).text
        part = await visit.get("/mint/counters", **{"HX-Request": "true", "HX-Trigger": "counters"})
        assert (part.status, part.headers["HX-Reswap"]) == (503, "innerHTML")


async def test_nothing_more_is_sent_to_whoever_signed_out(
    url: str, visit: Visit, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_HEARTBEAT_SECONDS", 0.05)
    batch = await api.submit(10)
    path = f"{url}/mint/events?batch={batch.batch_id}"
    async with visiting(url, api.key) as other, other.http.get(path, timeout=ClientTimeout(total=60)) as theirs:
        await theirs.content.readuntil(b"Queued")
        async with visit.http.get(path, timeout=ClientTimeout(total=60)) as own:
            await own.content.readuntil(b"Queued")
            await visit.get("/mint")
            await visit.post("/sign-out")
            assert b"event: end" not in await own.content.read()
        await theirs.content.readuntil(b"still there")
