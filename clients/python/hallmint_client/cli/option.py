"""Options that several commands share."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from mintcore import ProofError, verify_checkpoint

GLOBAL_PANEL = "For every command"
_MOST = 2**31 - 1
_ADDRESS = re.compile(r"([^:/\s]+|\[[0-9A-Fa-f:.%a-z]+\]):[0-9]{1,5}|(unix|unix-abstract|dns|ipv4|ipv6|vsock):\S+")
_TIMES = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")

Server = Annotated[
    str | None, typer.Option("--server", metavar="HOST:PORT", help="Its address.", rich_help_panel=GLOBAL_PANEL)
]
Brand = Annotated[
    str | None,
    typer.Option("--brand", metavar="SLUG", help="The acting brand: slug or id.", rich_help_panel=GLOBAL_PANEL),
]
Json = Annotated[
    bool, typer.Option("--json", help="JSON on stdout, and errors as JSON on stderr.", rich_help_panel=GLOBAL_PANEL)
]
Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        min=0.1,
        max=86_400,
        help="For one call with its retries.",
        rich_help_panel=GLOBAL_PANEL,
    ),
]
CredentialFile = Annotated[
    Path | None,
    typer.Option(
        "--credential-file",
        metavar="FILE",
        help="Holds who calls; only you may read it.",
        rich_help_panel=GLOBAL_PANEL,
    ),
]
Ca = Annotated[
    Path | None,
    typer.Option("--ca", metavar="FILE", help="TLS: who may vouch for the server (PEM).", rich_help_panel=GLOBAL_PANEL),
]

ClientCertificate = Annotated[
    Path | None,
    typer.Option(
        "--client-certificate",
        metavar="FILE",
        help="Mutual TLS: who we are (PEM), with --client-key.",
        rich_help_panel=GLOBAL_PANEL,
    ),
]
ClientKey = Annotated[
    Path | None,
    typer.Option(
        "--client-key",
        metavar="FILE",
        help="Mutual TLS: the key of --client-certificate (PEM).",
        rich_help_panel=GLOBAL_PANEL,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The options of every command, from the command line or else the environment."""

    server: str
    brand: str | None
    credential_file: Path | None
    """Of the command line; the environment has a say where it is None."""
    ca: Path | None
    client_certificate: Path | None
    client_key: Path | None
    json: bool
    timeout: float


class BatchStateName(StrEnum):
    """`--state`."""

    QUEUED = "queued"
    PROCESSING = "processing"
    MINTED = "minted"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TokenStatusName(StrEnum):
    """`--status`."""

    MINTED = "minted"
    ACTIVE = "active"
    REVOKED = "revoked"


class ActivationName(StrEnum):
    """`--activation`."""

    FIRST_SCAN = "first-scan"
    AT_MINT = "at-mint"


class IdentityName(StrEnum):
    """`--identity`."""

    SERIAL = "serial"
    LOT = "lot"


class ExportStateName(StrEnum):
    """`--state` of an export."""

    PENDING = "pending"
    GENERATING = "generating"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class GroupName(StrEnum):
    """A product group."""

    BATTERY = "battery"
    TEXTILE = "textile"
    ELECTRONICS = "electronics"
    FURNITURE = "furniture"
    GENERIC = "generic"


class CommercialStatusName(StrEnum):
    """`--status` of a product."""

    DRAFT = "draft"
    ACTIVE = "active"
    DISCONTINUED = "discontinued"


class RoleName(StrEnum):
    """`--role`."""

    VIEWER = "viewer"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMIN = "admin"
    OWNER = "owner"


class KindName(StrEnum):
    """`--kind` of an export and of carrier profiles."""

    FULL_MANIFEST = "full-manifest"
    QR_PRINT = "qr-print"
    NFC = "nfc"
    RFID = "rfid"


class EcosystemName(StrEnum):
    """`--ecosystem`."""

    GENERIC = "generic"
    BARTENDER = "bartender"
    NICELABEL = "nicelabel"
    ZEBRA = "zebra"


