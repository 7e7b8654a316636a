"""What a column can say of a unit. The names are the seam to mintcore's formatter, and stored in profiles: none ever changes."""

from enum import StrEnum


class UnitField(StrEnum):
    """One thing that is known of a unit. Text, but for `NUMBERS`; what a unit has not is empty in CSV and null in NDJSON."""

    SEQ = "seq"
    """Place in the batch, from 0."""
    CODE = "code"
    URL = "url"
    URL_UPPER = "url_upper"
    """The URL in upper case: the same identity where no lot has a lower-case letter."""
    GTIN = "gtin"
    """14 digits."""
    LOT = "lot"
    SKU = "sku"
    PRODUCT_NAME = "product_name"
    """The name in the revision of the product that the batch copied."""
    BATCH_ID = "batch_id"
    STATUS_AT_EXPORT = "status_at_export"
    """`minted`, `active` or `revoked`."""
    ACTIVATED_AT = "activated_at"
    """RFC 3339, UTC, six digits of a second."""
    EPC_HEX = "epc_hex"
    """The EPC memory bank from bit 20h on, in words of 16 bits; upper-case hexadecimal digits."""
    EPC_BITS = "epc_bits"
    """Bits in `epc_hex`: a multiple of 16."""
    EPC_PC = "epc_pc"
    """The protocol control word that goes with it: 4 hexadecimal digits."""
    EPC_FILTER = "epc_filter"
    EPC_URI = "epc_uri"
    """`urn:epc:id:sgtin:...`, the pure identity URI of GS1's EPC Tag Data Standard, 6.3.1."""
    NDEF_HEX = "ndef_hex"
    """An NDEF message with the URL as its one record; upper-case hexadecimal digits."""
    DIGITAL_LINK = "digital_link"
    """The canonical path: the URL without the base, and what the log proves."""


NUMBERS = frozenset({UnitField.SEQ, UnitField.EPC_BITS, UnitField.EPC_FILTER})
"""Those that are numbers in typed formats."""

MUTABLE = frozenset({UnitField.STATUS_AT_EXPORT, UnitField.ACTIVATED_AT})
"""Those that can differ between two exports of one batch in one version of a profile."""

EPC_FIELDS = frozenset(
    {UnitField.EPC_HEX, UnitField.EPC_BITS, UnitField.EPC_PC, UnitField.EPC_FILTER},
)
"""Those that say what an RFID tag holds: a profile with one of them says how it is encoded."""

MANIFEST = (
    UnitField.SEQ,
    UnitField.CODE,
    UnitField.URL,
    UnitField.DIGITAL_LINK,
    UnitField.GTIN,
    UnitField.LOT,
    UnitField.SKU,
    UnitField.PRODUCT_NAME,
    UnitField.BATCH_ID,
    UnitField.STATUS_AT_EXPORT,
)
"""What a full manifest has at least: all that never changes and is no encoding for a carrier, and the status."""
