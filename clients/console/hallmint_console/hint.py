"""What a person at a screen can do about an error: for those reasons of the API where the message alone leaves them alone."""

_BY_REASON = {
    "INTERNAL": "Try again. If it stays, give the request id to whoever runs this installation.",
    "DATABASE_UNAVAILABLE": "The server cannot reach its database. Try again in a moment.",
    "AUTHENTICATION_THROTTLED": "Wait a minute, then try again.",
    "CREDENTIAL_INVALID": "Check that it is whole: it begins with hm_live_ and has 79 characters.",
    "CREDENTIAL_EXPIRED": "Ask an admin of your brand for a new one.",
    "CREDENTIAL_REVOKED": "Use the one that replaced it, or ask an admin of your brand.",
    "PERMISSION_MISSING": "Your role does not allow it. Ask an admin of your brand.",
    "BRAND_SUSPENDED": "The brand may look but not mint. Ask whoever runs this installation.",
    "PRODUCT_NOT_READY": "Fill in what is missing on the product's page.",
    "NO_PUBLISHED_PASSPORT_TEMPLATE": "Publish a passport template first.",
    "PAGE_TOKEN_INVALID": "Start at the first page again.",
    "TOKEN_NOT_FOUND": "Check the code. If it stands on a product, the product may be forged.",
    "EXPORT_LOCKED": "Somebody exports this batch now. Try again when they are done.",
    "LOG_NOT_READY": "The public log follows soon, as a rule. Try again. If it lasts, the log of the workers says why.",
    "RECORD_CHANGED": "Somebody changed the database. Tell whoever runs this installation at once.",
    "LAST_OWNER": "A brand keeps at least one owner. Make somebody else owner first.",
    "MEMBER_EXISTS": "The team lists them. To invite a person again, remove them first.",
    "PROFILE_KEY_TAKEN": "Choose another key.",
    "REVISION_CHANGED": "Somebody saved it meanwhile. Open it in another tab and bring your change over: it is still here.",
    "GTIN_NOT_AVAILABLE": "Check it. If it is yours, whoever runs this installation can give it to you.",
    "VERSION_NOT_DRAFT": "What was published never changes. Make a new version, and change that.",
    "PROFILE_NOT_PUBLISHED": "Only a published version can be used. Publish it, or choose another.",
    "TOO_MANY_CALLS": "The server is busy. Try again in a moment.",
}


def hint_of(reason: str) -> str:
    """One sentence or two; empty where there is nothing to add."""
    return _BY_REASON.get(reason, "")
