"""What a mint stands on: brand, product, template, production batch and key, as they are when it is decided."""

from dataclasses import dataclass
from uuid import UUID

from hallmint_server.catalog import store as catalog_store
from hallmint_server.catalog.model import Product
from hallmint_server.catalog.readiness import FieldProblem, Schemas
from hallmint_server.content.store import published_template
from hallmint_server.db.pool import Connection
from hallmint_server.errors import Reason, Violation, not_found
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.minting import batch_store
from hallmint_server.minting.model import MintSpec
from hallmint_server.minting.preflight import preflight
from hallmint_server.production import store as production_store
from hallmint_server.production.model import ProductionBatch
from hallmint_server.tenancy import brand_store
from hallmint_server.tenancy.brand import Brand


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What was found. A mint goes on where `violations` is empty; product and key are there then."""

    brand: Brand
    product: Product | None
    template_id: UUID | None
    key_version: int | None
    violations: list[Violation]


async def examine(
    conn: Connection, brand_id: UUID, spec: MintSpec, *, keyring: Keyring, schemas: Schemas, lock: bool
) -> Grounds:
    """Everything that decides on a mint, and what stands in its way. With `lock` it stays so until the transaction ends:
    nobody suspends the brand, changes the product's identifiers, takes of the production batch, or gives the key up.
    """
    brand = await (brand_store.find_for_mint if lock else brand_store.find)(conn, brand_id)
    if brand is None:
        raise not_found(Reason.BRAND_NOT_FOUND, "there is no such brand")
    product, template_id, field_problems = None, None, list[FieldProblem]()
    if spec.product is not None:
        product = await catalog_store.find_product(conn, brand_id, spec.product, lock=lock)
    if product is not None:
        template_id = await published_template(conn, brand_id, product.group)
        own = (await catalog_store.find_schemas(conn, brand_id)).get(product.group)
        field_problems = schemas.problems(product.group, product.attributes or {}, own)
    run = await _production_batch(conn, brand_id, spec, lock=lock)
    key_version = await keyring.live_version(conn, lock=lock)
    violations = preflight(
        brand,
        product,
        spec,
        field_problems=field_problems,
        has_template=template_id is not None,
        production_batch=run,
        has_live_key=key_version is not None,
        has_numbers=await batch_store.has_numbers(conn),
    )
    return Grounds(
        brand=brand, product=product, template_id=template_id, key_version=key_version, violations=violations
    )


async def _production_batch(conn: Connection, brand_id: UUID, spec: MintSpec, *, lock: bool) -> ProductionBatch | None:
    if spec.production_batch_id is None:
        return None
    find = production_store.lock if lock else production_store.read
    return await find(conn, brand_id, spec.production_batch_id)
