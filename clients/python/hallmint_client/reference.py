"""What a person or a scanner has in hand, as a TokenRef."""

import re

from hallmint.v1 import token_pb2

_PLACE = re.compile(r"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})/([0-9]{1,7})")
_GTIN_LENGTH = 14
_PRINTED_GTIN_LENGTHS = (8, 12, 13, _GTIN_LENGTH)


def token_ref(text: str, *, gtin: str = "") -> token_pb2.TokenRef:
    """Read a resolver URL or its path, `<batch id>/<seq>`, or a code; with `gtin` (8, 12, 13 or 14 digits) a serial of it.

    Only the form is looked at here: the server decides what is valid. ValueError where the text is empty or the GTIN
    has another length or other characters.
    """
    text = text.strip()
    if not text:
        raise ValueError("an empty reference names no token")
    if gtin:
        if not (gtin.isascii() and gtin.isdigit() and len(gtin) in _PRINTED_GTIN_LENGTHS):
            raise ValueError("a GTIN has 8, 12, 13 or 14 digits")
        pair = token_pb2.GtinSerial(gtin=gtin.zfill(_GTIN_LENGTH), serial=text)
        return token_pb2.TokenRef(gtin_serial=pair)
    if place := _PLACE.fullmatch(text):
        return token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=place[1].lower(), seq=int(place[2])))
    if "/" in text:
        return token_pb2.TokenRef(url=text)
    return token_pb2.TokenRef(code=text)
