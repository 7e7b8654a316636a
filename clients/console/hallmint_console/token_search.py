"""What somebody typed, pasted or scanned into the search box, as the token that it names."""

import re

from hallmint.v1 import token_pb2
from hallmint_client.reference import token_ref

_GS = "\x1d"
_PRINTED = re.compile(r"\(01\)\s*([0-9]{14})\s*(?:\(10\)[^()]{1,20})?\(21\)\s*(\S{1,20})", re.ASCII)
# GS1 General Specifications, 7.8: element strings as scanners send them, with or without a symbology identifier.
_SCANNED = re.compile(
    rf"(?:\][A-Za-z][0-9])?{_GS}?01([0-9]{{14}})(?:10[^{_GS}]{{1,20}}{_GS})?21([^{_GS}]{{16}}){_GS}?", re.ASCII
)
_BESIDE = re.compile(r"([0-9]{8}|[0-9]{12,14})[\s,;]+(\S{1,20})", re.ASCII)


def read(text: str) -> token_pb2.TokenRef:
    """A resolver URL, a code, `<batch id>/<seq>`, a GTIN and a serial with a space between them, or element strings of GS1. The
    API decides what is valid. Raises ValueError where the text is empty.
    """
    text = text.strip(" \t\r\n")
    for form in (_PRINTED, _SCANNED, _BESIDE):
        if found := form.fullmatch(text):
            return token_ref(found[2], gtin=found[1])
    return token_ref(text)
