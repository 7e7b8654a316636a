#!/usr/bin/env python3
"""Check a Hallmint proof file, offline, without trusting whoever handed it over. Usage:

    python verify.py PROOF --log-key KEY [--witness KEY ... [--witnesses N]]

You need this file, Python 3.9 or later with the package `cryptography`, the proof file (`-` reads it from standard input), and
the log's public key. Get the key from another source than the proof: whoever forges one can forge the other.

It prints what the proof proves and ends with exit code 0, or one line that says why it proves nothing, with exit code 1. What
says neither yes nor no, as a file that is not there, is exit code 2.
README.md beside this file explains the format. This program shares no code with Hallmint: it is here so that you, or someone
you trust, can read all of it.
"""

import argparse
import base64
import hashlib
import re
import sys
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NUMBER = "(?:0|[1-9][0-9]{0,18})"
HEX = "[0-9a-f]{64}"  # 32 bytes
HASH = "[A-Za-z0-9+/]{43}="  # 32 bytes too, as base64
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
WORD = "(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+"

# The one form of a proof file. Whatever differs from it by a single character is refused: there is no second way to write
# the same proof, so nothing can be hidden in one.
FORM = re.compile(
    "hallmint/proof/v1\n"
    f"batch (?P<batch>{UUID})\n"  # the mint batch
    f"seq (?P<seq>{NUMBER})\n"  # the unit's number in it, from 0
    f"identity (?P<identity>/01/[0-9]{{14}}(?:/10/{WORD})?/21/{WORD}|/t/{WORD})\n"  # what the carrier's address ends with
    f"quantity (?P<quantity>{NUMBER})\n"  # units in the batch
    f"root (?P<root>{HEX})\n"  # one hash over all units of the batch
    f"product (?P<product>{UUID})\n"
    "minted (?P<minted>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z)\n"
    f"salt (?P<salt>{HEX})\n"  # random, so that nobody can guess what a batch holds from the log alone
    f"tag (?P<tag>{HEX})\n"  # by what the brand finds its own batches in the log
    f"(?P<path>(?:path {HASH}\n){{0,63}})"  # from the unit up to `root`
    "c2sp[.]org/tlog-proof@v1\n"
    f"index (?P<index>{NUMBER})\n"  # the number of the batch's entry in the log, from 0
    f"(?P<log_path>(?:{HASH}\n){{0,63}})"  # from the entry up to `log_root`
    "\n"
    # The head of the log: its name, how many entries it has, one hash over all of them; and who signed that.
    f"(?P<text>(?P<origin>[^\n]+)\n(?P<size>{NUMBER})\n(?P<log_root>{HASH})\n(?:[^\n]+\n)*)"
    "\n"
    "(?P<signatures>(?:\N{EM DASH} [^\\s+]+ [A-Za-z0-9+/]{7,}={0,2}\n){1,100})",
)


LONGEST = 8192  # bytes of a proof file
LOG, WITNESS = 1, 4  # algorithms of keys
YEAR_9999 = 253402300799  # seconds after 1970: no calendar goes on
P = 2**255 - 19  # the curve of Ed25519 is -x*x + y*y = 1 + D*x*x*y*y, modulo P (RFC 8032, 5.1)
D = -121665 * pow(121666, -1, P) % P


class Refused(Exception):
    """The proof proves nothing; the message says why."""


