"""What NFC and RFID tags hold of a unit, and when an SGTIN-96 can name it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from hallmint_server.exporting.profile.model import EpcScheme, EpcSettings
from hallmint_server.exporting.profile.obstacle import Obstacle, ObstacleKind
from mintcore import EpcForm

_SERIAL_96_MOST = 2**38 - 1
_PREFIX_LENGTHS = range(6, 13)  # EPC Tag Data Standard, table 14-2: the partitions that an SGTIN-96 has
_SHORT_MOST = 255

_PREFIXES = ((2, "https://www."), (4, "https://"), (1, "http://www."), (3, "http://"))
"""The codes of NFC Forum's URI Record Type Definition 1.0, table 3, that can begin a URL of ours, longest first."""

_ESCAPED = str.maketrans({char: f"%{ord(char):02X}" for char in '"%&/<>?'})  # EPC Tag Data Standard, table A-1


class Epc(NamedTuple):
    """The EPC memory bank of a tag: what stands from bit 20h on, in hexadecimal digits, how many bits that is (a multiple of 16),
    and the protocol control word before it.
    """

    hex: str
    bits: int
    protocol_control: int
    filter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TagIdentity:
    """What an EPC names: a GTIN and a serial. `company_prefix_length` is None where nobody knows it."""

    gtin: str
    serial: str
    company_prefix_length: int | None


def prefix_obstacles(company_prefix_length: int | None) -> tuple[Obstacle, ...]:
    """Why a company prefix of this length can stand in no SGTIN-96 and no EPC URI."""
    if company_prefix_length is None:
        words = "the product does not say how long its GS1 Company Prefix is (company_prefix_length)"
        return (Obstacle(kind=ObstacleKind.COMPANY_PREFIX_UNKNOWN, description=words),)
    if company_prefix_length not in _PREFIX_LENGTHS:
        words = f"the GS1 Company Prefix has {company_prefix_length} digits; EPC has partitions for 6 to 12"
        return (Obstacle(kind=ObstacleKind.COMPANY_PREFIX_LENGTH, description=words),)
    return ()


def sgtin_96_obstacles(identity: TagIdentity) -> tuple[Obstacle, ...]:
    """All the reasons why no SGTIN-96 can name a unit; empty where one can (EPC Tag Data Standard 2.3, 14.6.1)."""
    found = list(prefix_obstacles(identity.company_prefix_length))
    if not identity.gtin:
        found.append(GTIN_MISSING)
    serial = identity.serial
    if not (serial.isascii() and serial.isdigit()):
        words = "an SGTIN-96 holds numeric serials only, and the codes of Hallmint begin with a letter"
        found.append(Obstacle(kind=ObstacleKind.SERIAL_NOT_NUMERIC, description=words))
    elif serial != str(int(serial)):
        words = "an SGTIN-96 holds no serial with leading zeros"
        found.append(Obstacle(kind=ObstacleKind.SERIAL_LEADING_ZERO, description=words))
    elif int(serial) > _SERIAL_96_MOST:
        words = f"an SGTIN-96 holds serials up to {_SERIAL_96_MOST}"
        found.append(Obstacle(kind=ObstacleKind.SERIAL_TOO_LARGE, description=words))
    return tuple(found)


GTIN_MISSING = Obstacle(
    kind=ObstacleKind.GTIN_MISSING, description="the batch was minted without a GTIN, so its units have no EPC"
)


def encode_epcs(
    gtin: str, serials: Sequence[str], company_prefix_length: int | None, settings: EpcSettings
) -> list[Epc]:
    """The EPCs of units of one GTIN, in their order. ValueError where SGTIN-96 is asked for and `sgtin_96_obstacles` finds any.

    The EPC is filled up with zeros to words of 16 bits (EPC Tag Data Standard 2.3, 15.1.1), as tags are written in words.
    The protocol control word says how many words that is, and that it is an EPC: all its other bits are zero (Gen2 air
    interface, 6.3.2.1.2.2), as the tag itself sets those of user memory and extended protocol control.
    """

    def scheme_of(serial: str) -> str:
        if settings.scheme is not EpcScheme.SGTIN_96_OR_PLUS:
            return "SGTIN-96" if settings.scheme is EpcScheme.SGTIN_96 else "SGTIN+"
        named = TagIdentity(gtin=gtin, serial=serial, company_prefix_length=company_prefix_length)
        return "SGTIN-96" if serial.isdigit() and not sgtin_96_obstacles(named) else "SGTIN+"

    found: list[Epc] = []
    for scheme, some in groupby(serials, scheme_of):
        length = company_prefix_length if scheme == "SGTIN-96" else None
        form = EpcForm(gtin, scheme=scheme, company_prefix_length=length, filter=settings.filter)
        found += (Epc(*tag, settings.filter) for tag in form.tags(list(some)))
    return found


def epc_uri(identity: TagIdentity) -> str:
    """The pure identity URI (EPC Tag Data Standard, 6.3.1). ValueError where `prefix_obstacles` finds any."""
    length = identity.company_prefix_length
    if length is None or length not in _PREFIX_LENGTHS:
        raise ValueError("an EPC URI needs a GS1 Company Prefix of 6 to 12 digits")
    indicator, digits = identity.gtin[0], identity.gtin[1:13]
    serial = identity.serial.translate(_ESCAPED)
    return f"urn:epc:id:sgtin:{digits[:length]}.{indicator}{digits[length:]}.{serial}"


def ndef_message(url: str) -> bytes:
    """An NDEF message of one URI record, as NFC Forum's NDEF 1.0 and URI RTD 1.0 have it; `url` is ASCII."""
    code, prefix = next(((c, p) for c, p in _PREFIXES if url.startswith(p)), (0, ""))
    payload = bytes([code]) + url[len(prefix) :].encode("ascii")
    if len(payload) <= _SHORT_MOST:
        return b"\xd1\x01" + bytes([len(payload)]) + b"U" + payload
    return b"\xc1\x01" + len(payload).to_bytes(4, "big") + b"U" + payload
