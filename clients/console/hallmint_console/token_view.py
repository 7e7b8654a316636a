"""A token as screens show it."""

from collections.abc import Mapping
from dataclasses import dataclass

from hallmint.v1 import scan_pb2, token_pb2

STATES: Mapping[str, token_pb2.TokenStatus.ValueType] = {
    "minted": token_pb2.TOKEN_STATUS_MINTED,
    "active": token_pb2.TOKEN_STATUS_ACTIVE,
    "revoked": token_pb2.TOKEN_STATUS_REVOKED,
}
MOST_REASON = 500
"""Characters of the reason of a revocation, as the API has it."""
_NAMES = {value: name for name, value in STATES.items()}
_OUTCOMES = {
    "ACTIVE": "Active",
    "ACTIVATED": "Activated by this scan",
    "MINTED": "Not active yet",
    "REVOKED": "Revoked",
    "NOT_ISSUED": "Never issued",
    "OTHER_LOT": "Of another lot",
    "UNKNOWN_LOT": "Of an unknown lot",
    "LOT": "Code of a lot",
    "PRODUCT": "Code of a product",
}


@dataclass(frozen=True, slots=True)
class TokenView:
    """`token` in words."""

    token: token_pb2.Token

    @property
    def state(self) -> str:
        """As in addresses and style sheets."""
        return _NAMES.get(self.token.status, "unknown")

    @property
    def tone(self) -> str:
        """The style of its status: one that waits for its first scan is not yet as good as an active one."""
        return "waiting" if self.state == "minted" else self.state

    @property
    def path(self) -> str:
        """Its page."""
        return f"/mint/token/{self.token.batch_id}/{self.token.seq}"

    @property
    def ref(self) -> token_pb2.TokenRef:
        """What names it."""
        return token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=self.token.batch_id, seq=self.token.seq))

    @property
    def file_name(self) -> str:
        """How files about it begin: by GTIN and serial, as in `01-09506000134352-21-TJQV3XE78M4S0308`."""
        return f"01-{self.token.gtin}-21-{self.token.code}" if self.token.gtin else self.token.code


def outcome_text(name: str) -> str:
    """What became of a scan, by the name of a ScanOutcome without its prefix."""
    return _OUTCOMES.get(name, "Unknown")


def outcome_of(scan: scan_pb2.Scan) -> str:
    """The same of a scan."""
    return outcome_text(scan_pb2.ScanOutcome.Name(scan.outcome).removeprefix("SCAN_OUTCOME_"))
