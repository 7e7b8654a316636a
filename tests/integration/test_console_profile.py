"""Carrier profiles in the console: drafts as their files, problems at their lines, and what exports get by default."""

import json
import re
from html import unescape
from typing import Any

import pytest

from hallmint.v1 import carrier_profile_pb2, carrier_profile_service_pb2, export_pb2, member_pb2
from tests.support.api import Api
from tests.support.console import Answer, Visit, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member, submit, the_request_id

_TEXT = re.compile(r"<textarea[^>]*>\n(.*?)</textarea>", re.DOTALL)
_PROBLEM = re.compile(r'<li><a href="[^"]*" data-line="([0-9]+)">Line [0-9]+</a> ([^<]*)</li>')
DRAFT = carrier_profile_pb2.CARRIER_PROFILE_STATE_DRAFT
PUBLISHED = carrier_profile_pb2.CARRIER_PROFILE_STATE_PUBLISHED


async def stored(api: Api, key: str, version: int = 0) -> carrier_profile_pb2.CarrierProfile:
    request = carrier_profile_service_pb2.GetCarrierProfileRequest(key=key, version=version)
    return (await api.profiles.GetCarrierProfile(request, metadata=api.metadata)).carrier_profile


def text_of(answer: Answer) -> str:
    match = _TEXT.search(answer.text)
    assert match is not None, answer.text
    return unescape(match[1])


def problems(answer: Answer) -> list[tuple[int, str]]:
    return [(int(line), unescape(words)) for line, words in _PROBLEM.findall(answer.text)]


async def begin(visit: Visit, key: str = "press-2", **changes: Any) -> Answer:
    """Create a profile from what the form begins with."""
    form = await visit.get("/settings/profiles/new")
    said = {**json.loads(text_of(form)), **changes}
    return await visit.post(
        "/settings/profiles/new", key=key, text=json.dumps(said, indent=2), request_id=the_request_id(form.text)
    )


async def test_a_profile_is_copied_changed_published_followed_by_another_and_withdrawn(visit: Visit, api: Api) -> None:
    text = (await visit.get("/settings/profiles")).text
    assert "bartender" in text
    assert "zebra-zpl" in text
    assert "press-2" not in (await visit.get("/settings/profiles?state=draft")).text
    builtin = (await visit.get("/settings/profile/bartender/1")).text
    assert "Copy as a new one" in builtin
    assert "/publish" not in builtin
    assert json.loads(text_of(await visit.get("/settings/profiles/new?like=bartender&version=1")))["ecosystem"] == (
        "bartender"
    )
    made = await begin(visit, name="Press 2")
    assert made.headers["Location"] == "/settings/profile/press-2/1?done=created"
    assert "The draft is kept" in (await visit.get(made.headers["Location"])).text
    form = await visit.get("/settings/profile/press-2/1/edit")
    said = json.loads(text_of(form))
    assert said["name"] == "Press 2"
    answer = await visit.post("/settings/profile/press-2/1/edit", text=json.dumps({**said, "name": HOSTILE}))
    assert answer.headers["Location"] == "/settings/profile/press-2/1?done=updated"
    for path in ("/settings/profile/press-2/1", "/settings/profiles?state=draft", "/mint/activity"):
        shown = (await visit.get(path)).text
        assert "<script>alert" not in shown, path
        assert ESCAPED in shown, path
    await visit.post("/settings/profile/press-2/1/publish")
    assert (await stored(api, "press-2")).state == PUBLISHED
    page = await visit.get("/settings/profile/press-2/1/edit")
    assert "This version never changes" in page.text
    assert (await visit.post("/settings/profile/press-2/1/edit", text=json.dumps(said))).status == 409
    page = await visit.get("/settings/profile/press-2")
    assert page.headers["Location"] == "/settings/profile/press-2/1"
    page = await visit.get(page.headers["Location"])
    answer = await visit.post("/settings/profile/press-2/draft", request_id=the_request_id(page.text))
    assert answer.headers["Location"] == "/settings/profile/press-2/2/edit"
    assert (await stored(api, "press-2")).state == DRAFT
    assert "cannot be taken back" in (await visit.get("/settings/profile/press-2/1/deprecate")).text
    answer = await visit.post("/settings/profile/press-2/1/deprecate")
    assert answer.headers["Location"] == "/settings/profile/press-2/1?done=deprecated"
    assert "Deprecated" in (await visit.get("/settings/profile/press-2/1")).text
    assert (await visit.get("/settings/profile/nothing-here/1")).status == 404


