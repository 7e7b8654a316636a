"""What a request asks for, by its Accept header."""

import pytest

from hallmint_resolver.choice import JSON_LD, LINKSET, wants


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("application/linkset+json", True),
        ("Application/Linkset+JSON", True),
        ("application/linkset+json;q=0.5, */*", True),
        ("application/linkset+json, text/html;q=0.9", True),
        ("text/html, application/linkset+json", False),  # a page first, where both are as welcome
        ("text/html, application/linkset+json;q=0.1", False),
        ("application/linkset+json;q=0", False),
        ("application/linkset+json;q=x", False),
        ("application/linkset+json2", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_a_linkset_is_wanted_where_it_is_named_and_nothing_better(accept: str, wanted: bool) -> None:
    assert wants(accept, LINKSET) is wanted
    assert wants(accept.replace("linkset+json", "ld+json").replace("Linkset+JSON", "LD+JSON"), JSON_LD) is wanted
