"""Policies (C2SP tlog-policy): what they mean, and what is none, with the line that it is about."""

from itertools import chain, combinations
from pathlib import Path

import pytest

from hallmint_server.log.policy import MOST_BYTES, Policy, PolicyError, open_policy, parse_policy
from hallmint_server.log.signature import COSIGNATURE, Signer
from tests.support.log_scene import signer

LOG = str(signer("log.example").verifier)
KEYS = {name: str(signer(f"{name}.example", algorithm=COSIGNATURE).verifier) for name in ("a", "b", "c", "d", "e", "f")}
A, B, C = KEYS["a"], KEYS["b"], KEYS["c"]
TWO = f"witness a {A}\nwitness b {B}\n"


def parse(text: str) -> Policy:
    return parse_policy(text.encode())


def met(policy: Policy) -> set[str]:
    """Every set of witnesses that is a quorum, as sorted letters."""
    names = [witness.name for witness in policy.witnesses]
    subsets = chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))
    return {"".join(subset) for subset in subsets if policy.is_met(set(subset))}


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("quorum none", {"", "a", "b", "ab"}),
        ("quorum b", {"b", "ab"}),
        ("group g any a b\nquorum g", {"a", "b", "ab"}),
        ("group g all a b\nquorum g", {"ab"}),
        ("group g 1 a b\nquorum g", {"a", "b", "ab"}),
        ("group g 2 a b\nquorum g", {"ab"}),
        ("group g all a\ngroup h all g b\nquorum h", {"ab"}),
        ("group g all a\ngroup h any g b\nquorum h", {"a", "b", "ab"}),
        ("quorum a\ngroup g all a b", {"a", "ab"}),
    ],
)
def test_a_quorum(end: str, expected: set[str]) -> None:
    assert met(parse(f"{TWO}{end}\n")) == expected


def test_the_two_levels_of_the_specification() -> None:
    witnesses = "".join(f"witness {name} {key}\n" for name, key in KEYS.items())
    groups = "group X-witnesses 2 a b c\ngroup Y-witnesses any d e f\ngroup X-and-Y all X-witnesses Y-witnesses\n"
    found = parse(f"log {LOG}\n{witnesses}{groups}quorum X-and-Y\n")
    assert [str(log) for log in found.logs] == [LOG]
    expected = {
        "".join(sorted(subset))
        for size in range(7)
        for subset in combinations("abcdef", size)
        if len({"a", "b", "c"} & set(subset)) >= 2 and {"d", "e", "f"} & set(subset)
    }
    assert met(found) == expected


def test_form() -> None:
    """Blanks, comments, URLs, names of any octets, and lines in any order that defines before it uses."""
    text = f"# a policy\n\n \t # \xe9\n\twitness\t  \xff {A}   https://w.example/x \t\nquorum \xff\nlog {LOG} https://log.example\n"
    found = parse_policy(text.encode("latin-1"))
    assert [(w.url, str(w.key)) for w in found.witnesses] == [("https://w.example/x", A)]
    assert found.is_met({found.quorum})
    kelvin = f"witness K {A}\nwitness \N{KELVIN SIGN} {B}\nquorum \N{KELVIN SIGN}\n"
    assert met(parse(kelvin)) == {"\N{KELVIN SIGN}", "K\N{KELVIN SIGN}"}
    assert parse("quorum none\n") == Policy()


def renamed(key: str) -> str:
    """The same public key under another name."""
    seed = signer("a.example", algorithm=COSIGNATURE).seed
    assert str(Signer(name="a.example", algorithm=COSIGNATURE, seed=seed).verifier) == key
    return str(Signer(name="again.example", algorithm=COSIGNATURE, seed=seed).verifier)