async def test_a_draft_that_was_sent_twice_is_made_once(visit: Visit) -> None:
    form = await visit.get("/settings/profiles/new")
    sent = {"key": "twice", "text": text_of(form), "request_id": the_request_id(form.text)}
    for _ in range(2):
        answer = await submit(visit, "/settings/profiles/new", sent)
        assert answer.headers["Location"] == "/settings/profile/twice/1?done=created"
    assert "PROFILE_KEY_TAKEN" in (await begin(visit, "twice")).text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('{\n "name": "a",\n oops\n}', 3, "This is no JSON"),
        ("[]", 1, "JSON object"),
        ('{\n "settings":\n {"format": "fax"}\n}', 3, "settings.format must be one of"),
        ('{\n "name": "<script>alert(1)</script>",\n "settings": {"format": "csv"}, "kind": 7,\n "x": 1}', None, "x"),
        ("[" * 5_000, None, "nested"),
        ("", 1, "This is no JSON"),
    ],
)
async def test_what_is_no_profile_comes_back_with_its_line(
    visit: Visit, text: str, line: int | None, words: str
) -> None:
    await visit.get("/settings/profiles/new")
    answer = await visit.post("/settings/profiles/new", key=HOSTILE, text=text)
    assert answer.status == 422
    assert text_of(answer) == text
    assert f'value="{ESCAPED}"' in answer.text
    assert "<script>alert" not in answer.text
    if line is None:
        assert words in answer.text
    else:
        assert [(at, words in said) for at, said in problems(answer)] == [(line, True)]


async def test_what_the_api_refuses_is_told_at_its_lines(visit: Visit, api: Api) -> None:
    form = await visit.get("/settings/profiles/new")
    said = json.loads(text_of(form))
    said["columns"][1]["header"] = "x" * 101
    said["file_name"] = "f" * 101
    text = json.dumps(said, indent=2)
    answer = await visit.post("/settings/profiles/new", key="bad", text=text)
    assert answer.status == 422
    lines = text.split("\n")
    assert [lines[at - 1].strip().split(":")[0] for at, _ in problems(answer)] == ['"header"', '"file_name"']
    # What only publishing refuses is kept, and told then.
    said["columns"][1]["header"] = said["columns"][0]["header"]
    said["file_name"] = "{pack}.csv"
    answer = await visit.post("/settings/profiles/new", key="bad", text=json.dumps(said))
    assert answer.status == 303
    await visit.get("/settings/profile/bad/1")
    answer = await visit.post("/settings/profile/bad/1/publish")
    assert answer.status == 409
    found = problems(answer)
    assert len(found) == 1
    assert "header" in found[0][1]
    marked = re.search(r'<li id="line-([0-9]+)" class="bad">([^<]*)</li>', answer.text)
    assert marked is not None
    assert int(marked[1]) == found[0][0]
    assert "header" in marked[2]
    assert (await stored(api, "bad")).state == DRAFT


async def test_defaults_are_chosen_and_taken_back(visit: Visit, api: Api) -> None:
    page = await visit.get("/settings/defaults")
    assert "QR print" in page.text
    row = {"kind": str(export_pb2.EXPORT_KIND_QR_PRINT), "ecosystem": str(export_pb2.ECOSYSTEM_GENERIC)}
    answer = await submit(visit, "/settings/defaults", {"profile": "zebra-csv:1", **row})
    assert answer.headers["Location"] == "/settings/defaults?done=set"
    page = await visit.get("/settings/defaults?done=set")
    assert "The choice is kept" in page.text
    assert '<option value="zebra-csv:1" selected>' in page.text
    request = carrier_profile_service_pb2.GetCarrierProfileDefaultsRequest()

    async def chosen() -> list[str]:
        found = await api.profiles.GetCarrierProfileDefaults(request, metadata=api.metadata)
        return [each.key for each in found.carrier_profile_defaults if each.chosen]

    assert await chosen() == ["zebra-csv"]
    for profile, kind, status in (
        ("rfid:1", row["kind"], 422),
        ("nope:1", row["kind"], 404),
        ("zebra-csv:1", "9", 422),
    ):
        answer = await visit.post("/settings/defaults", profile=profile, kind=kind, ecosystem=row["ecosystem"])
        assert answer.status == status, answer.text
        assert 'class="notice error"' in answer.text
    assert await chosen() == ["zebra-csv"]
    await submit(visit, "/settings/defaults", {"profile": "", **row})
    assert await chosen() == []


async def test_who_may_only_look_is_shown_no_form_and_is_refused_by_the_api(url: str, visit: Visit, api: Api) -> None:
    await begin(visit)
    async with visiting(url, await member(api, "bo@acme.example", member_pb2.ROLE_VIEWER)) as viewer:
        assert "New profile" not in (await viewer.get("/settings/profiles")).text
        assert 'action="/settings' not in (await viewer.get("/settings/profiles/new")).text
        page = (await viewer.get("/settings/profile/press-2/1")).text
        assert "/publish" not in page
        assert "/edit" not in page
        assert 'action="/settings' not in (await viewer.get("/settings/profile/press-2/1/edit")).text
        assert 'action="/settings' not in (await viewer.get("/settings/profile/press-2/1/deprecate")).text
        assert 'action="/settings' not in (await viewer.get("/settings/defaults")).text
        text = json.dumps({"name": "x", "settings": {"format": "ndjson"}})
        for path, fields in (
            ("/settings/profiles/new", {"key": "x-1", "text": text}),
            ("/settings/profile/press-2/1/edit", {"text": text}),
            ("/settings/profile/press-2/draft", {}),
            ("/settings/profile/press-2/1/publish", {}),
            ("/settings/profile/press-2/1/deprecate", {}),
            ("/settings/defaults", {"profile": "rfid:1", "kind": "4", "ecosystem": "1"}),
        ):
            answer = await submit(viewer, path, fields)
            assert answer.status == 403, path
            assert "PERMISSION_MISSING" in answer.text
    assert (await stored(api, "press-2")).state == DRAFT
