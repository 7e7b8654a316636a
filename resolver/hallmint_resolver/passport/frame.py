"""Pages that differ in nothing but the code: rendered once, with marks where the code stands."""

import re

LENGTH = 16
"""Symbols of a code: what a frame can be filled with."""
# Private use characters at the end of Unicode, which no brand's text is likely to hold; if one does, it shows symbols of the
# code in their place. Neither templates nor `clean` touch them.
_FIRST = 0x10F000
MARKS = "".join(chr(_FIRST + place) for place in range(LENGTH))
"""Stands for a code; its symbol at each place is known by its mark."""
_RUN = re.compile("[" + MARKS + "]+")


def is_code(text: str) -> bool:
    """Whether a text can fill a frame: 16 letters and digits of ASCII, which are the same in HTML."""
    return len(text) == LENGTH and text.isascii() and text.isalnum()


class Frame:
    """A page without its code."""

    def __init__(self, page: bytes) -> None:
        """Of a page that was rendered for the code MARKS."""
        text = page.decode()
        self._pieces: list[bytes | slice] = []
        end = 0
        for run in _RUN.finditer(text):
            self._pieces.append(text[end : run.start()].encode())
            # Marks that follow each other are a slice of the code; a hostile text may hold them in any order.
            self._pieces += [slice(ord(mark) - _FIRST, ord(mark) - _FIRST + 1) for mark in run[0]]
            end = run.end()
        self._pieces.append(text[end:].encode())

    def fill(self, code: str) -> bytes:
        """The page of a code."""
        symbols = code.encode()
        return b"".join([piece if isinstance(piece, bytes) else symbols[piece] for piece in self._pieces])
