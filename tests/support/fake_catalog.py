# ruff: noqa: N802 - the generated base classes name the methods
"""Brands and products in memory."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from hallmint.v1 import brand_pb2, error_reason_pb2, product_pb2
from hallmint.v1 import brand_service_pb2 as brand
from hallmint.v1 import catalog_service_pb2 as catalog
from hallmint.v1.brand_service_pb2_grpc import BrandServiceServicer
from hallmint.v1.catalog_service_pb2_grpc import CatalogServiceServicer
from tests.support.fake_call import FakeCalls
from tests.support.sample import BASE, GTIN, INVITATION

SCHEMA = '{"type": "object", "required": ["chemistry"]}'


class FakeCatalog(FakeCalls, BrandServiceServicer, CatalogServiceServicer):
    """One brand and one product."""

    def __init__(self) -> None:
        super().__init__()
        self.invitation = INVITATION
        self.report = catalog.ImportProductsResponse(rows=3, created=2, updated=1, not_ready=1)
        self.sheets: list[bytes] = []
        """What imports have sent, whole."""

    def CreateBrand(self, request: Any, context: Any) -> Any:
        self._enter("CreateBrand", request, context)
        invitation = self.invitation if request.owner_email else ""
        return brand.CreateBrandResponse(brand=self._brand(), invitation=invitation)

    def GetBrand(self, request: Any, context: Any) -> Any:
        self._enter("GetBrand", request, context)
        return brand.GetBrandResponse(brand=self._brand())

    def ListBrands(self, request: Any, context: Any) -> Any:
        self._enter("ListBrands", request, context)
        return brand.ListBrandsResponse(brands=[self._brand()])

    def UpdateBrand(self, request: Any, context: Any) -> Any:
        self._enter("UpdateBrand", request, context)
        return brand.UpdateBrandResponse(brand=self._brand())

    def SuspendBrand(self, request: Any, context: Any) -> Any:
        self._enter("SuspendBrand", request, context)
        return brand.SuspendBrandResponse(brand=self._brand())

    def UnsuspendBrand(self, request: Any, context: Any) -> Any:
        self._enter("UnsuspendBrand", request, context)
        return brand.UnsuspendBrandResponse(brand=self._brand())

    def ReassignGtin(self, request: Any, context: Any) -> Any:
        self._enter("ReassignGtin", request, context)
        return brand.ReassignGtinResponse()

    def CreateProduct(self, request: Any, context: Any) -> Any:
        self._enter("CreateProduct", request, context)
        return catalog.CreateProductResponse(product=self._product(), notes=["gtin 8 digits: padded"])

    def ListProducts(self, request: Any, context: Any) -> Any:
        self._enter("ListProducts", request, context)
        return catalog.ListProductsResponse(
            products=[self._product()], next_page_token="" if request.page_token else "p"
        )

    def GetProduct(self, request: Any, context: Any) -> Any:
        self._enter("GetProduct", request, context)
        product = self._product()
        product.attributes.update({"chemistry": "LFP", "capacity_ah": 280, "shares": [{"name": "Li", "share": 6.5}]})
        return catalog.GetProductResponse(product=product)

    def UpdateProduct(self, request: Any, context: Any) -> Any:
        self._enter("UpdateProduct", request, context)
        return catalog.UpdateProductResponse(product=self._product())

    def ImportProducts(self, request_iterator: Iterator[Any], context: Any) -> Any:
        first = next(request_iterator)
        self._enter("ImportProducts", first, context)
        self.sheets.append(first.piece + b"".join(request.piece for request in request_iterator))
        return self.report

    def GetGroupSchema(self, request: Any, context: Any) -> Any:
        self._enter("GetGroupSchema", request, context)
        return catalog.GetGroupSchemaResponse(schema=SCHEMA)

    def SetGroupSchema(self, request: Any, context: Any) -> Any:
        self._enter("SetGroupSchema", request, context)
        return catalog.SetGroupSchemaResponse(brand_schema=request.brand_schema)

    def refuse_rows(self) -> None:
        """Have imports find a wrong row."""
        self.report = catalog.ImportProductsResponse(rows=3, refused=1, notes=["row 2: padded"])
        problem = self.report.problems.add(row=3, column="gtin", description="the last digit must be 2")
        problem.reason = error_reason_pb2.ERROR_REASON_GTIN_INVALID

    @staticmethod
    def _brand() -> brand_pb2.Brand:
        return brand_pb2.Brand(
            brand_id=str(UUID(int=5)), slug="nordlicht", name="Nordlicht", gs1_ready=True, resolver_base_url=BASE
        )

    @staticmethod
    def _product() -> product_pb2.Product:
        missing = product_pb2.FieldProblem(
            path="attributes.carbon_footprint",
            kind=product_pb2.FIELD_PROBLEM_KIND_MISSING,
            description="kg CO2 equivalent over the life cycle",
        )
        return product_pb2.Product(
            product_id=str(UUID(int=6)),
            sku="NL-BAT-001",
            gtin=GTIN,
            name="Traction battery\x1b[31m",
            group=product_pb2.PRODUCT_GROUP_BATTERY,
            commercial_status=product_pb2.COMMERCIAL_STATUS_ACTIVE,
            confirm_activation=True,
            revision=1,
            readiness=product_pb2.READINESS_NOT_READY,
            field_problems=[missing],
        )
