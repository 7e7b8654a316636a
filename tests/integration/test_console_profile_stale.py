"""Two people at the same draft of a carrier profile in the console: nobody's work is overwritten or published unseen, and nothing
typed is lost.
"""

import json
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from hallmint.v1 import carrier_profile_pb2
from hallmint.v1 import carrier_profile_service_pb2 as pb
from hallmint_client.carrier_definition import write_definition
from tests.support.api import Api
from tests.support.console import Answer, Visit
from tests.support.console_form import ESCAPED, HOSTILE, revisions, revisions_over, submit
from tests.support.profile_scene import definition

PLACE = "/settings/profile/ours/1"


@pytest.fixture(autouse=True)
async def draft(api: Api, visit: Visit) -> None:
    request = pb.CreateCarrierProfileRequest(request_id=str(uuid4()), key="ours", definition=definition())
    await api.profiles.CreateCarrierProfile(request, metadata=api.metadata)
    await visit.get(f"{PLACE}/edit")


async def saved(api: Api) -> carrier_profile_pb2.CarrierProfile:
    request = pb.GetCarrierProfileRequest(key="ours", version=1)
    return (await api.profiles.GetCarrierProfile(request, metadata=api.metadata)).carrier_profile


def typed(name: str, *fields: str, **changes: Any) -> str:
    return json.dumps({**write_definition(definition(*fields, name=name)), **changes}, indent=2)


async def save(visit: Visit, text: str, seen: str = "1", **more: str) -> Answer:
    return await submit(visit, f"{PLACE}/edit", {"text": text, "revision": seen, **more})


async def test_a_stale_form_overwrites_nothing_and_comes_back_as_it_was_typed(visit: Visit, api: Api) -> None:
    assert revisions((await visit.get(f"{PLACE}/edit")).text) == ["1"]
    assert (await save(visit, typed("Theirs"))).status == 303
    assert revisions((await visit.get(f"{PLACE}/edit")).text) == ["2"]
    stale = await save(visit, typed(HOSTILE, "seq", "url"))
    assert (stale.status, "REVISION_CHANGED" in stale.text, "Somebody saved it meanwhile" in stale.text) == (
        409,
        True,
        True,
    )
    assert typed(HOSTILE, "seq", "url") in unescape(stale.text), "what was typed is there"
    assert f"<li>Name: {ESCAPED}, not Theirs</li>" in stale.text
    assert "<li>Columns: said otherwise</li>" in stale.text
    assert "<script>alert" not in stale.text
    assert f'href="{PLACE}"' in stale.text, "theirs can be seen"
    assert (await saved(api)).definition.name == "Theirs"
    assert (revisions(stale.text), revisions_over(stale.text)) == (["1"], ["2"])
    assert (await save(visit, typed("Mine"))).status == 409, "that is not looking at it"
    over = await save(visit, typed("Mine"), do="save-over", over="2")
    assert over.headers["Location"] == f"{PLACE}?done=updated"
    assert (await saved(api)).definition.name == "Mine"


async def test_what_a_third_person_saved_is_looked_at_too(visit: Visit, api: Api) -> None:
    await save(visit, typed("Theirs"))
    over = revisions_over((await save(visit, typed("Mine"))).text)[0]
    await save(visit, typed("Third"), seen="2")
    refused = await save(visit, typed("Mine"), do="save-over", over=over)
    assert (refused.status, revisions_over(refused.text)) == (409, ["3"])
    assert (await saved(api)).definition.name == "Third"


async def test_what_is_no_profile_or_is_refused_is_told_as_stale_too(visit: Visit, api: Api) -> None:
    await save(visit, typed("Theirs"))
    no_profile = await save(visit, "{")
    assert (no_profile.status, "It is no profile" in no_profile.text) == (422, True)
    too_long = await save(visit, typed("x" * 101))
    assert (too_long.status, "<li>Name: said otherwise</li>" in too_long.text) == (422, True)
    for answer in (no_profile, too_long):
        assert (revisions(answer.text), revisions_over(answer.text)) == (["1"], ["2"])
    assert (await saved(api)).definition.name == "Theirs"


async def test_who_typed_the_same_as_another_is_told_of_nothing(visit: Visit) -> None:
    await save(visit, typed("Theirs"))
    assert (await save(visit, typed("Theirs"))).status == 303


async def test_only_what_was_looked_at_is_published(visit: Visit, api: Api) -> None:
    seen = revisions((await visit.get(PLACE)).text)
    assert seen == ["1"]
    # With a fault, so that only another look at it is the reason.
    await save(visit, typed(""))
    refused = await visit.post(f"{PLACE}/publish", revision=seen[0])
    assert (refused.status, "REVISION_CHANGED" in refused.text, "look at it, then publish it" in refused.text) == (
        409,
        True,
        True,
    )
    await save(visit, typed("Theirs"), seen="2")
    refused = await visit.post(f"{PLACE}/publish", revision="2")
    assert "Theirs" in refused.text
    assert (await saved(api)).state == carrier_profile_pb2.CARRIER_PROFILE_STATE_DRAFT
    now = revisions(refused.text)[0]
    answer = await visit.post(f"{PLACE}/publish", revision=now)
    assert answer.headers["Location"] == f"{PLACE}?done=published"
    assert (await saved(api)).state == carrier_profile_pb2.CARRIER_PROFILE_STATE_PUBLISHED


async def test_what_was_typed_while_it_was_published_is_told_and_not_lost(visit: Visit) -> None:
    assert (await visit.post(f"{PLACE}/publish", revision="1")).status == 303
    late = await save(visit, typed(HOSTILE))
    assert (late.status, "VERSION_NOT_DRAFT" in late.text, "What you typed is not in it" in late.text) == (
        409,
        True,
        True,
    )
    assert f"<li>Name: {ESCAPED}, not Ours</li>" in late.text
    assert typed(HOSTILE) in unescape(late.text)
    assert "<script>alert" not in late.text
    assert (revisions_over(late.text), "<button" in late.text.partition("<main")[2]) == ([], False)
    assert "What you typed" not in (await visit.get(f"{PLACE}/edit")).text


@pytest.mark.parametrize("revision", ["x", "-1", "9" * 40, "\u0661"])
async def test_a_revision_that_is_none_is_nobodys(visit: Visit, api: Api, revision: str) -> None:
    for answer in (await save(visit, typed("Mine"), revision), await visit.post(f"{PLACE}/publish", revision=revision)):
        assert (answer.status, "REVISION_CHANGED" in answer.text) == (409, True)
    assert (await saved(api)).definition.name == "Ours"
    assert (await saved(api)).state == carrier_profile_pb2.CARRIER_PROFILE_STATE_DRAFT
