"""Verify a proof file, without a server: `python verify_proof.py FILE LOG_KEY [WITNESS_KEY ...]`.

The keys are texts, `name+id+base64`. Take them from those whose they are, and not from whoever gave you the file.
"""

import sys
from pathlib import Path

from hallmint_client import ProofError, verify_proof


def main(path: Path, log_key: str, witness_keys: list[str]) -> None:
    try:
        found = verify_proof(path.read_bytes(), log_key, witness_keys=witness_keys)
    except ProofError as error:  # not one byte may be otherwise
        sys.exit(f"this proves nothing: {error}")
    print(found.identity)  # compare it with the code in your hand
    print(f"unit {found.seq} of {found.quantity} of batch {found.batch_id}, minted {found.minted}")
    print(f"entry {found.index} of {found.size} of the log {found.origin}")
    for name, _ in found.witnesses:
        print(f"seen by the witness {name}")


main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
