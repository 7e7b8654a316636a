"""Words, numbers and times as people read them."""

from datetime import timedelta

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from google.protobuf.timestamp_pb2 import Timestamp
from hallmint.v1 import batch_pb2, product_pb2, revocation_pb2, token_pb2

_PREFIX = {
    batch_pb2.BatchState: "BATCH_STATE_",
    batch_pb2.IdentityMode: "IDENTITY_MODE_",
    batch_pb2.ActivationMode: "ACTIVATION_MODE_",
    product_pb2.ProductGroup: "PRODUCT_GROUP_",
    product_pb2.CommercialStatus: "COMMERCIAL_STATUS_",
    revocation_pb2.RevocationState: "REVOCATION_STATE_",
    token_pb2.TokenStatus: "TOKEN_STATUS_",
}
_STYLE = {
    "queued": "yellow",
    "processing": "cyan",
    "minted": "green",
    "completed": "green",
    "active": "green",
    "failed": "bold red",
    "revoked": "red",
    "cancelled": "magenta",
    "discontinued": "red",
    "draft": "yellow",
}


