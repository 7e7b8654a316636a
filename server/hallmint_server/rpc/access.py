"""Which permission each method takes. A method that is not here is refused: deny first (product.md, "Who may do what")."""

from hallmint_server.tenancy.authenticate import permit
from hallmint_server.tenancy.model import Caller, Permission

_READ_CATALOG = frozenset({Permission.CATALOG_READ})
_WRITE_CATALOG = frozenset({Permission.CATALOG_WRITE})
_PUBLISH = frozenset({Permission.CONTENT_PUBLISH})
_PREVIEW = _WRITE_CATALOG | _PUBLISH
_READ_MINT = frozenset({Permission.MINT_READ})
_WRITE_MINT = frozenset({Permission.MINT_WRITE})
_READ_EXPORT = frozenset({Permission.EXPORT_READ})
_WRITE_EXPORT = frozenset({Permission.EXPORT_WRITE})
_OPERATE = frozenset({Permission.OPERATE})
_AUDIT = frozenset({Permission.AUDIT_READ, Permission.OPERATE})
_CREDENTIAL = frozenset({Permission.CREDENTIAL_WRITE, Permission.OPERATE})
_OWN_CREDENTIAL = _CREDENTIAL | {Permission.PERSON}
_READ_BRAND = frozenset({Permission.BRAND_READ, Permission.OPERATE})
_WRITE_BRAND = frozenset({Permission.BRAND_WRITE, Permission.OPERATE})
_READ_SCAN = frozenset({Permission.SCAN_READ})
_READ_MEMBER = frozenset({Permission.MEMBER_READ})
_WRITE_MEMBER = frozenset({Permission.MEMBER_WRITE})
_ANYBODY = frozenset(Permission)

