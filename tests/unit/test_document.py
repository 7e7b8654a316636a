"""Pages for people: no link of theirs is dead."""

from pathlib import Path

import pytest

from tests.support import markdown
from tests.support.markdown import ROOT, anchors, dead_links, pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_is_dead(path: Path) -> None:
    assert dead_links(path) == []


def test_anchors_are_those_of_forges() -> None:
    text = "# Two words\n\n## `GTIN_MISSING`, or not\n\n## ~~Gone~~\n\n```\n# no heading\n```\n\n## Two words\n"
    assert anchors(text) == ["two-words", "gtin_missing-or-not", "gone", "two-words-1"]


def test_a_dead_link_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "ROOT", tmp_path)
    (tmp_path / "other.md").write_text("# There\n")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](#here) [b](#gone) [c](other.md#there) [d](other.md#nowhere) `[e](no-link.md)` ![f](gone.png)\n"
        '<img src="lost.png"> [g](https://example.com/page#of) [h](..) [i](other.md)\n\n## Here\n'
    )
    assert dead_links(page) == ["#gone", "other.md#nowhere", "gone.png", "lost.png", ".."]
