"""What signed links of tests are for, and how they are broken."""

import random
import string
from dataclasses import dataclass
from uuid import UUID

PACK = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
BRAND = UUID("01890a5d-ac96-774b-bcce-b302099a8058")
NOW = 1_700_000_000


@dataclass(slots=True)
class Clock:
    now: float = NOW

    def __call__(self) -> float:
        return self.now


def mutation(chance: random.Random, text: str, other: str) -> str:
    """`text`, changed at one to three places in one of the ways in which links get broken or forged."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        to = chance.randrange(at, min(len(text), at + 9) + 1)
        text = chance.choice(
            [
                text[:at] + chance.choice(string.printable + "é\ud800\x00") + text[at + 1 :],
                text[:at] + chr(ord(text[at]) ^ (1 << chance.randrange(7))) + text[at + 1 :],
                text[:at] + text[to:],
                text[:at] + text[at:to] * 2 + text[to:],
                text[:at] + other[at:to] + text[to:],
                text[:at] + text[at:to].swapcase() + text[to:],
                text[:at] + f"%{ord(text[at]):02X}" + text[at + 1 :],
                text[:at] + chance.choice(["../", "&s=", "&b=", "?", "#", "//", ";", "\n", "%00", "+"]) + text[at:],
                text + chance.choice(["&", "&x=1", "/", " ", "\n", "#a", "&s=" + other[-64:]]),
                "&".join(chance.sample(text.split("&"), text.count("&") + 1)),
            ]
        )
        text = text or "/"
    return text
