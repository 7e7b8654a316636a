"""What the program is told, and how it answers."""

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hallmint.v1 import export_pb2
from hallmint_client import Client, HallmintError, Policy, token_ref, verify_proof


@dataclass(frozen=True, slots=True)
class Config:
    """The keys of a CONFIG.json."""

    values: dict[str, Any]

    @classmethod
    def read(cls, path: str) -> "Config":
        """Read a file."""
        return cls(json.loads(Path(path).read_text(encoding="utf-8")))

    def __getitem__(self, key: str) -> Any:
        """One that must be there."""
        return self.values[key]

    @property
    def folder(self) -> Path:
        """Where files go."""
        return Path(self["folder"])

    def client(self, **changes: Any) -> Client:
        """A client, which is not open yet. ValueError."""
        told = {**self.values, **changes}
        given: dict[str, Any] = {name: told[name] for name in ("address", "credential", "brand") if name in told}
        given |= {name: Path(told[name]) for name in ("ca", "certificate", "key") if name in told}
        return Client(**given, policy=Policy(**told.get("policy", {})))


def say(**line: Any) -> None:
    """Print one line."""
    sys.stdout.write(f"{json.dumps(line)}\n")
    sys.stdout.flush()


def told(error: HallmintError) -> dict[str, Any]:
    """What an error says."""
    return {
        "code": error.code.name,
        "reason": error.reason,
        "message": error.message,
        "metadata": error.metadata,
        "violations": [
            {"field": each.field, "reason": each.reason, "description": each.description} for each in error.violations
        ],
        "request_id": error.request_id,
    }


async def download(client: Client, export_id: str, folder: Path) -> list[dict[str, Any]]:
    """All packs of an export as files, and what is in them by this program's own reading."""
    packs: list[export_pb2.Pack] = [pack async for pack in client.packs(export_id)]
    found = []
    for pack in packs:
        data = (await client.download_pack(pack, folder)).read_bytes()
        found.append({"name": pack.file_name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    return found


async def imported(client: Client, config: Config, progress: Callable[[int], None] | None = None) -> dict[str, Any]:
    """What became of the rows of the sheet."""
    found = await client.import_products(Path(config["sheet"]), progress=progress)
    return {name: getattr(found, name) for name in ("rows", "created", "updated", "unchanged", "refused")}


async def callers(client: Client, config: Config) -> dict[str, str]:
    """Whom the server takes this client for, and one that acts for somebody else over its connection."""
    other = await client.acting(config["other_credential"]).get_caller()
    own = await client.get_caller()
    return {"own": own.credential.credential_id, "other": other.credential.credential_id}


async def proved(client: Client, config: Config, seq: int) -> dict[str, Any]:
    """What the proof of a unit shows."""
    proof = (await client.get_token_proof(token_ref(f"{config['batch_id']}/{seq}"))).proof
    found = verify_proof(proof, config["log_key"])
    return {"identity": found.identity, "batch_id": found.batch_id, "seq": found.seq}
