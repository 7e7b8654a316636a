"""Signed notes: the known answers of Go's module and of C2SP's pages, and whatever is no note."""

import base64

import pytest

from hallmint_server.log.note import MOST_BYTES, MOST_SIGNATURES, open_note, read_note, write_note
from hallmint_server.log.signature import COSIGNATURE, NoteError, Signature, Signer, Verifier
from tests.support.log_scene import TIME, signer

# golang.org/x/mod/sumdb/note: its documentation and examples.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
NOTE = (TEXT + "\n" + PETER_LINE).encode()

# github.com/transparency-dev/formats v0.1.1, NewSignerForCosignatureV1, with a seed of bytes 7.
HEAD = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
WITNESS = "witness.example/w1+aa4a09d1+BOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
WITNESS_LINE = (
    "— witness.example/w1 qkoJ0QAAAABrDI+4O2tRREdtQpTQj6ujkt9STkJ5zhAn/Gxliuf4bLkcQIOSccy9ruOxrZ46bjX8dBlJXy9ro7/cisBlqchF"
    "SFhXDg==\n"
)


def keys(*texts: str) -> list[Verifier]:
    return [Verifier.parse(text) for text in texts]


def test_gos_key_signs_gos_note() -> None:
    private = Signer.parse(PETER_PRIVATE)
    assert write_note(TEXT, [private.sign(TEXT)]) == NOTE
    assert str(private.verifier) == PETER
    assert private.secret_text() == PETER_PRIVATE
    note = open_note(NOTE, keys(PETER))
    assert note.text == TEXT
    assert [verifier.name for verifier, _ in note.verified] == ["PeterNeumann"]
    assert note.unknown == ()


def test_a_second_signature() -> None:
    enoch = Signer(name="EnochRoot", algorithm=1, seed=bytes(32))
    known = open_note(NOTE, keys(PETER))
    both = write_note(TEXT, [*(signature for _, signature in known.verified), enoch.sign(TEXT)])
    assert both == NOTE + ENOCH_LINE.encode()
    assert len(open_note(both, [*keys(PETER), enoch.verifier]).verified) == 2
    one = open_note(both, [enoch.verifier])
    assert [signature.name for signature in one.unknown] == ["PeterNeumann"]


def test_the_same_cosignature_as_another_program() -> None:
    witness = Signer(name="witness.example/w1", algorithm=COSIGNATURE, seed=b"\x07" * 32)
    time = int.from_bytes(base64.b64decode(WITNESS_LINE.split(" ")[2])[4:12], "big")
    assert str(witness.verifier) == WITNESS
    assert witness.sign(HEAD, time=time).line() == WITNESS_LINE
    note = open_note((HEAD + "\n" + WITNESS_LINE).encode(), keys(WITNESS))
    assert [signature.time for _, signature in note.verified] == [time]
    assert note.witnesses() == 1


