"""What to do about an error: one line for each reason of the API."""

import grpc

from hallmint_client.error import HallmintError

BY_REASON = {
    "INTERNAL": "run it again; if it stays, give the operator the request id, and the server's log has the rest",
    "DATABASE_UNAVAILABLE": "the server cannot reach its database; run it again in a moment",
    "DEADLINE_EXCEEDED": "run it again, or allow more time with --timeout SECONDS",
    "CREDENTIAL_REQUIRED": "set HALLMINT_CREDENTIAL or HALLMINT_CREDENTIAL_FILE, or give --credential-file FILE",
    "BRAND_REQUIRED": "you are in several brands: set --brand SLUG or HALLMINT_BRAND; `hallmint brands` lists them",
    "BRAND_NOT_FOUND": "check it, --brand and HALLMINT_BRAND (an operator sets neither); `hallmint brands` lists yours",
    "FIELD_INVALID": "put the value right and run it again",
    "FIELD_REQUIRED": "give the missing value and run it again",
    "PAGE_TOKEN_INVALID": "leave --page out to start at the first page; a page token holds only with the same filters",
    "REQUEST_ID_REUSED": "this request id belongs to another request; leave --request-id out to get a new one",
    "QUANTITY_OUT_OF_RANGE": "ask for 1 to 1,000,000 units; mint more in several batches",
    "LOTS_NOT_ALLOWED": "give 1 to 100 times --lot CODE=QTY, or none for serial tokens",
    "LOT_CODE_INVALID": "a lot code has 1 to 20 characters of GS1's set 82: letters, digits and !\"%&'()*+,-./:;<=>?_",
    "LOT_CODE_DUPLICATE": "name each lot once; add up the quantities of the same lot",
    "LOT_QUANTITY_MISMATCH": "make the lots add up to the quantity, or leave --quantity out",
    "GTIN_INVALID": "a GTIN has 8, 12, 13 or 14 digits and the last one is its check digit",
    "PRODUCT_NOT_FOUND": "check the SKU; `hallmint products` lists them",
    "BRAND_SUSPENDED": "the brand may read but not mint; ask the operator of this installation",
    "COMMERCIAL_STATUS_NOT_ACTIVE": "only a product on sale can be minted; `hallmint product update SKU --status active`",
    "GTIN_MISSING": "this brand mints GS1 URLs only; give it one first: `hallmint product update SKU --gtin GTIN`",
    "BATCH_NUMBERS_EXHAUSTED": "this installation is full; tell its operator",
    "NO_CODE_KEY": "the server has no live code key; its operator runs `hallmint-server keys add`",
    "BATCH_NOT_FOUND": "check the batch id and the brand; `hallmint batches` lists them",
    "BATCH_NOT_CANCELLABLE": "it has ended already; `hallmint revoke --batch ID` withdraws minted units",
    "BATCH_NOT_RESUMABLE": "only a failed batch can go on; `hallmint batch ID` tells where it stands",
    "BATCH_NOT_ENDED": "wait until it has ended (`hallmint batch ID --watch`), or `hallmint cancel ID` first",
    "LOT_NOT_FOUND": "check the lot code; `hallmint batch ID` lists the lots",
    "TOKEN_NOT_FOUND": "check the code or URL and the brand; if it stands on a product, the product may be forged",
    "EXPORT_NOT_FOUND": "check the id and the brand; `hallmint exports` lists them",
    "PACK_NOT_FOUND": "the pack is not finished or not the brand's; `hallmint exports` tells how far each export is",
    "EXPORT_LOCKED": "`hallmint exports --batch ID` tells whose it is; ask again when it has ended",
    "EXPORT_NOT_CANCELLABLE": "it has ended already; `hallmint exports` tells how",
    "EXPORT_NOT_RESUMABLE": "only a failed export can go on; export the batch again",
    "EXPORT_NOT_COMPLETED": "`hallmint exports` tells how far it is; `hallmint exports resume ID` goes on with a failed one",
    "PROFILE_NOT_FOUND": "check its key; `hallmint profile list` lists them",
    "PROFILE_NOT_PUBLISHED": "`hallmint profile list --key KEY` shows its versions; `profile publish KEY` publishes a draft",
    "EXPORT_STORAGE_UNAVAILABLE": "nothing is lost; ask again, and tell whoever runs the server if it lasts",
    "PACK_DAMAGED": "export the batch again; whoever runs the server should restore the file",
    "LOG_NOT_READY": "the log follows soon, as a rule; ask again. If it lasts, what the server's workers log says why",
    "RECORD_CHANGED": "somebody changed the database: `hallmint-server fsck` says what, and a backup has it",
    "PROFILE_KEY_TAKEN": "choose another key; one of the brand's own is changed by `hallmint profile edit KEY FILE`",
    "PROFILE_DOES_NOT_FIT": "choose another profile, change the brand's own, or mint again with what is missing",
    "BATCH_EMPTY": "nothing was minted in it; export another batch",
    "SKU_TAKEN": "the brand has a product with this SKU; choose another",
    "GTIN_NOT_AVAILABLE": "another product has this GTIN; check its digits, and if it is yours ask the operator to reassign it",
    "SLUG_TAKEN": "another brand has this slug; choose another",
    "TOO_MANY_CALLS": "the server is busy; run it again in a moment",
    "MESSAGE_TOO_LARGE": "send less at once: up to 1 MiB; many products go in a sheet with `hallmint product import`",
    "AUTHENTICATION_THROTTLED": "too many wrong credentials came from this address; check yours and wait a minute",
    "CREDENTIAL_INVALID": "check that it is whole and of this installation; `hallmint credential whoami` tries it",
    "CREDENTIAL_EXPIRED": "ask an admin of the brand for a new one; before it ends, `hallmint credential rotate ID` replaces it",
    "CREDENTIAL_REVOKED": "use the one that replaced it, or ask an admin of the brand; an invitation works once",
    "PERMISSION_MISSING": "`hallmint credential whoami` lists what you may do; ask an admin of the brand for more",
    "PRODUCTION_BATCH_NOT_FOUND": "check the number and the product; `hallmint production list` lists them",
    "PRODUCT_NOT_READY": "`hallmint product show SKU` lists it; `hallmint product update SKU --set NAME=VALUE` puts it right",
    "NO_PUBLISHED_PASSPORT_TEMPLATE": "publish one for the product's group, or for generic: `hallmint template publish`",
    "PRODUCTION_BATCH_NOT_READY": "`hallmint production update NUMBER --status ready` opens it",
    "PRODUCTION_BATCH_QUANTITY_EXCEEDED": "mint less, or raise it with `hallmint production update NUMBER --quantity N`",
    "GTIN_NOT_FOUND": "check its digits: no product has it",
    "GTIN_MINTED": "codes carry it already, so it stays where it is for ever",
    "REVISION_CHANGED": "somebody else changed it; look at it again with `show`, then repeat your change",
    "PRODUCTION_BATCH_NUMBER_TAKEN": "the brand has a production batch of this number; choose another",
    "TEMPLATE_NOT_FOUND": "check the id; `hallmint template list` lists the versions",
    "MARKET_PACK_NOT_FOUND": "check the id; `hallmint market list` lists the versions",
    "VERSION_NOT_DRAFT": "what was published never changes; make a new draft",
    "LINK_NOT_FOUND": "check the id; `hallmint link list` lists them",
    "DEFAULT_LINK_TAKEN": "`hallmint link list` shows it; delete it first, or leave --default out",
    "TOO_MANY_LINKS": "delete some: `hallmint link list` lists them",
    "MEMBER_NOT_FOUND": "check the address; `hallmint member list` lists them",
    "MEMBER_EXISTS": "`hallmint member list` shows them; to invite a person again, remove them first",
    "LAST_OWNER": "a brand keeps at least one owner; make somebody else owner first",
    "CREDENTIAL_NOT_FOUND": "check the id; `hallmint credential list` lists them, with --own your personal ones",
    "SHEET_REFUSED": "put the sheet right and import it again; nothing was written",
}
"""By the name of an ErrorReason without its prefix. A test holds it complete."""

BY_STATUS = {
    grpc.StatusCode.UNAVAILABLE: "start one with `hallmint-server dev`, or name another with --server HOST:PORT",
    grpc.StatusCode.DEADLINE_EXCEEDED: "run it again, or allow more time with --timeout SECONDS",
    grpc.StatusCode.UNIMPLEMENTED: "the server does not know this call; bring server and command to the same version",
    grpc.StatusCode.RESOURCE_EXHAUSTED: "the server is busy; run it again in a moment",
    grpc.StatusCode.CANCELLED: "the server ended the call; run it again",
}
_ELSE = "run it again; if it stays, tell the operator of the server"


def hint(error: HallmintError) -> str:
    """One line without a full stop. An error that came without a known reason is judged by its gRPC status."""
    text = BY_REASON.get(error.reason) or BY_STATUS.get(error.code, _ELSE)
    if error.request_id and error.code in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}:
        # Whether it happened is not known; with the same id it happens once.
        return f"{text}; to be sure that it happens only once, repeat it with --request-id {error.request_id}"
    return text


def violation_hint(reason: str) -> str:
    """The hint for one of several violations, or an empty text where there is none."""
    return BY_REASON.get(reason, "")
