"""The look of a brand: colours, and links that lead where they seem to."""

import pytest

from hallmint_server.content.theme import LegalLink, Theme, check_theme
from hallmint_server.errors import Problems


def refused_of(*, primary: str = "", accent: str = "", links: tuple[LegalLink, ...] = ()) -> list[str]:
    problems = Problems()
    theme = Theme(primary_colour=primary, accent_colour=accent, legal_links=links)
    check_theme(problems, "change.theme", theme)
    return [found.field.removeprefix("change.theme.") for found in problems.found]


def test_colours_are_six_hexadecimal_digits_or_none() -> None:
    assert refused_of(primary="#1a2B3c", accent="") == []
    for bad in (
        "red",
        "#fff",
        "#1a2b3",
        "#1a2b3c4",
        "#1a2b3g",
        "1a2b3c",
        "#1a2b3c;}",
        "#1a2b3c\n",
        "#" + "\N{FULLWIDTH DIGIT ONE}" * 6,
    ):
        assert refused_of(primary=bad, accent=bad) == ["primary_colour", "accent_colour"]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "https://www.example.com:8443/imprint?lang=de#top",
        "https://xn--mller-kva.example/%C3%BCber-uns",
        "https://EXAMPLE.com/a@b",
        "https://example.com/" + "x" * 1_980,
    ],
    ids=lambda url: url[:40],
)
def test_https_links_are_taken(url: str) -> None:
    assert refused_of(links=(LegalLink(label="Impressum", url=url),)) == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://example.com",
        "//example.com",
        "javascript:alert(1)",
        "HTTPS://example.com",
        " https://example.com",
        "https://example.com/\n",
        "https://example.com/a b",
        "https://exa\tmple.com/",
        "https://example.com/\u202egnp.exe",
        "https://müller.example/",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://:@example.com/",
        "https://example.com\\@evil.example/",
        "https:///path",
        "https://",
        "https://localhost/",
        "https://-a.example/",
        "https://a-.example/",
        "https://a..example/",
        "https://.example/",
        "https://example.com./",
        "https://192.0.2.1/",
        "https://[2001:db8::1]/",
        "https://0x7f.1/",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com:port/",
        "https://exa%6dple.com/",
        "https://example.com/%zz",
        'https://example.com/"onclick=x',
        "https://example.com/<script>",
        f"https://{'a' * 64}.example/",
        f"https://{'a.' * 130}example/",
        "https://example.com/" + "x" * 1_981,
    ],
    ids=lambda url: ascii(url[:40]),
)
def test_what_may_lead_elsewhere_is_refused(url: str) -> None:
    assert refused_of(links=(LegalLink(label="Impressum", url=url),)) == ["legal_links[0].url"]


def test_links_are_at_most_ten_and_labelled() -> None:
    link = LegalLink(label="x" * 80, url="https://example.com/")
    assert refused_of(links=(link,) * 10) == []
    assert refused_of(links=(link,) * 11) == ["legal_links"]
    bad = tuple(LegalLink(label=label, url="http://x") for label in ("", "x" * 81, "a\nb", "a\u202eb", "<b>"))
    assert refused_of(links=bad) == [
        *(f"legal_links[{at}].{part}" for at in range(4) for part in ("label", "url")),
        "legal_links[4].url",
    ]
