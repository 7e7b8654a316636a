"""The client's credential, TLS, members, credentials and sessions."""

import pickle
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme

from hallmint.v1 import member_pb2
from hallmint_client import Client, HallmintError
from tests.support.fake_service import FakeService, serve
from tests.support.fake_tenancy import NEW_KEY, SESSION_TOKEN
from tests.support.sample import CREDENTIAL, INVITATION
from tests.support.script import QUICK, UNAVAILABLE


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
async def client(service: FakeService) -> AsyncIterator[Client]:
    with serve(service) as address:
        async with Client(address, credential=f"\n {CREDENTIAL}\n", brand="nordlicht", policy=QUICK) as found:
            yield found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "secret-word",
        CREDENTIAL[:-1],
        CREDENTIAL + "a",
        CREDENTIAL.upper(),
        CREDENTIAL.replace("bbb", "bub", 1),
        CREDENTIAL.replace("live", "dead"),
        CREDENTIAL.replace("bbb", "b\nb", 1),
        f"{CREDENTIAL}\n{CREDENTIAL}",
    ],
)
def test_what_is_no_credential_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(ValueError, match="hm_live_") as caught:
        Client(credential=text)
    assert not text or text not in str(caught.value)
    assert "bbb" not in str(caught.value)


async def test_the_credential_is_in_no_text(client: Client, service: FakeService) -> None:
    service.refusals["GetCaller"] = [UNAVAILABLE] * QUICK.attempts
    with pytest.raises(HallmintError) as caught:
        await client.get_caller()
    error = caught.value
    texts = [repr(client), str(error), repr(error), repr(error.__dict__), str(error.__cause__), repr(error.__cause__)]
    assert not any("bbbb" in text for text in texts)
    assert b"bbbb" not in pickle.dumps(error)
    assert service.credentials == [f"Bearer {CREDENTIAL}"] * QUICK.attempts


async def test_a_client_without_a_credential_sends_none(service: FakeService) -> None:
    with serve(service) as address:
        async with Client(address, policy=QUICK) as client:
            await client.get_caller()
    assert (service.credentials, service.brands) == ([""], [""])


async def test_one_connection_serves_several_callers(client: Client, service: FakeService) -> None:
    other = client.acting(SESSION_TOKEN, brand="suedlicht")
    await other.get_caller()
    await client.get_caller()
    assert service.credentials == [f"Bearer {SESSION_TOKEN}", f"Bearer {CREDENTIAL}"]
    assert service.brands == ["suedlicht", "nordlicht"]
    assert SESSION_TOKEN not in repr(other)
    with pytest.raises(ValueError, match="no credential"):
        client.acting("secret-word")


async def test_members_are_invited_changed_and_removed(client: Client, service: FakeService) -> None:
    service.refusals["InviteMember"] = [UNAVAILABLE]
    invited = await client.invite_member("o@nordlicht.example", role=member_pb2.ROLE_EDITOR)
    assert invited.invitation == INVITATION
    assert len({call.request_id for call in service.calls}) == 1
    found = [member async for member in client.members()]
    assert (await client.update_member(found[0].member_id, role=member_pb2.ROLE_OWNER)).role == member_pb2.ROLE_OWNER
    await client.remove_member(found[0].member_id)
    assert service.calls[-1].member_id == found[0].member_id
    assert set(service.brands) == {"nordlicht"}


async def test_an_invitation_and_a_session_are_never_asked_for_twice(client: Client, service: FakeService) -> None:
    for method in ("AcceptInvitation", "CreateSession"):
        service.refusals[method] = [UNAVAILABLE]
    with pytest.raises(HallmintError):
        await client.accept_invitation()
    with pytest.raises(HallmintError):
        await client.create_session()
    assert len(service.calls) == 2
    assert (await client.accept_invitation(credential_name="mine")).key == NEW_KEY
    assert (await client.accept_invitation(f"{INVITATION}\n")).key == ""
    assert service.calls[-1].invitation == INVITATION
    assert (await client.create_session()).session_token == SESSION_TOKEN
    await client.revoke_session()
    assert set(service.brands) == {""}, "which brand it is for, the invitation says"


async def test_credentials_are_made_rotated_and_revoked(client: Client, service: FakeService) -> None:
    made = await client.create_credential("erp", scopes=["mint:write"], lifetime=timedelta(days=90))
    assert (made.key, service.calls[-1].lifetime.seconds) == (NEW_KEY, 90 * 86_400)
    assert list(service.calls[-1].scopes) == ["mint:write"]
    credential_id = made.credential.credential_id
    await client.rotate_credential(credential_id, overlap=timedelta(0))
    sent = service.calls[-1]
    assert sent.HasField("overlap")
    assert sent.overlap.seconds == 0
    assert not sent.HasField("lifetime")
    assert (await client.revoke_credential(credential_id)).HasField("revoked_at")
    assert [found.name async for found in client.credentials()] == ["erp"]
    assert [found.name async for found in client.own_credentials()] == ["personal"]
    assert (await client.get_caller()).brand_slug == "nordlicht"
    assert len({call.request_id for call in service.calls[:2]}) == 2


class Authority:
    """A certificate authority, and what it has signed, as files."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.ca, self.certificate, self.key = (folder / name for name in ("ca.pem", "leaf.pem", "key.pem"))
        leaf = authority.issue_cert("127.0.0.1")
        authority.cert_pem.write_to_path(str(self.ca))
        leaf.private_key_pem.write_to_path(str(self.key))
        self.certificate.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))

    def server(self) -> grpc.ServerCredentials:
        pair = [(self.key.read_bytes(), self.certificate.read_bytes())]
        return grpc.ssl_server_credentials(pair, self.ca.read_bytes(), require_client_auth=True)


async def test_both_sides_know_each_other_by_tls(service: FakeService, tmp_path: Path) -> None:
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
    ours, theirs = Authority(tmp_path / "ours"), Authority(tmp_path / "theirs")
    with serve(service, ours.server()) as address:
        known: dict[str, Any] = {"ca": ours.ca, "certificate": ours.certificate, "key": ours.key}
        async with Client(address, credential=CREDENTIAL, policy=QUICK, **known) as client:
            assert (await client.get_caller()).brand_slug == "nordlicht"
        wrong: tuple[dict[str, Any], ...] = ({"ca": ours.ca}, {**known, "ca": theirs.ca}, {})
        for files in wrong:
            async with Client(address, credential=CREDENTIAL, policy=QUICK, **files) as client:
                with pytest.raises(HallmintError) as caught:
                    await client.get_caller()
                assert caught.value.code is grpc.StatusCode.UNAVAILABLE
    assert len(service.calls) == 1


def test_files_of_tls_that_are_none_are_refused_before_any_call(tmp_path: Path) -> None:
    ours = Authority(tmp_path)
    absent, bad = tmp_path / "absent", tmp_path / "bad"
    bad.write_bytes(b"\xff no certificate")
    with pytest.raises(ValueError, match=r"absent cannot be read: No such file"):
        Client(ca=absent)
    with pytest.raises(ValueError, match="holds no PEM certificate"):
        Client(ca=bad)
    with pytest.raises(ValueError, match="go together"):
        Client(ca=ours.ca, key=ours.key)
    with pytest.raises(ValueError, match="are not a PEM certificate and its"):
        Client(certificate=ours.certificate, key=bad)