def unbase64(text):
    """The bytes of a base64 text, which must be written in the usual way."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused("a text that should be base64 is none") from None
    if base64.b64encode(data).decode() != text:
        raise Refused("base64 that is written in an unusual way")
    return data


def climb(leaf, index, size, path):
    """The root that follows from a leaf, its number in a tree of `size` leaves, and a path of hashes (RFC 9162, 2.1.3.2)."""
    if index >= size:
        raise Refused(f"number {index} of only {size}")
    here, last, found = index, size - 1, leaf
    for other in path:
        if last == 0:
            raise Refused("a path of hashes is too long")
        if here % 2 == 1 or here == last:
            found = hashlib.sha256(b"\x01" + other + found).digest()  # the other one is to the left
            while here % 2 == 0 and here != 0:  # no neighbour on these levels
                here, last = here // 2, last // 2
        else:
            found = hashlib.sha256(b"\x01" + found + other).digest()
        here, last = here // 2, last // 2
    if last != 0:
        raise Refused("a path of hashes is too short")
    return found


def is_point(public):
    """Whether 32 bytes are a key that means something: a point of the curve, written in the one way, and none of the eight points
    under which a single signature would fit many texts: those with y of 0, 1 or -1, and four that an equation tells."""
    y = int.from_bytes(public, "little") % 2**255
    small = y in (0, 1, P - 1) or (D * y**4 + 2 * y * y - 1) % P == 0
    return y < P and not small and pow((y * y - 1) * (D * y * y + 1), (P - 1) // 2, P) == 1


def read_key(text, algorithm):
    """A public key `<name>+<id>+<base64>` of an algorithm: 1 is a log's, 4 a witness's (C2SP signed-note)."""
    name, key_id, rest = [*text.split("+", 2), "", ""][:3]
    data = unbase64(rest)
    if len(data) != 33 or data[0] != algorithm:
        raise Refused(f"not the public key of a {'log' if algorithm == LOG else 'witness'}: {text}")
    expected = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if key_id != expected.hex():
        raise Refused(f"a public key that was changed or cut: {text}")
    if not is_point(data[1:]):
        raise Refused(f"a public key under which a signature means nothing: {text}")
    return name, expected, algorithm, data[1:]


def signed_by(key, text, signatures):
    """Whether a key signed the head of the log: None if not, else the time at which (0 for a log). A wrong signature refuses."""
    name, key_id, algorithm, public = key
    # Signatures that other keys made are none of our business, so they are skipped.
    mine = [data[4:] for who, data in signatures if who == name and data[:4] == key_id]
    if not mine:
        return None
    body, seconds = mine[0], 0
    if algorithm == WITNESS:  # it signs the time at which it saw the head as well (C2SP tlog-cosignature)
        body, seconds = body[8:], int.from_bytes(body[:8], "big")
        text = f"cosignature/v1\ntime {seconds}\n{text}"
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(body, text.encode())
    except (InvalidSignature, ValueError):
        raise Refused(f"the signature of {name} is wrong") from None
    if len(mine) > 1 or seconds >= 2**63:
        raise Refused(f"{name} signed twice, or at no time")
    return seconds


def verify(data, log_key, witness_keys=(), witnesses=None):
    """What a proof file (bytes) proves, as a dict. Raises Refused. `witnesses`: how many of the keys must have signed (all)."""
    log = read_key(log_key, LOG)
    trusted = [read_key(text, WITNESS) for text in witness_keys]
    # What a witness signs does not have its name: one key under two would count twice, and the log could vouch for itself.
    if len({key[3] for key in (log, *trusted)}) <= len(trusted):
        raise Refused("each witness has a key of its own, and one of these is given twice or is the log's")
    wanted = len(trusted) if witnesses is None else witnesses
    try:
        found = FORM.fullmatch(data.decode()) if len(data) <= LONGEST else None
    except UnicodeDecodeError:
        found = None
    if not found or any(c < " " and c != "\n" for c in found[0]):
        raise Refused("not a proof file, or one that was changed")

    # 1. The unit is in the batch: its leaf and the path lead to the batch's root.
    leaf = hashlib.sha256("\0hallmint/v1\n{batch}\n{seq}\n{identity}\n".format(**found.groupdict()).encode()).digest()
    path = [unbase64(line[5:]) for line in found["path"].split("\n")[:-1]]
    if climb(leaf, int(found["seq"]), int(found["quantity"]), path).hex() != found["root"]:
        raise Refused("the unit is not in the batch")

    # 2. The batch is in the log: what the proof tells of it makes its entry, and the entry and the path lead to the log's root.
    told = "{product}\n{quantity}\n{root}\n{minted}\n".format(**found.groupdict())
    commitment = hashlib.sha256(bytes.fromhex(found["salt"]) + told.encode()).hexdigest()
    entry = f"hallmint/batch/v1\n{found['batch']}\n{found['tag']}\n{commitment}\n"
    log_leaf = hashlib.sha256(b"\x00" + entry.encode()).digest()
    log_path = [unbase64(line) for line in found["log_path"].split("\n")[:-1]]
    if climb(log_leaf, int(found["index"]), int(found["size"]), log_path) != unbase64(found["log_root"]):
        raise Refused("the batch is not in the log")

    # 3. The log signed that root, and so did as many witnesses as are asked for.
    lines = [line.split(" ") for line in found["signatures"].split("\n")[:-1]]
    signatures = [(name, unbase64(data)) for _, name, data in lines]
    if log[0] != found["origin"] or signed_by(log, found["text"], signatures) is None:
        raise Refused(f"the log {log[0]} did not sign this")
    times = [(key[0], signed_by(key, found["text"], signatures)) for key in trusted]
    seen = [(name, seconds) for name, seconds in times if seconds is not None]
    if not 0 <= wanted <= len(seen):
        raise Refused(f"{len(seen)} of these witnesses signed, and {wanted} are asked for")
    return {**found.groupdict(), "witnesses": dict(seen)}


def main():
    """The command."""
    parser = argparse.ArgumentParser(description="Check a Hallmint proof file, offline.")
    parser.add_argument("proof", help="the proof file, - for standard input")
    parser.add_argument("--log-key", required=True, help="the log's public key, <name>+<id>+<base64>")
    parser.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="a witness's public key; may be repeated"
    )
    parser.add_argument("--witnesses", type=int, metavar="N", help="how many of them must have signed (all)")
    given = parser.parse_args()
    try:
        with open(0 if given.proof == "-" else given.proof, "rb") as file:
            found = verify(file.read(LONGEST + 1), given.log_key, given.witness, given.witnesses)
    except Refused as error:
        sys.exit(f"REFUSED: {error}")
    except OSError as error:
        print(f"{given.proof} cannot be read: {error.strerror}", file=sys.stderr)
        sys.exit(2)
    print(f"RECORDED: {found['identity']}")
    print(
        "  Compare this with the address that the code on the product leads to: only what comes before it may differ."
    )
    print(
        f"  unit {found['seq']} of 0 to {int(found['quantity']) - 1} of batch {found['batch']}, minted {found['minted']}"
    )
    print(f"  product {found['product']}")
    print(f"  entry {found['index']} of 0 to {int(found['size']) - 1} of the log {found['origin']}")
    for name, seconds in found["witnesses"].items():
        print(
            f"  seen by the witness {name}: {time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(min(seconds, YEAR_9999)))}"
        )
    print(
        "This is a record of what was minted. A printed code can be copied: it does not prove that a product is no copy."
    )


if __name__ == "__main__":
    main()
