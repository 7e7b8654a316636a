"""Reports of browsers: a directive and an origin, and nothing else of what anybody sent."""

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from hallmint_console.csp_report import CspReports


def sent(**report: Any) -> bytes:
    return json.dumps({"csp-report": report}).encode()


@pytest.mark.parametrize(
    ("blocked", "logged"),
    [
        ("https://evil.example/path?code=SECRET#x", "https://evil.example"),
        ("https://me:pass@evil.example:8443/p", "https://evil.example:8443"),
        ("inline", "inline"),
        ("eval", "eval"),
        ("SECRET", "unknown"),
        ("x" * 5_000, "unknown"),
        ("https://a\n{}.example/", "unknown"),
        ("https://[::1", "unknown"),
        ({"a": 1}, "unknown"),
        (None, "unknown"),
    ],
)
def test_only_directive_and_origin_are_logged(blocked: Any, logged: str) -> None:
    reports = CspReports()
    body = sent(
        **{
            "blocked-uri": blocked,
            "violated-directive": "script-src-elem 'self'",
            "document-uri": "https://mint.example/mint/token/SECRET",
            "script-sample": "SECRET",
        }
    )
    with capture_logs() as lines:
        assert reports.take(body)
    assert lines == [
        {
            "event": "a page broke its policy",
            "log_level": "warning",
            "directive": "script-src-elem",
            "blocked": logged,
        }
    ]
    assert reports.count == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"csp-report": 1}', b"\xff", b"[" * 8_000])
def test_what_is_no_report_is_not_counted(body: bytes) -> None:
    reports = CspReports()
    with capture_logs() as lines:
        assert not reports.take(body)
    assert (reports.count, lines) == (0, [])


@pytest.mark.parametrize("directive", ["Script-Src", "x" * 41, "a\nb", 7, ""])
def test_a_directive_that_is_none_is_not_logged(directive: Any) -> None:
    with capture_logs() as lines:
        assert CspReports().take(sent(**{"effective-directive": directive}))
    assert lines[0]["directive"] == "unknown"
