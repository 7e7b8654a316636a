"""What a scan is answered: the table of the design, over HTTP, with a real database and minted tokens."""

import base64
import json
from typing import Any

import psycopg
import pytest

from mintcore import CodeKey, encode_sgtin_plus
from tests.support.api import GTIN, Api
from tests.support.resolver import HOST, PHONE, Answer, Resolver, revoke, tokens

Conn = psycopg.AsyncConnection[Any]
OTHER_GTIN = "04006381333931"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
pytestmark = pytest.mark.usefixtures("worker")


async def statuses(conn: Conn) -> list[tuple[int, int]]:
    query = "SELECT status, count(*) FROM tokens GROUP BY status ORDER BY status"
    return [(status, number) for status, number in await (await conn.execute(query)).fetchall()]


def is_temporary_redirect(answer: Answer, path: str) -> bool:
    return (answer.status, answer.location) == (307, path)


async def test_a_first_scan_activates_and_the_next_finds_it_active(api: Api, conn: Conn, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    path = f"/01/{GTIN}/21/{token.code}"
    first = await resolver.ask(path)
    assert is_temporary_redirect(first, f"/p{path}")
    assert first.headers["Cache-Control"] == "no-store"
    assert await statuses(conn) == [(2, 1)]
    again = await resolver.ask(path)
    assert is_temporary_redirect(again, f"/p{path}")
    assert again.headers["Cache-Control"] == "private, max-age=30"
    events = await (await conn.execute("SELECT seq, action FROM unit_events")).fetchall()
    assert events == [(0, "ACTIVATED")]
    assert (await resolver.ask(f"/p{path}")).status == 200


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", {}),
        ("OPTIONS", {}),
        ("GET", {"Sec_Fetch_Dest": "image"}),
        ("GET", {"Sec_Fetch_Dest": "iframe"}),
        ("GET", {"Sec_Purpose": "prefetch;prerender"}),
        ("GET", {"Purpose": "prefetch"}),
        ("GET", {"X_Moz": "prefetch"}),
        ("GET", {"agent": BOT}),
        ("GET", {"agent": "curl/8.10.1"}),
        ("GET", {"agent": ""}),
        ("GET", {"agent": "WhatsApp/2.24.20.89 A"}),
        ("GET", {"Accept": "application/linkset+json"}),
        ("GET", {"Accept": "application/ld+json"}),
        ("POST", {}),
        ("PUT", {}),
        ("DELETE", {}),
    ],
)
async def test_only_a_person_who_asks_for_the_page_activates(
    api: Api, conn: Conn, resolver: Resolver, method: str, headers: dict[str, str]
) -> None:
    (token,) = await tokens(api, 1)
    for path in (f"/01/{GTIN}/21/{token.code}", f"/01/{GTIN}/21/{token.code}?linkType=gs1:dpp"):
        answer = await resolver.ask(path, method, **headers)
        assert answer.status < 500 or answer.headers["Cache-Control"] == "no-store"
    for path in (f"/p/01/{GTIN}/21/{token.code}", f"/01/{GTIN}/21/{token.code}?linkType=gs1:dpp"):
        await resolver.ask(path)
    assert await statuses(conn) == [(1, 1)]
    assert await (await conn.execute("SELECT count(*) FROM unit_events")).fetchone() == (0,)


async def test_a_prefetch_that_could_activate_is_put_off(api: Api, resolver: Resolver) -> None:
    waiting, active = (await tokens(api, 1))[0], (await tokens(api, 1, at_mint=True))[0]
    answer = await resolver.ask(f"/01/{GTIN}/21/{waiting.code}", Sec_Purpose="prefetch")
    assert (answer.status, answer.headers["Cache-Control"]) == (503, "no-store")
    assert (await resolver.ask(f"/01/{GTIN}/21/{active.code}", Sec_Purpose="prefetch")).status == 307