REFUSED = {
    "": "there is no quorum line",
    f"{TWO}": "there is no quorum line",
    "quorum none": "does not end with a line feed",
    "quorum none\r\n": "line 1: a policy holds no control characters",
    "\nquorum none\n\0": "line 3: a policy holds no control characters",
    "quorum none\nquorum none\n": "line 2: there is a quorum line already",
    "quorum a\n": "line 1: the quorum a is not defined",
    f"quorum a\nwitness a {A}\n": "line 1: the quorum a is not defined",
    "quorum\n": "line 1: a line of this kind is `quorum <name>|none`",
    "quorum none none\n": "line 1: a line of this kind",
    "Quorum none\n": "line 1: a line begins with log, witness, group or quorum",
    "log\n": r"line 1: a line of this kind is `log <key> \[<url>\]`",
    f"log {LOG} https://a b\n": "line 1: a line of this kind",
    "log x\n": "line 1: a key is",
    f"log {A}\n": "line 1: the key of a.example is not a log's",
    f"log {LOG}\nlog {LOG}\n": "line 2: this log's key is there already",
    "witness a\n": "line 1: a line of this kind",
    f"witness a {LOG}\n": "line 1: the key of log.example is not a witness's",
    f"witness a {A[:-2]}\n": "line 1: not base64",
    f"witness none {A}\n": "line 1: the name none is taken",
    f"{TWO}witness a {C}\n": "line 3: the name a is taken",
    f"{TWO}witness c {A}\n": "line 3: the key of c is that of another witness",
    f"{TWO}witness c {renamed(A)}\n": "line 3: the key of c is that of another witness",
    f"{TWO}group g any\n": "line 3: a line of this kind",
    f"{TWO}group g\n": "line 3: a line of this kind",
    f"{TWO}group a any b\n": "line 3: the name a is taken",
    f"{TWO}group none any b\n": "line 3: the name none is taken",
    f"{TWO}group g any none\n": "line 3: the member none is not defined",
    f"{TWO}group g any a a\n": "line 3: a is a member already",
    f"{TWO}group g any a\ngroup h any a b\n": "line 4: a is a member already",
    f"{TWO}group g any a c\n": "line 3: the member c is not defined",
    f"{TWO}group g any a g\n": "line 3: the member g is not defined",
    f"{TWO}group g 0 a b\n": "line 3: a group asks for any, all or 1 to 2",
    f"{TWO}group g 3 a b\n": "line 3: a group asks for any, all or 1 to 2",
    f"{TWO}group g 01 a b\n": "line 3: a group asks for",
    f"{TWO}group g +1 a b\n": "line 3: a group asks for",
    f"{TWO}group g ALL a b\n": "line 3: a group asks for",
    "#" * MOST_BYTES + "\n": f"has at most {MOST_BYTES} bytes",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_policy(text: str) -> None:
    with pytest.raises(PolicyError, match=REFUSED[text]) as caught:
        parse(text)
    assert "\n" not in str(caught.value)


def test_a_name_of_any_octets_is_refused_in_words() -> None:
    with pytest.raises(PolicyError, match="line 1: the quorum \N{REPLACEMENT CHARACTER} is not defined"):
        parse_policy(b"quorum \xff\n")


def opened(folder: Path, text: str) -> Policy:
    (folder / "policy").write_text(text)
    return open_policy(folder / "policy")


@pytest.mark.parametrize(
    "url",
    [
        "https://w.example",
        "https://w.example:8443/a/b/",
        "http://127.0.0.1:7690",
        "http://[::1]:1/x",
        "http://localhost",
    ],
)
def test_a_witness_that_a_log_can_ask(tmp_path: Path, url: str) -> None:
    assert opened(tmp_path, f"witness a {A} {url}\nquorum a\n").witnesses[0].url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://w.example",
        "http://127.0.0.1.example",
        "https://",
        "ftp://w.example",
        "w.example",
        "https://user@w.example",
        "https://w.example?x",
        "https://w.example#x",
        "https://w.example:0",
        "https://w.example:99999",
        "https://[::1",
    ],
)
def test_a_url_that_a_log_does_not_ask(tmp_path: Path, url: str) -> None:
    with pytest.raises(PolicyError, match=r"^HALLMINT_LOG_POLICY: .*policy: the (URL of the )?witness a "):
        opened(tmp_path, f"witness a {A} {url}\nquorum a\n")


def many(count: int, name: str) -> str:
    keys = [str(signer(name.format(at), algorithm=COSIGNATURE).verifier) for at in range(count)]
    return "".join(f"witness w{at} {key} https://w.example/{at}\n" for at, key in enumerate(keys)) + "quorum none\n"


def test_no_more_witnesses_than_a_proof_has_room_for(tmp_path: Path) -> None:
    assert len(opened(tmp_path, many(15, "{:060}")).witnesses) == 15
    with pytest.raises(PolicyError, match="16 witnesses, and a log gathers from 15 at most"):
        opened(tmp_path, many(16, "{:060}"))
    with pytest.raises(PolicyError, match=r"take \d+ bytes, and \d+ fit into a proof"):
        opened(tmp_path, many(15, "{:0200}"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"HALLMINT_LOG_POLICY: .*/none cannot be read: No such file"):
        open_policy(tmp_path / "none")
    with pytest.raises(PolicyError, match="line 1: a line begins with"):
        opened(tmp_path, "hello\n")
