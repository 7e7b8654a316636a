"""Forms of the console, what they show once, and people who fill them in."""

import re
from collections.abc import Mapping
from typing import Any

from hallmint.v1 import member_pb2, member_service_pb2
from tests.support.api import Api
from tests.support.console import Answer, Visit
from tests.support.credential import accept, invite

HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;{{7*7}}"
"""The same as it must stand in a page."""
_SECRET = re.compile(r'<p class="secret mono"[^>]*>([0-9a-z_]+)</p>')
_REVISION = re.compile(r'name="revision" value="(\d+)"')
_OVER = re.compile(r'name="over" value="(\d+)"')
_REQUEST_ID = re.compile(r'name="request_id" value="([0-9a-f-]{36})"')


async def member(api: Api, email: str, role: member_pb2.Role.ValueType) -> str:
    """The personal credential of a new member."""
    return (await accept(api, (await invite(api, email, role)).invitation)).key


async def members(api: Api) -> dict[str, member_pb2.Member]:
    """By their addresses."""
    request = member_service_pb2.ListMembersRequest()
    return {each.email: each for each in (await api.members.ListMembers(request, metadata=api.metadata)).members}


def shown(text: str) -> str:
    """The secret that a page shows."""
    match = _SECRET.search(text)
    assert match is not None, text
    return match[1]


def revisions(text: str) -> list[str]:
    """Which revisions the forms of a page were made from."""
    return _REVISION.findall(text)


def revisions_over(text: str) -> list[str]:
    """Those of what somebody else saved meanwhile, in whose place a page offers to save."""
    return _OVER.findall(text)


def the_request_id(text: str) -> str:
    """Of the form in a page."""
    match = _REQUEST_ID.search(text)
    assert match is not None, text
    return match[1]


async def submit(visit: Visit, path: str, fields: Mapping[str, Any]) -> Answer:
    """Send a form whose fields are given as a whole."""
    return await visit.post(path, **fields)
