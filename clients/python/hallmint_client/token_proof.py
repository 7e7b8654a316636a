"""The offline proof of one unit: by its proof file and the log's public key, and nothing else."""

from collections.abc import Sequence

import mintcore
from hallmint.v1 import token_pb2
from mintcore import IdentifierError, Verified, normalise_code, parse_link


def verify_proof(
    proof: bytes, log_key: str, *, witness_keys: Sequence[str] = (), witnesses: int | None = None
) -> Verified:
    """Verify a proof file (`get_token_proof`), without a network: the unit is of the batch, the batch is in the log, and the head
    of the log is signed by its key, and cosigned by `witnesses` of the witnesses whose keys are given; None means by all of them.
    Some 90 microseconds, and as many for each cosignature.

    Compare `identity` of what comes back with the code in your hand: a proof is of one unit alone. Take keys from those whose
    they are, never from the file or from whoever sent it. Keys are texts, `name+id+base64` (C2SP signed-note).

    ProofError with a `reason` where it proves nothing: it was changed, is of another log, or has too few cosignatures. ValueError
    where a key is none, or more witnesses are wanted than keys were given. docs/verify/README.md has the form of the file.
    """
    wanted = len(witness_keys) if witnesses is None else witnesses
    return mintcore.verify_proof(proof, log_key, witness_keys=witness_keys, witnesses=wanted)


def is_of(found: Verified, ref: token_pb2.TokenRef) -> bool:
    """Whether what a proof proves is the token that `ref` (`token_ref`) names. A true proof of another token says nothing of this
    one, so whoever asks a server for a proof must look. A link that names a lot must name the token's own.
    """
    if ref.WhichOneof("ref") == "batch_seq":
        return (found.batch_id, found.seq) == (ref.batch_seq.batch_id, ref.batch_seq.seq)
    proved = parse_link(found.identity)
    gtin, lot, serial = proved.gtin, None, ref.code
    if ref.HasField("gtin_serial"):
        gtin, serial = ref.gtin_serial.gtin, ref.gtin_serial.serial
    elif ref.HasField("url"):
        try:
            link = parse_link(ref.url)
        except IdentifierError:
            return False
        gtin, lot, serial = link.gtin, link.lot, link.serial
    return gtin == proved.gtin and lot in (None, proved.lot) and proved.serial in (serial, normalise_code(serial))
