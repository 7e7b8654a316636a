"""The team in the console: by role, each invitation shown once, and whatever people are called."""

import pytest

from hallmint.v1 import member_pb2, member_service_pb2
from hallmint_console import context
from hallmint_server.tenancy import authenticate
from tests.support.api import Api
from tests.support.console import Visit, console, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member, members, shown, submit, the_request_id
from tests.support.credential import caller, create, invite
from tests.support.installation import Installation


async def test_an_invitation_is_shown_once_and_a_new_person_signs_in_by_it(url: str, visit: Visit, api: Api) -> None:
    form = await visit.get("/team/invite")
    sent = {"request_id": the_request_id(form.text), "email": "anna@acme.example", "role": "approver"}
    answer = await submit(visit, "/team/invite", sent)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    invitation = shown(answer.text)
    assert f"{url}/invitation" in answer.text
    again = await submit(visit, "/team/invite", sent)  # the page was loaded again
    assert again.status == 200
    assert "is not shown again" in again.text
    assert invitation not in again.text
    assert "Invited" in (await visit.get("/team")).text
    async with visiting(url) as person:
        await person.get("/invitation")
        answer = await person.post("/invitation", invitation=f" {invitation} ", name="laptop")
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
        key = shown(answer.text)
        again = await person.post("/invitation", invitation=invitation, name="laptop")
        assert again.status == 401
        assert "works once" in again.text
        assert key not in again.text
        assert (await person.sign_in(key)).status == 303
        assert "laptop" in (await person.get("/credentials")).text
    assert (await members(api))["anna@acme.example"].role == member_pb2.ROLE_APPROVER


async def test_an_invitation_that_is_none_is_refused_and_tries_are_few(url: str, api: Api) -> None:
    async with visiting(url) as person:
        await person.get("/invitation")
        for text in ("nonsense", api.key, ""):
            answer = await person.post("/invitation", invitation=text, name="phone")
            assert answer.status == 422
            assert "This is no invitation" in answer.text
            assert 'value="phone"' in answer.text
            assert not text or text not in answer.text
        forged = f"hm_invite_{'0' * 12}_{'0' * 52}_{'0' * 6}"
        assert "CREDENTIAL_INVALID" in (await person.post("/invitation", invitation=forged)).text
        assert [(await person.post("/invitation")).status for _ in range(7)] == [422] * 6 + [429]
        assert (await person.sign_in(api.key)).status == 429
        assert (await person.post("/invitation", token="0" * 64, invitation=forged)).status == 403


async def test_who_has_a_credential_joins_another_brand_with_it(url: str, api: Api) -> None:
    first = api.key
    await api.make_brand("other")
    invitation = (await invite(api, "owner@acme.example", member_pb2.ROLE_VIEWER)).invitation
    async with visiting(url, first) as visit:
        await visit.get("/join")
        for text, status in (("x", 422), (f"hm_invite_{'0' * 12}_{'0' * 52}_{'0' * 6}", 401)):
            assert (await visit.post("/join", invitation=text)).status == status
        answer = await visit.post("/join", invitation=invitation)
        assert (answer.status, answer.headers["Location"]) == (303, "/credentials?done=joined")
        page = await visit.get("/credentials?done=joined")
        assert "You joined the brand" in page.text
        assert 'value="other"' in page.text
        await visit.post("/brand", brand="other")
        # The server may know of it some seconds later: whoever asks before goes on with the brand that they had.
        assert (await visit.get("/mint")).status == 200
        assert (await visit.post("/join", invitation=invitation)).status == 401
        assert (await visit.get("/mint")).status == 200


async def test_a_page_that_was_left_open_does_nothing_to_another_brand(
    url: str, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authenticate, "FRESH_SECONDS", 0.0)  # who is in which brand holds at once
    first = api.key
    await api.make_brand("other")
    invitation = (await invite(api, "owner@acme.example", member_pb2.ROLE_OWNER)).invitation
    async with visiting(url, first) as visit:
        page = await visit.get("/join")
        left_open = visit.token
        assert "Acme" in page.text
        await visit.post("/join", invitation=invitation)
        await visit.get("/credentials")
        await visit.post("/brand", brand="other")
        answer = await visit.post("/settings", token=left_open, default_market="DE")
        assert answer.status == 403
        assert "not of this session and brand" in answer.text
        await visit.get("/settings")
        assert (await visit.post("/settings", default_market="DE")).status == 303
        assert (await visit.post("/brand", token=left_open, brand="acme")).status == 303
        await visit.post("/brand", brand="other")
        assert (await visit.post("/sign-out", token=left_open)).headers["Location"] == "/sign-in"


async def test_who_is_in_no_brand_any_more_is_led_to_where_they_can_join_one(url: str, api: Api) -> None:
    key = await member(api, "gone@acme.example", member_pb2.ROLE_VIEWER)
    gone = (await members(api))["gone@acme.example"].member_id
    await api.members.RemoveMember(member_service_pb2.RemoveMemberRequest(member_id=gone), metadata=api.metadata)
    async with visiting(url, key) as visit:
        assert (await visit.get("/mint")).headers["Location"] == "/credentials"
        page = await visit.get("/credentials")
        assert page.status == 200
        assert "Join a brand" in page.text