def quantity(text: str) -> int:
    """Read a number of units; separators as in 1,000,000 and 1_000_000 are allowed. What is in range, the server says."""
    try:
        number = int(text.replace(",", "_"))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a number of units") from None
    if abs(number) > _MOST:
        raise typer.BadParameter(f"{text} is more than any batch can hold")
    return number


def length(text: str) -> timedelta:
    """Read a length of time: a whole number of seconds, minutes, hours or days, as in 90s, 30m, 24h and 365d; or 0."""
    match = re.fullmatch(r"([0-9]{1,9})([smhd])|0", text)
    if match is None:
        raise typer.BadParameter(f"{text!r} is no length of time: write 30m, 24h or 90d")
    return timedelta(seconds=int(match[1] or 0) * {"s": 1, "m": 60, "h": 3_600, "d": 86_400, None: 0}[match[2]])


def moment(text: str) -> datetime:
    """Read a time; one without a zone is naive."""
    for form in _TIMES:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - what it means without a zone, the command says
        except ValueError:
            continue
    raise typer.BadParameter(f"{text!r} is no time: write 2026-11-30, or 2026-11-30T08:15:00Z")


def address(text: str) -> str:
    """Read `--server`: host and port, or what else gRPC has names for."""
    if text.startswith(("http://", "https://")):
        raise typer.BadParameter(f"{text} is a URL; write HOST:PORT, as in 127.0.0.1:7601", param_hint="--server")
    if not _ADDRESS.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is not HOST:PORT, as in 127.0.0.1:7601", param_hint="--server")
    return text


def request_id(text: str) -> str:
    """Read a UUID."""
    try:
        return str(UUID(text))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a UUID") from None


RequestId = Annotated[
    str | None,
    typer.Option(
        "--request-id",
        metavar="UUID",
        parser=request_id,
        help="Names this request, so that repeating it does it once only (remembered for 30 days).",
    ),
]
Watch = Annotated[
    bool, typer.Option("--watch", help="Follow it until it ends. Ctrl-C stops the following, not the minting.")
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=500, help="Rows of one page.")]
PageToken = Annotated[str, typer.Option("--page", metavar="TOKEN", help="Go on where the page before said.")]
BatchId = Annotated[str, typer.Argument(metavar="ID", help="The batch.")]
Save = Annotated[
    Path | None,
    typer.Option(
        "--save", metavar="FILE", help="Write the secret into this new file (mode 0600), not onto the screen."
    ),
]
Lifetime = Annotated[
    timedelta | None,
    typer.Option("--lifetime", metavar="TIME", parser=length, help="How long it works: 30m, 24h, 90d; else for ever."),
]
LogKey = Annotated[
    str,
    typer.Option(
        "--log-key",
        metavar="KEY",
        envvar="HALLMINT_LOG_KEY",
        help="The log's public key, to check what the log has: name+id+key.",
    ),
]
WitnessKeys = Annotated[
    list[str] | None, typer.Option("--witness", metavar="KEY", help="A witness's of the log; may be repeated.")
]
Witnesses = Annotated[
    int | None,
    typer.Option("--witnesses", metavar="N", min=0, help="How many of them must have cosigned; default: all."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTrust:
    """Whose signatures of the log's heads count: as mintcore's verifiers take them."""

    log_key: str
    witness_keys: tuple[str, ...]
    witnesses: int

    @classmethod
    def of(cls, log_key: str, witness_keys: list[str] | None, witnesses: int | None) -> "LogTrust | None":
        """Of the options; None without the log's key. typer.BadParameter for keys that are none."""
        keys = tuple(witness_keys or ())
        if not log_key:
            if keys or witnesses:
                raise typer.BadParameter(
                    "witnesses are of a log: they need --log-key", param_hint="--witness, --witnesses"
                )
            return None
        made = cls(log_key=log_key, witness_keys=keys, witnesses=len(keys) if witnesses is None else witnesses)
        try:
            # Keys are read before what they are to verify, which is nothing here.
            verify_checkpoint(b"", log_key, witness_keys=keys, witnesses=made.witnesses)
        except ProofError:
            pass
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--log-key, --witness, --witnesses") from error
        return made
