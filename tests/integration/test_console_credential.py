"""Credentials in the console: each key shown once, replaced without a gap, ended at once."""

from hallmint.v1 import credential_service_pb2, member_pb2
from tests.support.api import Api
from tests.support.console import Visit, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member, shown, submit, the_request_id
from tests.support.credential import caller, create


async def test_a_machines_key_is_shown_once_and_replaced_and_revoked(visit: Visit, api: Api) -> None:
    assert "No machine has a credential" in (await visit.get("/credentials")).text
    form = await visit.get("/credentials/new")
    sent = {"request_id": the_request_id(form.text), "name": HOSTILE, "scope": "mint:write", "lifetime": "30"}
    answer = await submit(visit, "/credentials/new", sent)
    key = shown(answer.text)
    assert ESCAPED in answer.text
    assert "<script>alert" not in answer.text
    assert list((await caller(api, key)).credential.scopes) == ["mint:write"]
    again = await submit(visit, "/credentials/new", sent)
    assert "is not shown again" in again.text
    assert key not in again.text
    machine = (await caller(api, key)).credential.credential_id
    listed = await visit.get("/credentials")
    assert ESCAPED in listed.text
    assert "<script>alert" not in listed.text
    assert "Active" in listed.text
    form = await visit.get(f"/credentials/{machine}/rotate")
    assert "mint:write" not in form.text
    rotated = await visit.post(
        f"/credentials/{machine}/rotate", request_id=the_request_id(form.text), overlap="1", lifetime="90"
    )
    successor = shown(rotated.text)
    assert list((await caller(api, successor)).credential.scopes) == ["mint:write"]
    text = (await visit.get("/credentials")).text
    assert "Being replaced" in text
    assert "within 14 days" not in text
    refused = await visit.post(f"/credentials/{machine}/rotate", overlap="1")
    assert refused.status == 422
    assert "rotated already" in refused.text
    assert "Revoke" in (await visit.get(f"/credentials/{machine}/revoke")).text
    answer = await visit.post(f"/credentials/{machine}/revoke")
    assert answer.headers["Location"] == "/credentials?done=revoked"
    assert "was revoked" in (await visit.get("/credentials?done=revoked")).text
    assert "Revoked" in (await visit.get("/credentials")).text
    assert (await visit.get(f"/credentials/{'0' * 12}/revoke")).status == 404


async def test_a_refused_credential_comes_back_as_it_was_typed(visit: Visit) -> None:
    await visit.get("/credentials/new")
    answer = await visit.post("/credentials/new", name=HOSTILE, lifetime="90")
    assert answer.status == 422
    assert "Give at least one of" in answer.text
    assert f'value="{ESCAPED}"' in answer.text
    assert '<option value="90" selected>' in answer.text
    answer = await visit.post("/credentials/new", name="", scope="scan:read")
    assert answer.status == 422
    assert 'value="scan:read" checked' in answer.text


async def test_whoever_revokes_what_they_signed_in_with_is_signed_out(url: str, api: Api) -> None:
    key = await member(api, "bo@acme.example", member_pb2.ROLE_VIEWER)
    mine = (await caller(api, key)).credential.credential_id
    async with visiting(url, key) as visit:
        page = await visit.get("/credentials")
        assert "you signed in with it" in page.text
        assert "you are signed out" in (await visit.get(f"/credentials/{mine}/revoke")).text
        answer = await visit.post(f"/credentials/{mine}/revoke")
        assert answer.headers["Location"] == "/sign-in"
        assert (await visit.get("/mint")).status == 303


async def test_a_person_rotates_their_own_credential(url: str, api: Api) -> None:
    key = await member(api, "bo@acme.example", member_pb2.ROLE_VIEWER)
    mine = (await caller(api, key)).credential.credential_id
    async with visiting(url, key) as visit:
        form = await visit.get(f"/credentials/{mine}/rotate")
        answer = await visit.post(f"/credentials/{mine}/rotate", request_id=the_request_id(form.text), overlap="24")
        successor = shown(answer.text)
        assert (await visit.sign_in(successor)).status == 303
        assert "Being replaced" in (await visit.get("/credentials")).text


async def test_what_ends_soon_is_pointed_out(visit: Visit, api: Api) -> None:
    made = await create(api, "scan:read", name="Soon")
    request = credential_service_pb2.CreateCredentialRequest(
        request_id=the_request_id((await visit.get("/credentials/new")).text), name="Sooner", scopes=["scan:read"]
    )
    request.lifetime.FromSeconds(3 * 86_400)
    await api.credentials.CreateCredential(request, metadata=api.metadata)
    text = (await visit.get("/credentials")).text
    assert "1 credential ends within 14 days" in text
    assert "Rotate Sooner" in text
    assert made.credential.credential_id in text
