# ruff: noqa: PYI021 - these docstrings are the contract, and what editors show
"""Typed interface of the Rust core. Each function here is described in `mintcore/src/` too; the stubs are the
contract.

No function keeps state between calls (but `uuid7` its last time stamp), opens a file or a socket, or logs. All work
runs with the GIL released, but that of a microsecond: Digital Links, EPCs, agents, paths out of a `HashTree`. An
argument of another type is a TypeError; a number out of bounds, of whatever size, a ValueError. A context that is
neither `token` nor `gtin:` and 14 digits is a ValueError, one with a bad GTIN an IdentifierError. Sequences have at
most 2^20 items.
"""

from collections.abc import Sequence
from typing import final

__all__ = [
    "CODE_LENGTH",
    "MAX_PROOF",
    "Agent",
    "AgentMatcher",
    "BatchEncoder",
    "CellError",
    "CodeError",
    "CodeKey",
    "CsvForm",
    "Cycle",
    "DigitalLink",
    "Epc",
    "EpcForm",
    "HashTree",
    "Head",
    "IdentifierError",
    "Link",
    "ProofError",
    "QrSymbol",
    "Verified",
    "XDimension",
    "block_hashes",
    "build_digital_link",
    "check_gtin",
    "check_lot",
    "check_x_dimension",
    "classify_agent",
    "consistency_path",
    "cpu_features",
    "decode_epc",
    "decode_epc_path",
    "encode_sgtin96",
    "encode_sgtin198",
    "encode_sgtin_plus",
    "extend_range",
    "identity_path",
    "inclusion_path",
    "leaf_hash",
    "leaf_hashes",
    "ndef_messages",
    "normalise_code",
    "parse_digital_link",
    "parse_link",
    "parse_query_attributes",
    "qr_bitmaps",
    "qr_pngs",
    "qr_svgs",
    "qr_symbol",
    "range_root",
    "uuid7",
    "verify_checkpoint",
    "verify_consistency",
    "verify_entry_proof",
    "verify_inclusion",
    "verify_proof",
]

CODE_LENGTH: int
"""Symbols in a code: 16."""

MAX_PROOF: int
"""The most bytes of a proof file: 8,192. 16 signatures fit, as many as every client takes (C2SP signed-note)."""

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
    @property
    def block_hashes(self) -> bytes:
        """The blocks that this cycle completed, in order, 32 bytes each: the nodes of level 8 of the tree, each over 256
        leaves from a seq that is a multiple of 256 on. Joined, those of all cycles are the blocks of the batch, but for a
        last one of fewer leaves, which `block_hashes` adds.
        """

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

def block_hashes(
    batch_id: str, context: str, lots: Sequence[tuple[str, int]], start: int, codes: Sequence[str]
) -> bytes:
    """The blocks of `Cycle.block_hashes` again, from stored codes whose seqs are `start` and on: 32 bytes for each 256
    codes and, where some are left, the RFC 6962 root (2.1) of their leaves. Empty of no codes.

    ValueError where `start` is no multiple of 256; codes and lots as in `extend_range`.
    """

def leaf_hashes(
    batch_id: str, context: str, lots: Sequence[tuple[str, int]], start: int, codes: Sequence[str]
) -> bytes:
    """The leaves of stored codes whose seqs are `start` and on, as `leaf_hash` makes them: 32 bytes each. Codes and lots
    as in `extend_range`.
    """

def range_root(compact_range: bytes, size: int) -> bytes:
    """The RFC 6962 root (2.1) of a compact range of `size` leaves: 32 bytes; SHA-256 of nothing for size 0.
    ValueError where they do not fit.
    """

def leaf_hash(batch_id: str, seq: int, identity: str) -> bytes:
    """The leaf of one token: SHA-256(0x00 || "hallmint/v1\n" batch_id "\n" seq "\n" identity "\n").

    ValueError where batch_id is no UUID in lower-case text, seq is out of bounds, or identity is no canonical path.
    """

class ProofError(ValueError):
    """A proof does not prove what it is to prove. `reason` is one of the constants below; the message is one line, with
    nothing of the proof.
    """

    reason: str
    """`INCLUSION`, `CONSISTENCY`, or one that `verify_proof` names."""