async def test_a_suspended_brand_resolves_and_activates_nothing(api: Api, conn: Conn, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    await conn.execute("UPDATE brands SET suspended_at = now()")
    assert (await resolver.ask(f"/01/{GTIN}/21/{token.code}")).status == 307
    assert await statuses(conn) == [(1, 1)]


async def test_a_revoked_token_leads_to_our_page_alone(api: Api, conn: Conn, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    path = f"/01/{GTIN}/21/{token.code}"
    for link_type, is_default in (("gs1:pip", True), ("gs1:recallStatus", False)):
        await add_link(conn, link_type, is_default=is_default)
    assert (await resolver.ask(path)).location == "https://brand.example/pip"
    await revoke(api, token)
    assert is_temporary_redirect(await resolver.ask(path), f"/p{path}")
    assert (await resolver.ask(f"{path}?linkType=gs1:pip")).status == 404
    assert (await resolver.ask(f"{path}?linkType=gs1:recallStatus")).status == 307
    (context,) = linkset(await resolver.ask(f"{path}?linkType=linkset"))
    assert [key for key in context if key.startswith("https://")] == [
        voc("defaultLink"),
        voc("dpp"),
        voc("recallStatus"),
    ]


async def add_link(conn: Conn, link_type: str, *, is_default: bool = False, title: str = "T", **more: Any) -> None:
    """A link of the product, at its own level unless `more` names another."""
    columns = {"lot_code": "", "batch_no": None, "seq": None, "languages": [], "media_type": "", **more}
    await conn.execute(
        """INSERT INTO links (link_id, brand_id, product_id, link_type, href, title, is_default,
               lot_code, batch_no, seq, languages, media_type)
           SELECT gen_random_uuid(), brand_id, product_id, %(type)s, %(href)s, %(title)s, %(is_default)s,
               %(lot_code)s, %(batch_no)s, %(seq)s, %(languages)s, %(media_type)s
           FROM products WHERE sku = 'SKU-1'""",
        {
            "type": link_type,
            "href": more.pop("href", f"https://brand.example/{link_type.removeprefix('gs1:')}"),
            "title": title,
            "is_default": is_default,
            **{name: value for name, value in columns.items() if name != "href"},
        },
    )


def linkset(answer: Answer) -> list[dict[str, Any]]:
    assert answer.headers["Content-Type"] == "application/linkset+json"
    contexts: list[dict[str, Any]] = json.loads(answer.body)["linkset"]
    return contexts


def voc(name: str) -> str:
    return f"https://ref.gs1.org/voc/{name}"


async def test_a_serial_that_was_not_issued_leads_to_the_product(api: Api, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    forged = ("A" if token.code[0] != "A" else "B") + token.code[1:]
    beyond = CodeKey.from_master(bytes(32)).encode(f"gtin:{GTIN}", 1, 0)
    for serial in (forged, beyond, "S-123"):
        path = f"/01/{GTIN}/21/{serial}"
        assert is_temporary_redirect(await resolver.ask(path), f"/p{path}")
        assert (await resolver.ask(f"/p{path}")).status == 200
        (context,) = linkset(await resolver.ask(path, Accept="application/linkset+json"))
        assert context["anchor"] == f"https://{HOST}/01/{GTIN}"
        assert context[voc("defaultLink")][0]["href"] == f"https://{HOST}/p{path}"
    assert (await resolver.ask(f"/t/{token.code}")).status == 404
    assert (await resolver.ask(f"/01/{OTHER_GTIN}/21/{token.code}")).status == 404
    assert (await resolver.ask(f"/01/{OTHER_GTIN}")).status == 404


async def test_a_code_that_was_typed_is_answered_under_its_own(api: Api, conn: Conn, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    typed = token.code.lower().replace("0", "o").replace("1", "l")
    assert typed != token.code
    path = f"/01/{GTIN}/21/{token.code}"
    assert is_temporary_redirect(await resolver.ask(f"/01/{GTIN}/21/{typed}"), f"/p{path}")
    assert await statuses(conn) == [(2, 1)]


async def test_lots(api: Api, conn: Conn, resolver: Resolver) -> None:
    first, second = await tokens(api, 2, lots={"A/1": 1, "B": 1})
    own = f"/01/{GTIN}/10/A%2F1/21/{first.code}"
    assert is_temporary_redirect(await resolver.ask(own), f"/p/01/{GTIN}/21/{first.code}")
    other = f"/01/{GTIN}/10/A%2f1/21/{second.code}"
    assert is_temporary_redirect(await resolver.ask(other), f"/p/01/{GTIN}/10/A%2F1/21/{second.code}")
    assert await statuses(conn) == [(1, 1), (2, 1)]
    anchors = [context["anchor"] for context in linkset(await resolver.ask(own, Accept="application/linkset+json"))]
    assert anchors == [
        f"https://{HOST}{p}" for p in (f"/01/{GTIN}/21/{first.code}", f"/01/{GTIN}/10/A%2F1", f"/01/{GTIN}")
    ]
    assert is_temporary_redirect(await resolver.ask(f"/01/{GTIN}/10/B/"), f"/p/01/{GTIN}/10/B")
    assert is_temporary_redirect(await resolver.ask(f"/01/{GTIN}/10/C"), f"/p/01/{GTIN}/10/C")
    assert linkset(await resolver.ask(f"/01/{GTIN}/10/C?linkType=all"))[0]["anchor"] == f"https://{HOST}/01/{GTIN}"


async def test_links_walk_up_and_are_chosen_by_language_and_type(api: Api, conn: Conn, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1, at_mint=True)
    path = f"/01/{GTIN}/21/{token.code}"
    await add_link(conn, "gs1:pip", title="EN", languages=["en"], href="https://brand.example/en?a=1#top")
    await add_link(conn, "gs1:pip", title="DE", languages=["de"], href="https://brand.example/de")
    await add_link(conn, "gs1:instructions", href="https://brand.example/of-product")
    await add_link(conn, "gs1:instructions", href="https://brand.example/of-token", batch_no=1, seq=0)
    answer = await resolver.ask(f"{path}?linkType=gs1:pip&utm=a%20b", Accept_Language="de-AT, en;q=0.5")
    assert answer.location == "https://brand.example/de?linkType=gs1:pip&utm=a%20b"
    answer = await resolver.ask(f"{path}?linkType=https://gs1.org/voc/pip", Accept_Language="en")
    assert answer.location == "https://brand.example/en?a=1&linkType=https://gs1.org/voc/pip#top"
    several = await resolver.ask(f"{path}?linkType=gs1:pip", Accept_Language="fr")
    assert several.status == 300
    assert len(linkset(several)[1][voc("pip")]) == 2
    assert (await resolver.ask(f"{path}?linkType=gs1:instructions")).location.startswith(
        "https://brand.example/of-token?"
    )
    assert (await resolver.ask(f"/01/{GTIN}?linkType=gs1:instructions")).location.startswith(
        "https://brand.example/of-p"
    )
    assert (await resolver.ask(f"{path}?linkType=gs1:epil")).status == 404
    for context in linkset(await resolver.ask(f"{path}?linkType=linkset")):
        assert len(context[voc("defaultLink")]) == 1
        assert set(context[voc("defaultLink")][0]) == {"href", "title"}


async def test_confirmed_activation_takes_the_button(api: Api, conn: Conn, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    assert (await api.ask_before_activation()).confirm_activation
    path = f"/01/{GTIN}/21/{token.code}"
    assert is_temporary_redirect(await resolver.ask(path), f"/p{path}")
    shown = await resolver.ask(f"/p{path}")
    assert '<form method="post">' in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert await statuses(conn) == [(1, 1)]
    for origin in ("", "https://evil.example", "null", f"ftp://{HOST}", f"https://{HOST}/"):
        refused = await resolver.ask(f"/p{path}", "POST", Origin=origin)
        assert refused.status == 403
    assert await statuses(conn) == [(1, 1)]
    for headers in ({"Sec_Purpose": "prefetch"}, {"Sec_Fetch_Dest": "image"}):
        await resolver.ask(f"/p{path}", "POST", Origin=f"https://{HOST}", **headers)
    assert await statuses(conn) == [(1, 1)]
    done = await resolver.ask(f"/p{path}", "POST", Origin=f"https://{HOST}")
    assert (done.status, done.headers["Location"]) == (303, f"/p{path}")
    assert await statuses(conn) == [(2, 1)]
    assert '<form method="post">' not in (await resolver.ask(f"/p{path}")).text


async def test_a_product_that_does_not_ask_has_no_button(api: Api, conn: Conn, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    await api.ask_before_activation()
    assert not (await api.ask_before_activation(False)).confirm_activation
    path = f"/01/{GTIN}/21/{token.code}"
    assert '<form method="post">' not in (await resolver.ask(f"/p{path}")).text
    await resolver.ask(f"/p{path}", "POST", Origin=f"https://{HOST}")
    assert await statuses(conn) == [(1, 1)]
    await resolver.ask(path)
    assert await statuses(conn) == [(2, 1)]


async def test_bots_get_a_card_and_partners_the_contract(api: Api, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    path = f"/01/{GTIN}/21/{token.code}"
    card = await resolver.ask(path, agent=BOT)
    assert (card.status, card.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert (await resolver.ask(path, agent="curl/8.10.1")).status == 307
    assert (await resolver.ask(path, agent=PHONE)).status == 307
    head = await resolver.ask(path, "HEAD", agent=BOT)
    assert (head.status, head.body) == (307, b"")


async def test_what_is_no_link(api: Api, resolver: Resolver) -> None:
    await tokens(api, 1)
    for path, status in (
        (f"/01/{GTIN[:-1]}0", 400),
        (f"/01/{GTIN}/21/A/10/B", 400),
        (f"/01/{GTIN}/21/A%ZZ", 400),
        (f"/01/{GTIN}/21/%00", 400),
        (f"/01/{GTIN}/17/261231", 400),
        ("/", 404),
        ("/favicon.ico", 204),
        (f"//evil.example/01/{GTIN}", 404),
    ):
        assert (await resolver.ask(path)).status == status, path
    assert (await resolver.ask(f"/01/{GTIN}", host="evil.example")).status == 421
    for host in (f"{HOST}:443", f"{HOST}.", HOST.upper()):
        assert (await resolver.ask(f"/01/{GTIN}", host=host)).status == 307
    refused = await resolver.ask(f"/01/{GTIN}", "DELETE")
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (await resolver.ask("/healthz", "DELETE")).status == 405
    assert (await resolver.ask("/.well-known/gs1resolver", "OPTIONS")).status == 204
    options = await resolver.ask(f"/01/{GTIN}", "OPTIONS")
    assert options.status == 204
    assert 'rel="linkset"' in options.headers["Link"]
    assert options.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    about = json.loads((await resolver.ask("/.well-known/gs1resolver")).body)
    assert about["resolverRoot"] == f"https://{HOST}"
    assert about["supportedPrimaryKeys"] == ["01"]


async def test_an_epc_is_the_link_it_stands_for(api: Api, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1, at_mint=True)
    for encoded in (
        f"/eh{encode_sgtin_plus(GTIN, token.code, filter=1).hex()}",
        f"/ex{base64.urlsafe_b64encode(encode_sgtin_plus(GTIN, token.code, filter=1)).decode().rstrip('=')}",
    ):
        assert is_temporary_redirect(await resolver.ask(encoded), f"/p/01/{GTIN}/21/{token.code}")
    assert (await resolver.ask("/eh00")).status == 400
    assert (await resolver.ask("/exx")).status == 400