def test_examples_of_the_specifications() -> None:
    """Their public keys are not told, so their forms are read only."""
    sonnet = (
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/"
        "salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    ).encode()
    text, signatures = read_note(sonnet)  # signed-note: the text has an empty line of its own
    assert text.endswith("\n\ned è subito sera.\n")
    assert [(s.name, s.key_id.hex(), len(s.body)) for s in signatures] == [
        ("quasimodo.example/salvatore", "367ba04b", 64)
    ]
    cosigned = (
        HEAD
        + "\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyW"
        "E+xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZq"
        "hf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    ).encode()
    assert read_note(cosigned)[1][1].time == 1679315147  # tlog-cosignature tells the time as a number too


def test_signatures_of_others_are_kept_aside() -> None:
    """signed-note, "Signatures": those that share the name or the id of a known key too, of whatever algorithm or length."""
    peter = keys(PETER)[0]
    others = [
        Signature(name="PeterNeumann", key_id=b"\0\0\0\1", body=b"?"),
        Signature(name="Paul", key_id=peter.key_id, body=b"?" * 2420),
        *(Signature(name=f"w{at}", key_id=b"abcd", body=b"?" * 4900) for at in range(16)),
    ]
    data = NOTE + "".join(other.line() for other in others).encode()
    note = open_note(data, [peter])
    assert note.unknown == tuple(others)
    assert write_note(note.text, [*(s for _, s in note.verified), *note.unknown]) == data
    with pytest.raises(NoteError, match="no known key signed"):
        open_note(write_note(TEXT, others), [peter])


def test_a_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    good, bad = signer("good"), signer("bad")
    data = write_note(TEXT, [good.sign(TEXT), bad.sign("another text\n")])
    assert open_note(data, [good.verifier])
    with pytest.raises(NoteError, match="the signature of bad is wrong"):
        open_note(data, [good.verifier, bad.verifier])
    with pytest.raises(NoteError, match="good signed twice"):
        open_note(write_note(TEXT, [good.sign(TEXT)] * 2), [good.verifier])


def test_a_key_serves_one_algorithm() -> None:
    """The id tells the algorithm: a log's signature is none of a witness, with the same key and name."""
    log, witness = signer("both"), signer("both", algorithm=COSIGNATURE)
    assert log.verifier.public == witness.verifier.public
    signature = log.sign(HEAD)
    with pytest.raises(NoteError, match="no known key"):
        open_note(write_note(HEAD, [signature]), [witness.verifier])
    forged = Signature(name="both", key_id=witness.verifier.key_id, body=signature.body)
    with pytest.raises(NoteError, match="is wrong"):
        open_note(write_note(HEAD, [forged]), [witness.verifier])
    later = witness.sign(HEAD, time=TIME)
    moved = Signature(name="both", key_id=later.key_id, body=(TIME + 1).to_bytes(8, "big") + later.body[8:])
    with pytest.raises(NoteError, match="is wrong"):
        open_note(write_note(HEAD, [moved]), [witness.verifier])
    with pytest.raises(NoteError, match="needs the time"):
        witness.sign(HEAD)


def test_witnesses_are_counted_by_key() -> None:
    twice = [Signer(name=name, algorithm=COSIGNATURE, seed=b"w" * 32) for name in ("one", "two")]
    note = open_note(write_note(HEAD, [w.sign(HEAD, time=TIME) for w in twice]), [w.verifier for w in twice])
    assert len(note.verified) == 2
    assert note.witnesses() == 1


_BAD_NOTES = {
    "nothing": b"",
    "no signature": TEXT.encode(),
    "an empty line alone": TEXT.encode() + b"\n",
    "no empty line": (TEXT + PETER_LINE).encode(),
    "no end": NOTE[:-1],
    "an end too many": NOTE + b"\n",
    "carriage returns": NOTE.replace(b"\n", b"\r\n"),
    "a control character": NOTE.replace(b"think", b"th\x07nk"),
    "a tab": NOTE.replace(b"think ", b"think\t"),
    "not UTF-8": NOTE.replace(b"think", b"th\xff\xfenk"),
    "a surrogate": NOTE.replace(b"think", b"\xed\xa0\x80"),
    "a hyphen": NOTE.replace("—".encode(), b"-"),
    "no name": NOTE.replace(b"PeterNeumann ", b""),
    "an empty name": NOTE.replace(b"PeterNeumann", b""),
    "a plus in the name": NOTE.replace(b"PeterNeumann", b"Peter+Neumann"),
    "a no-break space in the name": NOTE.replace(b"PeterNeumann", "Peter\u00a0Neumann".encode()),
    "a next line in the name": NOTE.replace(b"PeterNeumann", "Peter\u0085Neumann".encode()),
    "a second blank": NOTE.replace(b"PeterNeumann ", b"PeterNeumann  "),
    "more behind": NOTE.replace(b"nAM=", b"nAM= x"),
    "no padding": NOTE.replace(b"nAM=", b"nAM"),
    "other bits in the padding": NOTE.replace(b"nAM=", b"nAN="),
    "the other base64": NOTE.replace(b"/ZJkuBS9UG/", b"_ZJkuBS9UG_"),
    "an id alone": NOTE.replace(PETER_LINE.encode(), "— PeterNeumann x08gow==\n".encode()),
    "too many signatures": NOTE + b"".join("— x AAAAAAA=\n".encode() for _ in range(MOST_SIGNATURES)),
    "too long": b"x" * MOST_BYTES + NOTE,
}


@pytest.mark.parametrize("data", _BAD_NOTES.values(), ids=_BAD_NOTES)
def test_what_is_no_note(data: bytes) -> None:
    with pytest.raises(NoteError):
        open_note(data, keys(PETER))


_BAD_KEYS = [
    "",
    "PeterNeumann",
    PETER[:-1],
    PETER + "\n",
    " " + PETER,
    PETER.replace("Peter", "Pater"),
    PETER.replace("c74f20a3", "c74f20a4"),
    PETER.replace("c74f20a3", "C74F20A3"),
    PETER.replace("c74f20a3", "0xc74f20a3"),
    PETER.replace("ARpc", "AhPc"),
    PETER.replace("ARpc", "ARpd"),
    PETER.replace("PeterNeumann", ""),
    PETER.replace("Neumann", " Neumann"),
    PETER.replace("10TW", "10TWAA=="),
    PETER_PRIVATE,
]


@pytest.mark.parametrize("text", _BAD_KEYS)
def test_what_is_no_public_key(text: str) -> None:
    with pytest.raises(NoteError):
        Verifier.parse(text)


def test_what_is_no_private_key() -> None:
    for text in (
        PETER,
        PETER_PRIVATE[:-1],
        PETER_PRIVATE.replace("a3+A", "a4+A"),
        PETER_PRIVATE.replace("+AYEK", "+AYEL"),
    ):
        with pytest.raises(NoteError) as caught:
            Signer.parse(text)
        assert "FALVFGyNhPJEMzD1" not in str(caught.value)
    assert repr(Signer.parse(PETER_PRIVATE)) == "Signer(PeterNeumann)"


def test_what_is_not_signed() -> None:
    peter = Signer.parse(PETER_PRIVATE)
    for text in ("", "no end", "a\x00\n", "a\r\n", "\ud800\n"):
        with pytest.raises(NoteError, match="text"):
            peter.sign(text)
    for count in (0, MOST_SIGNATURES + 1):
        with pytest.raises(NoteError, match="1 to 100 signatures"):
            write_note(TEXT, [peter.sign(TEXT)] * count)


def test_two_keys_of_one_name_and_id() -> None:
    """What nobody can make by accident must not depend on the order of keys."""
    peter = keys(PETER)[0]
    assert open_note(NOTE, [peter, peter]).text == TEXT

    class Twin(Verifier):
        key_id = peter.key_id

    twin = Twin(name=peter.name, algorithm=1, public=signer("twin").verifier.public)
    with pytest.raises(NoteError, match="two keys have the name PeterNeumann"):
        open_note(NOTE, [peter, twin])
