"""From messages to what the services take; every violation of a message is noted, with its path."""

from hallmint.v1 import minting_service_pb2, product_pb2, token_pb2
from hallmint_server.catalog.model import ProductRef
from hallmint_server.errors import Problems, Reason
from hallmint_server.minting.model import (
    ActivationMode,
    BatchFilter,
    ByCode,
    ByGtinSerial,
    ByPlace,
    ByUrl,
    IdentityMode,
    MintSpec,
    TokenRef,
    TokenStatus,
)
from hallmint_server.rpc import convert, validate
from hallmint_server.rpc.convert import E, EnumMap


def enum(problems: Problems, field: str, number: int, mapping: EnumMap[E], default: E | None) -> E | None:
    """A known value, `default` for 0; a violation where it is neither."""
    if number == 0:
        return default
    if number not in mapping:
        problems.add(Reason.FIELD_INVALID, field, f"{field} has a value that this server does not know")
        return default
    return mapping[number]


def product_ref(problems: Problems, field: str, ref: product_pb2.ProductRef) -> ProductRef | None:
    """A product's id or SKU, or None where neither is set."""
    match ref.WhichOneof("ref"):
        case "product_id":
            return validate.uuid(problems, f"{field}.product_id", ref.product_id)
        case "sku":
            return ref.sku
    return None


def mint_spec(problems: Problems, mint: minting_service_pb2.MintSpec) -> MintSpec:
    """What to mint; ranges are preflight's business."""
    identity = enum(problems, "mint.identity_mode", mint.identity_mode, convert.IDENTITY, None)
    if identity is None:
        # Of an unknown mode nobody knows what it says of lots, so preflight is given the one that complains least.
        identity = IdentityMode.LOT if mint.identity_mode and mint.lots else IdentityMode.SERIAL
    activation = enum(
        problems, "mint.activation_mode", mint.activation_mode, convert.ACTIVATION, ActivationMode.FIRST_SCAN
    )
    run = None
    if mint.production_batch_id:
        run = validate.uuid(problems, "mint.production_batch_id", mint.production_batch_id)
    return MintSpec(
        product=product_ref(problems, "mint.product", mint.product),
        quantity=mint.quantity,
        identity_mode=identity,
        activation_mode=activation or ActivationMode.FIRST_SCAN,
        lots=[(lot.lot_code, lot.quantity) for lot in mint.lots],
        production_batch_id=run,
    )


def token_ref(problems: Problems, field: str, ref: token_pb2.TokenRef) -> TokenRef:
    """One token's name."""
    match ref.WhichOneof("ref"):
        case "url":
            return ByUrl(url=ref.url)
        case "gtin_serial":
            return ByGtinSerial(gtin=ref.gtin_serial.gtin, serial=ref.gtin_serial.serial)
        case "code":
            return ByCode(code=ref.code)
        case "batch_seq":
            batch_id = validate.uuid(problems, f"{field}.batch_seq.batch_id", ref.batch_seq.batch_id)
            return ByPlace(batch_id=batch_id, seq=ref.batch_seq.seq)
    problems.add(Reason.FIELD_REQUIRED, field, f"{field} must name a token by url, gtin_serial, code or batch_seq")
    return ByCode(code="")


def batch_filter(problems: Problems, request: minting_service_pb2.ListBatchesRequest) -> BatchFilter:
    """Which batches are listed."""
    return BatchFilter(
        state=enum(problems, "state", request.state, convert.BATCH_STATES, None),
        product_id=validate.uuid(problems, "product_id", request.product_id) if request.product_id else None,
        identity_mode=enum(problems, "identity_mode", request.identity_mode, convert.IDENTITY, None),
        activation_mode=enum(problems, "activation_mode", request.activation_mode, convert.ACTIVATION, None),
    )


def token_status(problems: Problems, number: token_pb2.TokenStatus.ValueType) -> TokenStatus | None:
    """A filter by status, or None for all."""
    return enum(problems, "status", number, convert.TOKEN_STATUS, None)
