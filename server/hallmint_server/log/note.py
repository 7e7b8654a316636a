"""Signed notes: C2SP signed-note, "Format" and "Signatures"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hallmint_server.log.signature import (
    COSIGNATURE,
    DASH,
    ID_BYTES,
    NoteError,
    Signature,
    Verifier,
    base64_bytes,
    check_name,
    check_text,
)

# A limit there should be, but 16 signatures must pass: these are the limits of golang.org/x/mod/sumdb/note.
MOST_BYTES = 1_000_000
MOST_SIGNATURES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note whose text may be trusted: at least one known key signed it.

    `verified` are the signatures of known keys with their keys, `unknown` the others; each in the order of the lines.
    """

    text: str
    verified: tuple[tuple[Verifier, Signature], ...]
    unknown: tuple[Signature, ...]

    def witnesses(self) -> int:
        """How many different witnesses cosigned: one key counts once, whatever names it goes by."""
        return len({verifier.public for verifier, _ in self.verified if verifier.algorithm == COSIGNATURE})


def write_note(text: str, signatures: Iterable[Signature]) -> bytes:
    """The bytes of a signed note: signed-note, "Format". Raises NoteError where there is no signature or no text."""
    check_text(text)
    lines = [signature.line() for signature in signatures]
    data = (text + "\n" + "".join(lines)).encode()
    if not 0 < len(lines) <= MOST_SIGNATURES or len(data) > MOST_BYTES:
        raise NoteError(f"a note has 1 to {MOST_SIGNATURES} signatures and at most {MOST_BYTES} bytes")
    return data


def read_note(data: bytes) -> tuple[str, list[Signature]]:
    """The text of a note and its signatures, **none of them verified**. Raises NoteError where it is none.

    Base64 must be canonical here, which is stricter than Go's: no two texts are the same signature.
    """
    if len(data) > MOST_BYTES:
        raise NoteError(f"a note of {len(data)} bytes, and at most {MOST_BYTES} are read")
    whole = _utf8(data)
    text, gap, lines = whole.rpartition("\n\n")  # the last empty line: the text may have its own
    text += "\n"
    check_text(text)
    if not gap or not lines.endswith("\n"):
        raise NoteError("a note has a text, an empty line and signature lines, each with a line feed")
    parts = lines[:-1].split("\n")
    if len(parts) > MOST_SIGNATURES:
        raise NoteError(f"a note with {len(parts)} signatures, and at most {MOST_SIGNATURES} are read")
    return text, [read_line(line) for line in parts]


def open_note(data: bytes, known: Sequence[Verifier]) -> Note:
    """The text of a note that a known key signed: signed-note, "Signatures".

    Signatures of unknown keys are kept aside, even where the name or the id, but not both, are a known key's. Raises NoteError
    where the note is malformed, where any signature of a known key is wrong or stands there twice, or where there is none.
    """
    keys: dict[tuple[str, bytes], Verifier] = {}
    for verifier in known:
        if keys.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise NoteError(f"two keys have the name {verifier.name} and one id")
    text, signatures = read_note(data)
    verified: list[tuple[Verifier, Signature]] = []
    unknown: list[Signature] = []
    for signature in signatures:
        signer = keys.get((signature.name, signature.key_id))
        if signer is None:
            unknown.append(signature)
        elif not signer.verify(text, signature):
            raise NoteError(f"the signature of {signer.name} is wrong: the text was changed, or another key signed it")
        elif any(earlier == signer for earlier, _ in verified):
            raise NoteError(f"{signer.name} signed twice")
        else:
            verified.append((signer, signature))
    if not verified:
        raise NoteError("no known key signed the note")
    return Note(text=text, verified=tuple(verified), unknown=tuple(unknown))


def read_line(line: str) -> Signature:
    """A signature line without its line feed, **not verified**. Raises NoteError."""
    name, blank, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not blank:
        raise NoteError("a signature line is a dash, a name and base64")
    check_name(name)
    data = base64_bytes(encoded)
    if len(data) <= ID_BYTES:
        raise NoteError(f"the signature of {name} is too short")
    return Signature(name=name, key_id=data[:ID_BYTES], body=data[ID_BYTES:])


def _utf8(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise NoteError("a note must be UTF-8") from None
