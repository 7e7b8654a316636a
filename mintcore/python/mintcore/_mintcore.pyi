# ruff: noqa: PYI021 - these docstrings are the contract, and what editors show
"""Typed interface of the Rust core. Each function here is described in `mintcore/src/` too; the stubs are the
contract.

No function keeps state between calls (but `uuid7` its last time stamp), opens a file or a socket, or logs. All work
runs with the GIL released. An argument of another type is a TypeError; a number out of bounds, of whatever size, a
ValueError. A context that is neither `token` nor `gtin:` and 14 digits is a ValueError, one with a bad GTIN an
IdentifierError. Sequences have at most 2^20 items.
"""

from collections.abc import Sequence
from typing import final

__all__ = [
    "CODE_LENGTH",
    "BatchEncoder",
    "CodeError",
    "CodeKey",
    "Cycle",
    "IdentifierError",
    "Link",
    "check_gtin",
    "check_lot",
    "cpu_features",
    "extend_range",
    "identity_path",
    "leaf_hash",
    "normalise_code",
    "parse_link",
    "range_root",
    "uuid7",
]

CODE_LENGTH: int
"""Symbols in a code: 16."""

class CodeError(ValueError):
    """A text is not a code of this key and context. `reason` is one of the constants below; nothing of the text is
    in the message.
    """

    reason: str
    """`LENGTH`, `SYMBOL`, `FIRST_SYMBOL`, `VERSION`, `FORGED` (version known, but the 24 zero bits are not) or
    `BATCH_NO` (0).
    """

class IdentifierError(ValueError):
    """A GTIN, lot, or resolver URL breaks a rule of GS1 or of Hallmint's paths."""

    reason: str

@final
class CodeKey:
    """A code key: the AES-256 key of format-preserving encryption (FF1, NIST SP 800-38G), schedule expanded once."""

    @staticmethod
    def from_master(master: bytes) -> CodeKey:
        """Derive from a 32-byte master key by HKDF-SHA256 (RFC 5869; no salt, info `hallmint/code/v1`). ValueError
        on another length.
        """
    @staticmethod
    def from_derived(derived: bytes) -> CodeKey:
        """Take 32 derived bytes as they are. ValueError on another length."""
    def derived(self) -> bytes:
        """The 32 derived bytes: enough to enumerate codes, not to find the master key."""
    def check_value(self) -> bytes:
        """8 bytes that tell two keys apart and give nothing of the key away: HMAC-SHA256(derived,
        `hallmint/check/v1`), cut.
        """
    def encode(self, context: str, batch_no: int, seq: int) -> str:
        """The code of one token. ValueError where batch_no is not 1..2^31-1 or seq not 0..2^20-1."""
    def decode(self, context: str, code: str) -> tuple[int, int]:
        """`(batch_no, seq)` of an exact code (16 upper-case symbols); CodeError with a reason otherwise."""
    def decode_any(self, contexts: Sequence[str], code: str) -> list[tuple[str, int, int]]:
        """Every context under which the code decodes, with its pair, in the order given; CodeError only for
        malformed text.
        """
    def mismatches(self, context: str, batch_no: int, start: int, codes: Sequence[str]) -> list[int]:
        """The seqs, from `start` on, whose code (any text) does not decode to `(batch_no, seq)`; empty when all are
        right.
        """

