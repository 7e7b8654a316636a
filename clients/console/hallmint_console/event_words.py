"""What events are called for people: kinds of things, what is done to them, and who does it without being a person."""

THINGS = {
    "BRAND": "the brand",
    "PRODUCT": "product",
    "CATALOGUE": "the catalogue",
    "GROUP_SCHEMA": "the attributes of group",
    "PRODUCTION_BATCH": "production batch",
    "TEMPLATE": "template",
    "MARKET_PACK": "market pack",
    "LINK": "link",
    "BATCH": "batch",
    "TOKEN": "unit",
    "REVOCATION": "the revocation of batch",
    "EXPORT": "an export of batch",
    "CARRIER_PROFILE": "carrier profile",
    "CARRIER_PROFILE_DEFAULT": "the default profile of",
    "MEMBER": "member",
    "CREDENTIAL": "credential",
    "DAY": "the scans of",
    "AUDIT": "the chain at the end of",
}
"""By entity type, in the order of the filter."""

ACTIONS = {
    "CREATED": "made",
    "UPDATED": "changed",
    "DELETED": "deleted",
    "PUBLISHED": "published",
    "SUPERSEDED": "took the place of",
    "DEPRECATED": "withdrew",
    "IMPORTED": "imported into",
    "GTIN_REASSIGNED": "gave another GTIN to",
    "SUBMITTED": "submitted",
    "REQUESTED": "asked for",
    "STARTED": "started",
    "MINTED": "minted",
    "COMPLETED": "completed",
    "FAILED": "could not go on with",
    "CANCELLED": "cancelled",
    "RESUMED": "resumed",
    "REVOKED": "revoked",
    "ACTIVATED": "activated",
    "INVITED": "invited",
    "JOINED": "joined as",
    "REMOVED": "removed",
    "ROTATED": "rotated",
    "SET": "chose",
    "CLEARED": "took back",
    "SUSPENDED": "suspended",
    "UNSUSPENDED": "let mint again",
    "MONITOR_KEY_READ": "read the monitor key of",
    "DIGESTED": "closed",
    "ANCHORED": "wrote into the public log",
}
"""By action: what stands between who did it and to what."""

ACTORS = {"worker": "Hallmint", "system": "The server's own command", "scan": "A scan"}
KINDS = {"member": "A member", "machine": "A machine", "operator": "The operator", "person": "A person"}
"""By what an actor begins with, where no name is known."""

FIELDS = {
    "sku": "SKU",
    "gtin": "GTIN",
    "sha256": "SHA-256",
    "batch_id": "Batch",
    "product_id": "Product",
    "gs1_ready": "GS1 ready",
    "resolver_base_url": "Resolver base URL",
    "href": "Leads to",
    "untold": "Fields that are left out",
}
"""Names of fields that are not just their own words."""
