"""Product groups, and whether products are on sale, by the words of addresses and screens."""

from hallmint.v1 import content_pb2, product_pb2

GROUPS = {
    "battery": product_pb2.PRODUCT_GROUP_BATTERY,
    "textile": product_pb2.PRODUCT_GROUP_TEXTILE,
    "electronics": product_pb2.PRODUCT_GROUP_ELECTRONICS,
    "furniture": product_pb2.PRODUCT_GROUP_FURNITURE,
    "generic": product_pb2.PRODUCT_GROUP_GENERIC,
}
ABOUT = {
    "battery": "Regulation (EU) 2023/1542",
    "textile": "Clothes and other textiles",
    "electronics": "Electrical and electronic products",
    "furniture": "Furniture and mattresses",
    "generic": "Everything else",
}
STATUSES = {
    "draft": product_pb2.COMMERCIAL_STATUS_DRAFT,
    "active": product_pb2.COMMERCIAL_STATUS_ACTIVE,
    "discontinued": product_pb2.COMMERCIAL_STATUS_DISCONTINUED,
}
STATES = {
    "draft": content_pb2.VERSION_STATE_DRAFT,
    "published": content_pb2.VERSION_STATE_PUBLISHED,
    "superseded": content_pb2.VERSION_STATE_SUPERSEDED,
}


def group_word(group: product_pb2.ProductGroup.ValueType) -> str:
    """As in `battery`."""
    return product_pb2.ProductGroup.Name(group).removeprefix("PRODUCT_GROUP_").lower()


def status_word(status: product_pb2.CommercialStatus.ValueType) -> str:
    """As in `active`."""
    return product_pb2.CommercialStatus.Name(status).removeprefix("COMMERCIAL_STATUS_").lower()


def state_word(state: content_pb2.VersionState.ValueType) -> str:
    """As in `published`."""
    return content_pb2.VersionState.Name(state).removeprefix("VERSION_STATE_").lower()
