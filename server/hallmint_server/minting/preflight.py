"""What must hold before a mint is accepted. All that is wrong is said at once, and nothing is written."""

from collections.abc import Sequence

from hallmint_server.catalog.model import CommercialStatus, Product
from hallmint_server.catalog.readiness import FieldProblem
from hallmint_server.catalog.sheet_cell import CellError, check_text
from hallmint_server.errors import NUMBERS_EXHAUSTED, Problems, Reason, Violation
from hallmint_server.minting.model import LOTS_MOST, QUANTITY_MOST, IdentityMode, MintSpec
from hallmint_server.production.model import ProductionBatch, ProductionStatus
from hallmint_server.tenancy.brand import Brand
from mintcore import IdentifierError, check_lot

_FIELD_PROBLEMS_MOST = 20


def preflight(
    brand: Brand,
    product: Product | None,
    spec: MintSpec,
    *,
    field_problems: Sequence[FieldProblem],
    has_template: bool,
    production_batch: ProductionBatch | None,
    has_live_key: bool,
    has_numbers: bool,
) -> list[Violation]:
    """Everything that stands in the way of `spec`; empty where it would be accepted (product.md, "Preconditions").

    `field_problems` are what keeps the product from being ready; `production_batch` the one that `spec` names, if the brand
    has it.
    """
    problems = Problems()
    _check_quantity(problems, spec)
    _check_lots(problems, spec)
    if spec.product is None:
        problems.add(Reason.FIELD_REQUIRED, "mint.product", "name the product by product_id or sku")
    elif product is None:
        problems.add(Reason.PRODUCT_NOT_FOUND, "mint.product", "the brand has no such product")
    else:
        _check_product(problems, brand, product)
        _check_readiness(problems, field_problems)
        if not has_template:
            problems.add(
                Reason.NO_PUBLISHED_PASSPORT_TEMPLATE,
                "",
                f"neither the group {product.group} nor the generic one has a published passport template",
            )
    if spec.production_batch_id is not None:
        _check_production(problems, product, spec, production_batch)
    if brand.suspended_at is not None:
        problems.add(Reason.BRAND_SUSPENDED, "", "the brand is suspended")
    if not has_numbers:
        problems.add(Reason.BATCH_NUMBERS_EXHAUSTED, "", NUMBERS_EXHAUSTED)
    if not has_live_key:
        problems.add(Reason.NO_CODE_KEY, "", "no code key is live; an operator runs `hallmint-server keys add`")
    return sorted(problems.found, key=lambda v: v.reason.order)


def _check_quantity(problems: Problems, spec: MintSpec) -> None:
    if not 1 <= spec.quantity <= QUANTITY_MOST:
        problems.add(Reason.QUANTITY_OUT_OF_RANGE, "mint.quantity", f"quantity must be 1 to {QUANTITY_MOST:,}")


def _check_lots(problems: Problems, spec: MintSpec) -> None:
    if spec.identity_mode is IdentityMode.SERIAL:
        if spec.lots:
            problems.add(Reason.LOTS_NOT_ALLOWED, "mint.lots", "lots belong to lot mode; in serial mode there are none")
        return
    if not 1 <= len(spec.lots) <= LOTS_MOST:
        problems.add(
            Reason.LOTS_NOT_ALLOWED, "mint.lots", f"lot mode takes 1 to {LOTS_MOST} lots; there are {len(spec.lots)}"
        )
        return
    seen: set[str] = set()
    for index, (lot_code, quantity) in enumerate(spec.lots):
        where = f"mint.lots[{index}]"
        try:
            check_lot(lot_code)
            check_text(lot_code)  # set 82 has all that formulas begin with, and no pack could be made with such a lot
        except (IdentifierError, CellError) as error:
            problems.add(
                Reason.LOT_CODE_INVALID,
                f"{where}.lot_code",
                f"lot {index + 1}: {error}",
            )
        if lot_code in seen:
            problems.add(Reason.LOT_CODE_DUPLICATE, f"{where}.lot_code", f"lot {index + 1} has the code of another lot")
        seen.add(lot_code)
        if quantity < 1:
            problems.add(
                Reason.LOT_QUANTITY_MISMATCH, f"{where}.quantity", f"lot {index + 1} must have at least 1 unit"
            )
    total = sum(quantity for _, quantity in spec.lots)
    if total != spec.quantity:
        problems.add(
            Reason.LOT_QUANTITY_MISMATCH,
            "mint.lots",
            f"the lots add up to {total:,}, the quantity is {spec.quantity:,}",
        )


def _check_product(problems: Problems, brand: Brand, product: Product) -> None:
    if product.commercial_status is not CommercialStatus.ACTIVE:
        problems.add(
            Reason.COMMERCIAL_STATUS_NOT_ACTIVE,
            "",
            f"the product's commercial status is {product.commercial_status}; only an active product is minted",
        )
    if brand.gs1_ready and product.gtin is None:
        problems.add(Reason.GTIN_MISSING, "", "the brand is gs1_ready, and the product has no GTIN")


def _check_readiness(problems: Problems, field_problems: Sequence[FieldProblem]) -> None:
    for each in field_problems[:_FIELD_PROBLEMS_MOST]:
        problems.add(Reason.PRODUCT_NOT_READY, "", f"{each.path}: {each.description}")
    if len(field_problems) > _FIELD_PROBLEMS_MOST:
        more = len(field_problems) - _FIELD_PROBLEMS_MOST
        problems.add(Reason.PRODUCT_NOT_READY, "", f"and {more} more attributes; GetProduct lists them")


def _check_production(problems: Problems, product: Product | None, spec: MintSpec, run: ProductionBatch | None) -> None:
    if run is None or (product is not None and run.product_id != product.product_id):
        problems.add(
            Reason.PRODUCTION_BATCH_NOT_FOUND,
            "mint.production_batch_id",
            "the product has no such production batch",
        )
        return
    if run.status is not ProductionStatus.READY:
        problems.add(
            Reason.PRODUCTION_BATCH_NOT_READY, "", f"the production batch is {run.status}; only a ready one is minted"
        )
    if spec.quantity > run.quantity - run.taken:
        problems.add(
            Reason.PRODUCTION_BATCH_QUANTITY_EXCEEDED,
            "",
            f"of the {run.quantity:,} units of the production batch {run.quantity - run.taken:,} are left",
        )