async def test_roles_change_and_members_go_and_the_last_owner_stays(visit: Visit, api: Api) -> None:
    await member(api, "bo@acme.example", member_pb2.ROLE_VIEWER)
    bo, owner = (await members(api))["bo@acme.example"], (await members(api))["owner@acme.example"]
    await visit.get("/team")
    answer = await visit.post(f"/team/{bo.member_id}/role", role="editor")
    assert answer.headers["Location"] == "/team?done=role"
    assert "The role was changed" in (await visit.get("/team?done=role")).text
    assert (await members(api))["bo@acme.example"].role == member_pb2.ROLE_EDITOR
    refused = await visit.post(f"/team/{owner.member_id}/role", role="viewer")
    assert refused.status == 409
    assert "LAST_OWNER" in refused.text
    assert "bo@acme.example" in refused.text
    assert (await visit.post(f"/team/{bo.member_id}/role", role="emperor")).status == 422
    assert "Remove bo@acme.example?" in (await visit.get(f"/team/{bo.member_id}/remove")).text
    answer = await visit.post(f"/team/{bo.member_id}/remove")
    assert answer.headers["Location"] == "/team?done=removed"
    assert set(await members(api)) == {"owner@acme.example"}
    assert (await visit.post(f"/team/{owner.member_id}/remove")).status == 409
    assert (await visit.post(f"/team/{bo.member_id}/remove")).status == 404
    assert (await visit.get(f"/team/{bo.member_id}/remove")).status == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": HOSTILE, "role": "viewer"}, "e-mail address"),
        ({"email": "a@b.example", "role": "emperor"}, "role"),
        ({"email": "owner@acme.example", "role": "viewer"}, "MEMBER_EXISTS"),
    ],
)
async def test_a_refused_invitation_comes_back_as_it_was_typed(
    visit: Visit, fields: dict[str, str], words: str
) -> None:
    await visit.get("/team/invite")
    answer = await submit(visit, "/team/invite", fields)
    assert answer.status in {409, 422}
    assert words in answer.text
    typed = fields["email"].replace(HOSTILE, ESCAPED)
    assert f'value="{typed}"' in answer.text
    assert "<script>alert" not in answer.text
    assert ('value="viewer" required checked' in answer.text) == (fields["role"] == "viewer")


@pytest.mark.parametrize("role", [member_pb2.ROLE_VIEWER, member_pb2.ROLE_APPROVER, member_pb2.ROLE_ADMIN])
async def test_who_may_not_is_shown_no_form_and_is_refused_by_the_api(
    url: str, api: Api, role: member_pb2.Role.ValueType
) -> None:
    key = await member(api, "bo@acme.example", role)
    machine = (await create(api, "scan:read", name="ERP")).key
    victim = (await caller(api, machine)).credential.credential_id
    is_admin = role == member_pb2.ROLE_ADMIN
    owner = (await members(api))["owner@acme.example"].member_id
    async with visiting(url, key) as visit:
        home = (await visit.get("/mint")).text
        assert ('href="/team"' in home) == is_admin
        team = await visit.get("/team")
        assert team.status == (200 if is_admin else 403)
        assert "Invite" not in team.text.replace("Invited", "")
        assert "/remove" not in team.text
        assert 'method="post" action="/team' not in (await visit.get("/team/invite")).text
        for path, fields in (
            ("/team/invite", {"email": "x@acme.example", "role": "owner"}),
            (f"/team/{owner}/role", {"role": "viewer"}),
            (f"/team/{owner}/remove", {}),
        ):
            answer = await submit(visit, path, fields)
            assert answer.status == 403
            assert "PERMISSION_MISSING" in answer.text
        text = (await visit.get("/credentials")).text
        assert ("ERP" in text) == is_admin
        if not is_admin:
            assert "/credentials/new" not in text
            assert 'action="/credentials/new"' not in (await visit.get("/credentials/new")).text
            assert (await visit.post("/credentials/new", name="x", scope="admin")).status == 403
            # Of the brand's they know none: it is not theirs to find.
            assert (await visit.post(f"/credentials/{victim}/revoke")).status == 404
            assert (await visit.post(f"/credentials/{victim}/rotate")).status == 404
    assert set(await members(api)) == {"owner@acme.example", "bo@acme.example"}
    assert (await caller(api, machine)).credential.credential_id == victim


async def test_a_members_address_is_text_wherever_it_stands(visit: Visit, api: Api) -> None:
    hostile = "{{7*7}}'&!#x@" + "long-" * 11 + "x.example"
    await invite(api, hostile, member_pb2.ROLE_VIEWER)
    text = (await visit.get("/team")).text
    assert "{{7*7}}&#39;&amp;!#x@" in text
    assert hostile not in text


async def test_no_secret_is_in_an_address_or_in_the_log(
    server: Installation, api: Api, capfd: pytest.CaptureFixture[str]
) -> None:
    async with console(server) as (url, app), visiting(url, api.key) as visit:
        await visit.get("/credentials/new")
        made = await visit.post("/credentials/new", name="x", scope="scan:read")
        key = shown(made.text)
        assert (await visit.get("/team/invite")).status == 200
        async with visiting(url) as person:
            await person.get("/invitation")
            await person.post("/invitation", invitation=key)
        assert app[context.CSP_REPORTS].count == 0
    out, err = capfd.readouterr()
    assert key not in out + err
