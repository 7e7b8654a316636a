"""Links of a brand: where a scan can lead beside the passport page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hallmint_server.catalog.model import ProductRef
from hallmint_server.minting.model import Token

LINKS_MOST = 100
"""Of one level."""
TITLE_MOST = 80
LANGUAGES_MOST = 20

LINK_TYPES = frozenset(
    {
        "activityIdeas",
        "allergenInfo",
        "appDownload",
        "backgroundInfo",
        "brandHomepageClinical",
        "brandHomepagePatient",
        "careersInfo",
        "certificationInfo",
        "consumerHandlingStorageInfo",
        "dpp",
        "eifu",
        "epcis",
        "epil",
        "eventsInfo",
        "faqs",
        "handledBy",
        "hasRetailers",
        "homepage",
        "ingredientsInfo",
        "instructions",
        "jws",
        "leaveReview",
        "locationInfo",
        "logisticsInfo",
        "loyaltyProgram",
        "masterData",
        "menuInfo",
        "nutritionalInfo",
        "openingHoursInfo",
        "paymentLink",
        "pip",
        "productSustainabilityInfo",
        "promotion",
        "purchaseSuppliesOrAccessories",
        "quickStartGuide",
        "recallStatus",
        "recipeInfo",
        "registerProduct",
        "registryEntry",
        "relatedImage",
        "relatedVideo",
        "reportFound",
        "review",
        "safetyInfo",
        "scheduleTime",
        "serviceInfo",
        "smartLabel",
        "smpc",
        "socialMedia",
        "statisticInfo",
        "subscribe",
        "support",
        "sustainabilityInfo",
        "traceability",
        "tutorial",
        "userAgreement",
        "verificationService",
        "whatsInTheBox",
    }
)
"""Names of link types in the GS1 Web Vocabulary, without those that stand for a default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLevel:
    """A lot of a product, minted or not."""

    product: ProductRef
    lot_code: str


Level = ProductRef | LotLevel | Token


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link to be made. `level` is None where the request names none."""

    level: Level | None
    link_type: str
    href: str
    title: str
    languages: tuple[str, ...]
    media_type: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link. `lot_code` is empty but at the level of a lot; `batch_id` and `seq` are None but at that of a token."""

    link_id: UUID
    product_id: UUID
    sku: str
    lot_code: str
    batch_id: UUID | None
    seq: int | None
    link_type: str
    href: str
    title: str
    languages: tuple[str, ...]
    media_type: str
    is_default: bool
    created_at: datetime