@final
class HashTree:
    """All hashes of a tree, so that its paths are looked up: twice the bytes of its leaf hashes. Immutable, safe to share
    between threads.
    """

    def __new__(cls, hashes: bytes) -> HashTree:
        """The tree over leaf hashes, or those of one level as for `inclusion_path`, 32 bytes each. Takes 0.3 ms for 4,096.
        ValueError for another length.
        """
    def path(self, index: int) -> bytes:
        """As `inclusion_path`, in a microsecond. ValueError where there is no such leaf."""

def inclusion_path(hashes: bytes, index: int) -> bytes:
    """The path of leaf `index` in the tree of the leaf hashes given, 32 bytes each: the siblings on the way up, leaf side
    first (RFC 6962, 2.1.1). Empty of one leaf. ValueError where there is no such leaf.

    Also for the nodes of one level, of which the last may be a root of fewer leaves. So the path of a token is
    `inclusion_path(leaves of its block, seq % 256) + inclusion_path(blocks of the batch, seq // 256)`. Every hash but
    those of the path is made again: 0.4 ms for 4,096.
    """

def consistency_path(hashes: bytes, old_size: int) -> bytes:
    """The path from the root of the first `old_size` leaf hashes to the root of all, 32 bytes each (RFC 6962, 2.1.2);
    empty where they are all. ValueError where `old_size` is 0 or more than there are.
    """

def verify_inclusion(leaf: bytes, index: int, size: int, path: bytes, root: bytes) -> None:
    """Check that `path` leads from the hash of leaf `index` to the root of a tree of `size` leaves (RFC 9162, 2.1.3.2).
    ProofError `INCLUSION` where it does not. Sizes and indexes have 64 bits; ValueError where a hash has not 32 bytes.
    """

def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: bytes) -> None:
    """Check that the tree of `old_size` leaves is the start of the one of `new_size` (RFC 9162, 2.1.4.2); of equal sizes,
    that the roots are equal and `path` is empty. ProofError `CONSISTENCY` where it does not show that, also for an
    `old_size` of 0, which shows nothing. ValueError as in `verify_inclusion`.
    """

@final
class Verified:
    """What a proof file proves. Compared by value."""

    @property
    def batch_id(self) -> str: ...
    @property
    def seq(self) -> int:
        """The token's number in its batch, from 0."""
    @property
    def identity(self) -> str:
        """The token's canonical path, as `identity_path` makes it: to be compared with what was scanned."""
    @property
    def quantity(self) -> int:
        """Units of the batch."""
    @property
    def product(self) -> str:
        """The id of the product: a UUID in lower-case text."""
    @property
    def minted(self) -> str:
        """When minting of the batch ended: RFC 3339, UTC, six digits, `2026-11-29T20:37:22.000001Z`."""
    @property
    def origin(self) -> str:
        """The name of the log."""
    @property
    def index(self) -> int:
        """The number of the batch's entry in the log, from 0."""
    @property
    def size(self) -> int:
        """Entries of the log at the checkpoint."""
    @property
    def witnesses(self) -> list[tuple[str, int]]:
        """The names of the known witnesses that have cosigned, each with the time of it (seconds since 1970), in the order
        of the file.
        """

def verify_proof(proof: bytes, log_key: str, *, witness_keys: Sequence[str] = (), witnesses: int = 0) -> Verified:
    """Verify a token's proof file, offline: the token is in the batch, the batch in the log, and the log's head is signed
    by the log's key and cosigned by `witnesses` of the witnesses known. Some 90 microseconds, and as many for each
    cosignature.

    The file is `hallmint/proof/v1`, behind its own lines a C2SP tlog-proof (v1, without extra data) whose checkpoint is
    a C2SP tlog-checkpoint in a C2SP signed-note. Keys are C2SP vkeys: the log's of type 0x01,
    whose name is the origin; of witnesses of type 0x04 (C2SP tlog-cosignature). Ed25519 is RFC 8032, 5.1.7, without the
    cofactor; keys and signatures have one encoding, and none is of small order. Signatures of unknown keys are passed
    over, those of known keys must be right, and none may stand there twice. Nothing else of the file may be otherwise:
    numbers without leading zeros, lower-case hexadecimal, padded base64, LF, no byte behind the last line.

    ProofError, of the first that holds: `LENGTH` (above `MAX_PROOF`), `FORM` (the message has the number of the line),
    `ORIGIN`, `SIGNATURE` (one of a known key is wrong), `UNSIGNED` (by the log), `WITNESSES` (too few), `ENTRY` (not of
    the log, or a field of the batch is not as it was logged), `TOKEN` (not of the batch). ValueError for a text that is
    no key, two keys with one public key, or more witnesses wanted than known.
    """