@final
class Cycle:
    """One processing cycle, encoded: ready for `COPY tokens (batch_no, seq, code, status, activated_at) FROM STDIN
    (FORMAT binary)`.
    """

    @property
    def start(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def chunks(self) -> list[bytes]:
        """Header, rows and trailer in pieces of at most 131,072 bytes (psycopg re-slices larger ones)."""
    @property
    def compact_range(self) -> bytes:
        """The compact range of leaves 0 to start+count-1, as in `extend_range`."""

@final
class BatchEncoder:
    """Encodes the tokens of one batch: code, row and leaf in one pass. Immutable, safe to share between threads."""

    def __new__(
        cls, key: CodeKey, *, context: str, batch_no: int, batch_id: str, status: int, lots: Sequence[tuple[str, int]]
    ) -> BatchEncoder:
        """`lots`: (lot code, quantity) in order of seq, empty in serial mode. ValueError or IdentifierError on a
        bad argument.
        """
    def encode(self, start: int, count: int, compact_range: bytes) -> Cycle:
        """Encode seqs start to start+count-1. `compact_range` is that of the first `start` leaves. ValueError where
        it does not fit `start`, where count is 0 or more than 20,000, or where the lots end before start+count.
        Deterministic: a retry gives the same bytes.
        """

def extend_range(
    batch_id: str, context: str, lots: Sequence[tuple[str, int]], start: int, codes: Sequence[str], compact_range: bytes
) -> bytes:
    """The compact range after appending the leaves of stored codes: how fsck re-derives a batch root from rows,
    without any key.

    Codes are hashed as they stand, so a changed row gives another range; one that is not of 16 symbols is a CodeError
    (`LENGTH`, or `SYMBOL` where they are not ASCII). ValueError where `compact_range` does not fit `start` or the lots
    end too soon. A compact range of n leaves is the roots of the perfect subtrees that make up n, largest first:
    popcount(n) hashes of 32 bytes.
    """

def range_root(compact_range: bytes, size: int) -> bytes:
    """The RFC 6962 root (2.1) of a compact range of `size` leaves: 32 bytes; SHA-256 of nothing for size 0.
    ValueError where they do not fit.
    """

def leaf_hash(batch_id: str, seq: int, identity: str) -> bytes:
    """The leaf of one token: SHA-256(0x00 || "hallmint/v1\n" batch_id "\n" seq "\n" identity "\n").

    ValueError where batch_id is no UUID in lower-case text, seq is out of bounds, or identity is no canonical path.
    """

def identity_path(context: str, lot: str | None, code: str) -> str:
    """The canonical path of a token: `/01/G[/10/lot]/21/C` for a context `gtin:G`, `/t/C` for `token`; all but
    `A-Za-z0-9-._` as %XX.

    `code` may be any serial that AI 21 can carry. IdentifierError for a lot that `check_lot` refuses, `SERIAL_LENGTH`
    or `SERIAL_CHARACTER`.
    """

def check_gtin(gtin: str) -> None:
    """Refuse what is not 14 digits with a right check digit (GS1 General Specifications, 7.9): IdentifierError
    `GTIN_LENGTH`, `GTIN_DIGIT`, `GTIN_CHECK_DIGIT`.
    """

def check_lot(lot: str) -> None:
    """Refuse what AI 10 cannot carry (GS1 General Specifications, 3.4.1): 1 to 20 characters of set 82.
    IdentifierError `LOT_LENGTH`, `LOT_CHARACTER`.

    `.` and `..` are refused too (`LOT_CHARACTER`): browsers take such segments out of a path, also when they are
    percent-encoded.
    """

def normalise_code(text: str) -> str:
    """The code somebody meant: upper case, I and L as 1, O as 0. Any text in, no check."""

@final
class Link:
    """A resolver URL taken apart, percent-decoded."""

    @property
    def gtin(self) -> str | None: ...
    @property
    def lot(self) -> str | None: ...
    @property
    def serial(self) -> str: ...

def parse_link(url: str) -> Link:
    """Take apart a resolver URL or path that names one token: `[http(s)://host]/01/<gtin>[/10/<lot>]/21/<serial>`
    or `.../t/<code>` (`/T/` too); query and fragment are ignored. Only the identity counts; the host is not looked
    at. IdentifierError otherwise: `LINK_SYNTAX`, `LINK_PERCENT`, `LINK_NO_SERIAL`, `SERIAL_LENGTH`,
    `SERIAL_CHARACTER` or a reason of GTIN and lot.
    """

def uuid7() -> str:
    """A UUID version 7 (RFC 9562, 5.7) in lower-case text: millisecond clock, monotonic within this process, the
    rest random. OSError without randomness.
    """

def cpu_features() -> dict[str, bool]:
    """Which instructions the core uses on this machine: keys `aes` and `sha_ni`."""