METHODS: dict[str, frozenset[Permission]] = {
    "BrandService/CreateBrand": _OPERATE,
    "BrandService/GetBrand": _READ_BRAND,
    "BrandService/ListBrands": _READ_BRAND | {Permission.PERSON},
    "BrandService/UpdateBrand": _WRITE_BRAND,
    "BrandService/SuspendBrand": _OPERATE,
    "BrandService/UnsuspendBrand": _OPERATE,
    "BrandService/ReassignGtin": _OPERATE,
    "CatalogService/CreateProduct": _WRITE_CATALOG,
    "CatalogService/GetProduct": _READ_CATALOG,
    "CatalogService/ListProducts": _READ_CATALOG,
    "CatalogService/UpdateProduct": _WRITE_CATALOG,
    "CatalogService/ImportProducts": _WRITE_CATALOG,
    "CatalogService/GetGroupSchema": _READ_CATALOG,
    "CatalogService/SetGroupSchema": _PUBLISH,
    "ProductionService/CreateProductionBatch": _WRITE_CATALOG,
    "ProductionService/GetProductionBatch": _READ_CATALOG,
    "ProductionService/ListProductionBatches": _READ_CATALOG,
    "ProductionService/UpdateProductionBatch": _WRITE_CATALOG,
    "ContentService/CreateTemplate": _WRITE_CATALOG,
    "ContentService/GetTemplate": _READ_CATALOG,
    "ContentService/ListTemplates": _READ_CATALOG,
    "ContentService/UpdateTemplate": _WRITE_CATALOG,
    "ContentService/PublishTemplate": _PUBLISH,
    "ContentService/CreateMarketPack": _WRITE_CATALOG,
    "ContentService/GetMarketPack": _READ_CATALOG,
    "ContentService/ListMarketPacks": _READ_CATALOG,
    "ContentService/UpdateMarketPack": _WRITE_CATALOG,
    "ContentService/PublishMarketPack": _PUBLISH,
    "ContentService/GetPreview": _PREVIEW,
    "LinkService/CreateLink": _WRITE_CATALOG,
    "LinkService/DeleteLink": _WRITE_CATALOG,
    "LinkService/ListLinks": _READ_CATALOG,
    "MemberService/InviteMember": _WRITE_MEMBER,
    "MemberService/AcceptInvitation": frozenset({Permission.ACCEPT}),
    "MemberService/ListMembers": _READ_MEMBER,
    "MemberService/UpdateMember": _WRITE_MEMBER,
    "MemberService/RemoveMember": _WRITE_MEMBER,
    "CredentialService/CreateCredential": _CREDENTIAL,
    "CredentialService/ListCredentials": _CREDENTIAL,
    "CredentialService/ListOwnCredentials": frozenset({Permission.PERSON}),
    "CredentialService/RotateCredential": _OWN_CREDENTIAL,
    "CredentialService/RevokeCredential": _OWN_CREDENTIAL,
    "CredentialService/GetCaller": _ANYBODY,
    "SessionService/CreateSession": frozenset({Permission.SESSION_CREATE}),
    "SessionService/RevokeSession": frozenset({Permission.SESSION_REVOKE}),
    "AuditService/ListEvents": _AUDIT,
    "AuditService/GetAuditHead": _AUDIT,
    "AuditService/ListAuditAnchors": _AUDIT,
    "MintingService/PreflightMint": _READ_MINT,
    "MintingService/SubmitMint": _WRITE_MINT,
    "MintingService/GetBatch": _READ_MINT,
    "MintingService/ListBatches": _READ_MINT,
    "MintingService/WatchBatch": _READ_MINT,
    "MintingService/CancelBatch": _WRITE_MINT,
    "MintingService/ResumeBatch": _WRITE_MINT,
    "MintingService/GetToken": _READ_MINT,
    "MintingService/ListTokens": _READ_MINT,
    "MintingService/RevokeTokens": _WRITE_MINT,
    "MintingService/GetStats": _READ_MINT,
    "VerificationService/GetCheckpoint": _ANYBODY,
    "VerificationService/GetTokenProof": _READ_MINT,
    "VerificationService/VerifyToken": _READ_MINT,
    "VerificationService/GetConsistencyProof": _ANYBODY,
    "VerificationService/GetMonitorKey": frozenset({Permission.LOG_MONITOR}),
    "VerificationService/ListCommitments": _READ_MINT,
    "ExportService/CreateExport": _WRITE_EXPORT,
    "ExportService/PreviewExport": _READ_EXPORT,
    "ExportService/GetExport": _READ_EXPORT,
    "ExportService/ListExports": _READ_EXPORT,
    "ExportService/WatchExport": _READ_EXPORT,
    "ExportService/CancelExport": _WRITE_EXPORT,
    "ExportService/ResumeExport": _WRITE_EXPORT,
    "ExportService/ListPacks": _READ_EXPORT,
    "ExportService/ReadPack": _READ_EXPORT,
    "ExportService/GetPackUrl": _READ_EXPORT,
    "ExportService/ReadArchive": _READ_EXPORT,
    "CarrierProfileService/CreateCarrierProfile": _WRITE_EXPORT,
    "CarrierProfileService/CreateCarrierProfileDraft": _WRITE_EXPORT,
    "CarrierProfileService/GetCarrierProfile": _READ_EXPORT,
    "CarrierProfileService/ListCarrierProfiles": _READ_EXPORT,
    "CarrierProfileService/UpdateCarrierProfile": _WRITE_EXPORT,
    "CarrierProfileService/PublishCarrierProfile": _PUBLISH,
    "CarrierProfileService/DeprecateCarrierProfile": _PUBLISH,
    "CarrierProfileService/SetCarrierProfileDefault": _PUBLISH,
    "CarrierProfileService/GetCarrierProfileDefaults": _READ_EXPORT,
    "ScanService/GetScanSummary": _READ_SCAN,
    "ScanService/GetScanSeries": _READ_SCAN,
    "ScanService/ListTokenScans": frozenset({Permission.SCAN_DETAIL}),
    "ScanService/GetTrafficCounts": _READ_SCAN,
}
"""By service and method. One of the permissions is enough; what a service narrows further, it says."""


def check(caller: Caller, method: str) -> None:
    """Refuse a caller who may not call `/hallmint.v1.<Service>/<Method>`. Raises PERMISSION_MISSING or BRAND_REQUIRED."""
    permit(caller, METHODS.get(method.removeprefix("/hallmint.v1."), frozenset()))