@final
class Head:
    """The head of a log, as its checkpoint says. Compared by value."""

    @property
    def origin(self) -> str:
        """The name of the log."""
    @property
    def size(self) -> int:
        """Its entries."""
    @property
    def root(self) -> bytes:
        """The RFC 6962 root (2.1) over them: 32 bytes."""
    @property
    def witnesses(self) -> list[tuple[str, int]]:
        """As in `Verified`."""

def verify_checkpoint(note: bytes, log_key: str, *, witness_keys: Sequence[str] = (), witnesses: int = 0) -> Head:
    """Verify a checkpoint alone, a signed note as a log serves it, by the rules of `verify_proof`; extension lines may stand in
    it. At most `MAX_PROOF` bytes.

    ProofError, of the first that holds: `LENGTH`, `FORM`, `ORIGIN`, `SIGNATURE`, `UNSIGNED`, `WITNESSES`. ValueError as there.
    """

def verify_entry_proof(
    entry: bytes, proof: bytes, log_key: str, *, witness_keys: Sequence[str] = (), witnesses: int = 0
) -> tuple[int, Head]:
    """Verify that an entry, as its bytes stand in the log, is one of it: the number of the entry, and the head under which it
    was found. The proof is a C2SP tlog-proof (v1, without extra data) and nothing more; keys, bounds and errors as in
    `verify_proof`, but for `TOKEN`.
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

@final
class DigitalLink:
    """The path of a GS1 Digital Link taken apart, percent-decoded; equal where all parts are. A `/t/` link has a serial
    and no GTIN.
    """

    @property
    def gtin(self) -> str | None: ...
    @property
    def cpv(self) -> str | None: ...
    @property
    def lot(self) -> str | None: ...
    @property
    def serial(self) -> str | None: ...
    @property
    def tpx(self) -> str | None: ...
    @property
    def path(self) -> str:
        """The one canonical path of what is named: all but `A-Za-z0-9-._` as %XX."""

def parse_digital_link(path: str) -> DigitalLink:
    """Take apart a path as it came on the wire: `/01/<gtin>[/22/<cpv>][/10/<lot>][/21/<serial>]`,
    `/01/<gtin>/235/<tpx>`, `/t/<code>` or `/T/<code>`, and nothing more (GS1 Digital Link: URI Syntax 1.7.0, clauses
    4.2 to 4.9). The grammar has no trailing slash: who tolerates one takes it off before.

    IdentifierError otherwise: `LINK_SYNTAX` (another form), `LINK_QUALIFIER` (out of order, twice, or excluded),
    `LINK_ATTRIBUTE` (a data attribute in the path), `LINK_RAW` (a character of set 82 that has to be percent-encoded),
    `LINK_PERCENT`, a reason of the GTIN, or `CPV_`, `LOT_`, `SERIAL_` or `TPX_` with `LENGTH` or `CHARACTER`.
    """

def build_digital_link(
    gtin: str, *, cpv: str | None = None, lot: str | None = None, serial: str | None = None, tpx: str | None = None
) -> str:
    """The canonical path that `parse_digital_link` takes apart: of a product, or one of its variants (AI 22, 1 to 20
    characters), lots (10), items (21), or third-party serials (235, 1 to 28 characters, with none of the others).
    IdentifierError `LINK_QUALIFIER`, or a reason of a part.
    """

def parse_query_attributes(query: str) -> list[tuple[str, str]]:
    """The data attributes of a query as it came on the wire, without `?`: Application Identifier and percent-decoded
    value, in the order of the query (URI Syntax 1.7.0, clause 4.10). Other keys than of digits alone are left out.

    What is looked at: length, characters, dates, times and check digits, after the GS1 Barcode Syntax Dictionary of
    2026-01-27; not countries, currencies, or which attributes go together. IdentifierError `ATTRIBUTE_KEY` (digits, but
    no data attribute of a GTIN; 22, 10, 21 and 235 belong into the path), `ATTRIBUTE_TWICE`, `ATTRIBUTE_VALUE`,
    `LINK_RAW`, `LINK_PERCENT`.
    """

@final
class Epc:
    """What an EPC of a trade item says."""

    @property
    def scheme(self) -> str:
        """`SGTIN-96`, `SGTIN-198`, `SGTIN+`, `DSGTIN+`, `SGTIN++` or `DSGTIN++`."""
    @property
    def filter(self) -> int:
        """0 to 7: what kind of packaging the tag is on; no part of the identity."""
    @property
    def gtin(self) -> str: ...
    @property
    def serial(self) -> str: ...
    @property
    def attributes(self) -> list[tuple[str, str]]:
        """The date of a DSGTIN, as `parse_query_attributes` gives it; else empty."""

def decode_epc(epc: bytes | str) -> Epc:
    """Take apart an EPC binary string (GS1 EPC Tag Data Standard 2.3, clause 14): bytes of a tag from the header on,
    filled up with zero bits; or the segment of a compressed link, `eh` and lower-case hexadecimal digits or `ex` and
    base64url (GS1 Compression Technical Standard for EPC binary strings 1.0.0, clause 4.2). At most 2,048 bits.

    Data behind a `+` EPC and the host name of a `++` scheme are not looked at. IdentifierError `EPC_SYNTAX`,
    `EPC_SCHEME` (not of an SGTIN), `EPC_LENGTH`, `EPC_VALUE`, or a reason of GTIN or serial.
    """

def decode_epc_path(segment: str) -> DigitalLink:
    """The GTIN and serial of a compressed link, as `decode_epc` reads it."""

def encode_sgtin96(gtin: str, serial: str, *, company_prefix_length: int, filter: int) -> bytes:
    """Write an SGTIN-96 (TDS 2.3, clause 14.6.1): 12 bytes. The GS1 Company Prefix within the GTIN has 6 to 12 digits,
    the filter is 0 to 7; ValueError otherwise. IdentifierError `EPC_SERIAL` for a serial that is no number from 0 to
    2^38 - 1 without leading zeros, or a reason of GTIN or serial.
    """

def encode_sgtin198(gtin: str, serial: str, *, company_prefix_length: int, filter: int) -> bytes:
    """Write an SGTIN-198: 26 bytes, the last 10 bits zero. As `encode_sgtin96`, but for any serial."""

def encode_sgtin_plus(gtin: str, serial: str, *, filter: int) -> bytes:
    """Write an SGTIN+ with nothing behind it: 10 to 28 bytes, filled up with zero bits to words of 16. The serial is
    written in the fewest bits. ValueError and IdentifierError as for `encode_sgtin198`.
    """

@final
class Agent:
    """Who asks, and what telemetry may keep of the user agent: families only, none of its text. `other` and 0 stand for
    what is not known, and for all but `traffic` of every machine. Compared by value.
    """

    @property
    def traffic(self) -> str:
        """`person`, or a machine: `search` engine, `preview` of a link, `ai` crawler or assistant, `monitor`, `library` (a
        program's HTTP library, a feed reader, or what says nothing of itself) or `scanner` (any other).
        """
    @property
    def browser(self) -> str:
        """The family of the browser, such as `Safari`, or the app in which it runs, such as `Instagram`."""
    @property
    def browser_major(self) -> int:
        """Its major version, 0 to 9999."""
    @property
    def os(self) -> str:
        """`iOS`, `Android`, `Windows`, `macOS`, `Linux`, `ChromeOS` or `other`. An iPad that asks for desktop pages says
        that it is a Mac.
        """
    @property
    def device(self) -> str:
        """`phone`, `tablet`, `desktop`, `tv` or `other`."""

def classify_agent(agent: str | None) -> Agent:
    """Classify the value of a User-Agent header; None and an empty one are `library`. Any text in, no error; only the
    first 512 characters count, and the time is linear in them: some 2 microseconds, with the GIL held. The first call of
    a process compiles the patterns, some 5 ms and 2 MB.

    A machine is one that the data of crawler-user-agents knows, one that says a machine's word of itself, or one whose
    agent is not built like a browser's. The browsers inside apps are persons.
    """

@final
class AgentMatcher:
    """`classify_agent` with fewer patterns: how well would it do on crawlers that are yet to come? Immutable, safe to share
    between threads.
    """

    @staticmethod
    def before(day: str) -> AgentMatcher:
        """Leave out the patterns that were added to the data on this day (`2025/01/01`) or later."""
    def classify(self, agent: str | None) -> Agent:
        """As `classify_agent`."""

@final
class EpcForm:
    """Writes the EPCs of many units of one GTIN. Immutable, safe to share between threads."""

    def __new__(cls, gtin: str, *, scheme: str, company_prefix_length: int | None = None, filter: int) -> EpcForm:
        """`scheme` is `SGTIN+` (any serial; a code takes 172 bits, and so 11 words) or `SGTIN-96` (numbers below 2^38,
        and the length of the GS1 Company Prefix, 6 to 12 digits). `filter` is 0 to 7 (TDS 2.3, clause 10). ValueError
        otherwise, IdentifierError for a bad GTIN.
        """
    def tags(self, serials: bytes | Sequence[str]) -> list[tuple[str, int, int]]:
        """What the tag of each unit holds: the EPC in upper-case hexadecimal, filled up with zeros to words of 16 bits,
        as a tag's memory is written (TDS 2.3, clause 15.1.1); its bits, a multiple of 16; and the Protocol Control word
        (the words of the EPC in the five highest bits, all others 0). `serials`: codes of 16 bytes one behind the
        other, or texts. IdentifierError `EPC_SERIAL` for a serial that an SGTIN-96 cannot carry, or a reason of the
        serial; CodeError for bytes that are no codes.
        """
    def uris(self, serials: bytes | Sequence[str]) -> list[str]:
        """The EPC of each unit as a URI: `urn:epc:id:sgtin:` (TDS 2.3, clause 6.3.1) where the length of the company
        prefix is known, else the canonical GS1 Digital Link on `https://id.gs1.org`.
        """

def ndef_messages(uris: Sequence[str]) -> list[bytes]:
    """What an NFC tag holds of each URI: an NDEF message with one URI record (NFC Forum, NDEF 1.0 and URI RTD 1.0), in
    the short form up to 255 bytes of payload. ValueError for a URI that is empty, longer than 8,192 bytes, or has other
    than visible ASCII characters.
    """

@final
class QrSymbol:
    """A QR Code symbol (model 2, ISO/IEC 18004:2015), without its modules. Compared by value."""

    @property
    def version(self) -> int:
        """1 to 40."""
    @property
    def size_modules(self) -> int:
        """Modules along a side, without quiet zone: 17 and four for each version."""
    @property
    def mask(self) -> int:
        """0 to 7: the one with the lowest penalty."""

def qr_symbol(text: str, level: str) -> QrSymbol:
    """The symbol of a text: the lowest version that holds it in the shortest mix of numeric, alphanumeric and byte mode.
    `level` is `L`, `M`, `Q` or `H` and kept, also where a higher one would fit. ValueError for another level, and for
    text that is empty, not ASCII or too long for version 40. So in the three functions below, for any of the texts.
    """

def qr_svgs(texts: Sequence[str], *, level: str, quiet_zone: int, module_um: int) -> list[bytes]:
    """The symbol of each text as an SVG 1.1 image, black on white: one path, its size in millimetres, one unit a module.
    `quiet_zone` is 0 to 32 modules (ISO/IEC 18004 and GS1 want 4), a module has 10 to 10,000 micrometres. The same text
    gives the same bytes. Some 20 microseconds and 1.6 KB each for a resolver URL.
    """

def qr_pngs(
    texts: Sequence[str], *, level: str, quiet_zone: int, module_px: int, dpi: int | None = None
) -> list[bytes]:
    """The symbol of each text as a PNG image of one bit a pixel. A module has 1 to 64 pixels; `dpi` (1 to 9,600 dots an
    inch) is written into the image. Otherwise as `qr_svgs`. Some 34 microseconds and 370 bytes at 4 pixels a module.
    """

def qr_bitmaps(texts: Sequence[str], *, level: str) -> list[tuple[int, bytes]]:
    """The symbol of each text as its size in modules and its rows from the top, without quiet zone. A row has whole
    bytes; its leftmost module is the highest bit of the first, 1 is dark, bits behind the last module are 0.
    """

@final
class XDimension:
    """The size of a printed module of a QR Code with a GS1 Digital Link against GS1's bounds. Compared by value."""

    @property
    def verdict(self) -> str:
        """`TOO_SMALL`, `BELOW_TARGET` (allowed, larger is better), `GOOD` or `TOO_LARGE`; a bound is within."""
    @property
    def minimum_um(self) -> int: ...
    @property
    def target_um(self) -> int: ...
    @property
    def maximum_um(self) -> int: ...
    @property
    def quiet_zone(self) -> int:
        """What GS1 wants on each side, in modules."""

def check_x_dimension(module_um: int) -> XDimension:
    """Check the printed size of a module in micrometres: 396 at least, 495 as the target, 990 at most, for items that
    shops scan (GS1 General Specifications 26.0, table 5-46). Items for general distribution have bounds of their own.
    """

class CellError(ValueError):
    """A cell that no column of a file may hold; nothing of the cell is in the message."""

    column: str
    """The name of the column."""
    reason: str
    """`FORMULA`, `CONTROL` (a control character, or a byte order mark in front), `LOWER_CASE` (in an upper-case URL),
    `NO_GTIN`, `EPC_SERIAL` (a serial for which the scheme has no room) or `STATUS` (without a name).
    """

@final
class CsvForm:
    """Units of a batch as lines of CSV (RFC 4180) in UTF-8: columns, delimiter and quoting. Immutable, safe to share
    between threads.

    No cell is a formula to a spreadsheet: one that begins with `=`, `+`, `-` or `@` (full-width ones too, and behind what
    is not seen), a tab or a line end is a CellError `FORMULA`; one with another control character, or a byte order mark in
    front, is a CellError `CONTROL`. Of what a form makes itself none can begin so; lots, serials, names and constants are
    looked at.
    """

    def __new__(
        cls,
        columns: Sequence[tuple[str, str, str]],
        *,
        delimiter: str,
        line_end: str,
        quoting: str,
        statuses: Sequence[tuple[int, str]],
        epc_scheme: str | None = None,
        company_prefix_length: int | None = None,
        filter: int | None = None,
    ) -> CsvForm:
        """1 to 64 columns: name (1 to 200 characters), source, and the text of a constant (at most 200 characters; empty for
        other sources). Sources: `constant`, `seq`, `code`, `url`, `url_upper`, `digital_link` (the canonical path), `gtin`
        (empty without one), `lot` (empty in serial mode), `status_at_export` (its name in `statuses`), `epc_hex`,
        `epc_bits`, `epc_pc` (four hexadecimal digits), `epc_filter`, `epc_uri` (all as in `EpcForm`, for which the last
        three arguments are; the URI needs a company prefix) and `ndef_hex` (of the URL, as in `ndef_messages`).

        `delimiter` is `,`, `;`, a tab or `|`; `line_end` CR LF or LF; `quoting` is `minimal` or `all`. CellError for a
        name, constant or status that may not be; ValueError for all else.
        """
    def header(self) -> bytes:
        """The line with the names of the columns."""
    def rows(
        self,
        *,
        context: str,
        base_url: str,
        lots: Sequence[tuple[int, int, str]],
        start: int,
        codes: bytes | Sequence[str],
        statuses: bytes | None = None,
    ) -> list[bytes]:
        """The lines of the units from seq `start` on, in pieces of at most 131,072 bytes which end with a line.

        `base_url` is `https://` (or `http://`) and a lower-case host; `lots`: first seq, quantity and code in order of
        seq, those of other units too, empty in serial mode. `codes`: codes of 16 bytes one behind the other (24 million
        lines a second of seq, code, URL, GTIN and lot), or texts, which may be any serials (4 million). `statuses`: a
        byte for each unit, wanted where a column holds the status. Deterministic; blocks of any size give the same
        lines.

        CellError for a lot, serial or status that a column cannot hold, or columns of an EPC without a GTIN; CodeError for
        bytes that are no codes; IdentifierError for a bad lot or serial; ValueError for lots that leave a unit out, seqs
        above 2^20 - 1, or another argument out of bounds.
        """

def uuid7() -> str:
    """A UUID version 7 (RFC 9562, 5.7) in lower-case text: millisecond clock, monotonic within this process, the
    rest random. OSError without randomness.
    """

def cpu_features() -> dict[str, bool]:
    """Which instructions the core uses on this machine: keys `aes` and `sha_ni`."""
