"""A batch as screens show it."""

from dataclasses import dataclass

from hallmint.v1 import batch_pb2
from hallmint_client.minting import TERMINAL
from hallmint_console.progress import seconds_text

STATES = {
    "queued": batch_pb2.BATCH_STATE_QUEUED,
    "processing": batch_pb2.BATCH_STATE_PROCESSING,
    "minted": batch_pb2.BATCH_STATE_MINTED,
    "failed": batch_pb2.BATCH_STATE_FAILED,
    "cancelled": batch_pb2.BATCH_STATE_CANCELLED,
}
_NAMES = {value: name for name, value in STATES.items()}
IDENTITY_MODES = {
    "serial": (batch_pb2.IDENTITY_MODE_SERIAL, "Serial", "Each unit has a code of its own, and no lot."),
    "lot": (
        batch_pb2.IDENTITY_MODE_LOT,
        "Lots",
        "Each unit has a code of its own, and belongs to one of up to 100 lots.",
    ),
}
ACTIVATION_MODES = {
    "first-scan": (
        batch_pb2.ACTIVATION_MODE_FIRST_SCAN,
        "First scan",
        "A token becomes active when somebody first scans it: for products that leave the works before their codes count.",
    ),
    "at-mint": (
        batch_pb2.ACTIVATION_MODE_AT_MINT,
        "At mint",
        "Every token is active as soon as it is minted: for products that are on sale already.",
    ),
}
"""By name in addresses: the number, what it is called, and what it means."""
_IDENTITY = {number: name for number, name, _ in IDENTITY_MODES.values()}
_ACTIVATION = {number: name for number, name, _ in ACTIVATION_MODES.values()}


@dataclass(frozen=True, slots=True)
class BatchView:
    """`batch` in words; `pace` is units a second, 0 where it is not known."""

    batch: batch_pb2.Batch
    pace: float = 0.0

    @property
    def state(self) -> str:
        """As in addresses and style sheets."""
        return _NAMES.get(self.batch.state, "unknown")

    @property
    def is_running(self) -> bool:
        """Whether it still changes by itself."""
        return self.batch.state not in TERMINAL

    @property
    def identity(self) -> str:
        """How units are told apart."""
        return _IDENTITY.get(self.batch.identity_mode, "")

    @property
    def activation(self) -> str:
        """When tokens become active."""
        return _ACTIVATION.get(self.batch.activation_mode, "")

    @property
    def left(self) -> str:
        """The time that is left; empty where it is not known."""
        units = self.batch.quantity - self.batch.minted_quantity
        return seconds_text(units / self.pace) if self.pace and units else ""
