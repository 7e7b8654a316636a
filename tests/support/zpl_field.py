"""What the fields of ZPL labels say, taken apart as a printer does it."""

import re

_FIELD = re.compile(rb"\^FH\^FD([^^~]*)\^FS")
_HEX = re.compile(rb"_([0-9A-Fa-f]{2})")


def field_texts(data: bytes) -> list[list[str]]:
    """The texts of each label in order."""
    return [
        [_HEX.sub(lambda found: bytes.fromhex(found[1].decode()), field).decode() for field in _FIELD.findall(label)]
        for label in data.split(b"^XA")[1:]
    ]
