"""Between products and their messages, both ways; every violation of a message is noted, with its path."""

from typing import Any

from google.protobuf import json_format, struct_pb2

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint.v1 import error_reason_pb2, product_pb2
from hallmint_server.catalog.importing import ImportMode, ImportReport
from hallmint_server.catalog.model import CommercialStatus, NewProduct, ProductChange, ProductGroup
from hallmint_server.catalog.product import FIELDS
from hallmint_server.catalog.readiness import FieldProblemKind
from hallmint_server.catalog.schema.value import NAME_MOST
from hallmint_server.catalog.service import Assessed
from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import convert, parse

PROBLEM_KINDS = convert.EnumMap(FieldProblemKind, product_pb2.FieldProblemKind, "FIELD_PROBLEM_KIND")
IMPORT_MODES = convert.EnumMap(ImportMode, pb.ImportMode, "IMPORT_MODE")

_ONE_ATTRIBUTE = "attributes."


def product(found: Assessed) -> product_pb2.Product:
    """A product and its readiness, with attributes where it has them."""
    it = found.product
    attributes = None
    if it.attributes is not None:
        attributes = struct_pb2.Struct()
        attributes.update(it.attributes)
    return product_pb2.Product(
        product_id=str(it.product_id),
        sku=it.sku,
        gtin=it.gtin or "",
        name=it.name,
        group=convert.GROUPS.wire(it.group),
        commercial_status=convert.COMMERCIAL.wire(it.commercial_status),
        attributes=attributes,
        revision=it.revision,
        created_at=convert.timestamp(it.created_at),
        company_prefix_length=it.company_prefix_length or 0,
        confirm_activation=it.confirm_activation,
        readiness=product_pb2.READINESS_READY if found.ready else product_pb2.READINESS_NOT_READY,
        field_problems=[
            product_pb2.FieldProblem(
                path=problem.path, kind=PROBLEM_KINDS.wire(problem.problem), description=problem.description
            )
            for problem in found.problems
        ],
        updated_at=convert.timestamp(it.updated_at),
    )


def new_product(problems: Problems, request: pb.CreateProductRequest) -> NewProduct:
    """A product as asked for."""
    return _said(problems, request, "", FIELDS)


def product_change(problems: Problems, request: pb.UpdateProductRequest) -> ProductChange:
    """A change as asked for: what the mask names."""
    paths = list(request.update_mask.paths)
    if not paths:
        problems.add(Reason.FIELD_REQUIRED, "update_mask", "update_mask must name what is to change")
    fields, attributes = set(), set()
    for index, path in enumerate(paths):
        name = path.removeprefix(_ONE_ATTRIBUTE)
        if path in FIELDS:
            fields.add(path)
        elif name != path and 1 <= len(name) <= NAME_MOST and "." not in name:
            attributes.add(name)
        else:
            words = "must be a field of ProductChange, or attributes.<name> for one attribute at the top, without dots"
            problems.add(Reason.FIELD_INVALID, f"update_mask.paths[{index}]", f"a path {words}")
    if attributes and "attributes" in fields:
        words = "update_mask must name all attributes or single ones, not both"
        problems.add(Reason.FIELD_INVALID, "update_mask", words)
    named = frozenset(fields | ({"attributes"} if attributes else set()))
    new = _said(problems, request.change, "change.", named)
    return ProductChange(fields=frozenset(fields), attributes=frozenset(attributes), new=new)


def _said(
    problems: Problems, said: pb.CreateProductRequest | pb.ProductChange, prefix: str, named: frozenset[str]
) -> NewProduct:
    """The named fields of a message; the others hold anything."""
    group, status, attributes = None, None, {}
    if "group" in named:
        group = parse.enum(problems, f"{prefix}group", said.group, convert.GROUPS, None)
        if said.group == product_pb2.PRODUCT_GROUP_UNSPECIFIED:
            problems.add(Reason.FIELD_REQUIRED, f"{prefix}group", f"{prefix}group must be set")
    if "commercial_status" in named:
        field = f"{prefix}commercial_status"
        status = parse.enum(problems, field, said.commercial_status, convert.COMMERCIAL, CommercialStatus.DRAFT)
    if "attributes" in named:
        attributes = _attributes(problems, f"{prefix}attributes", said.attributes)
    return NewProduct(
        sku=said.sku,
        gtin=said.gtin,
        name=said.name,
        group=group or ProductGroup.GENERIC,
        commercial_status=status or CommercialStatus.DRAFT,
        attributes=attributes,
        company_prefix_length=said.company_prefix_length or None,
        confirm_activation=said.confirm_activation,
    )


def _attributes(problems: Problems, field: str, attributes: struct_pb2.Struct) -> dict[str, Any]:
    try:
        return json_format.MessageToDict(attributes)
    except (ValueError, json_format.Error):
        problems.add(Reason.FIELD_INVALID, field, f"{field} must hold finite numbers only")
        return {}


def import_report(report: ImportReport) -> pb.ImportProductsResponse:
    """What became of a sheet."""
    return pb.ImportProductsResponse(
        rows=report.rows,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        refused=report.refused,
        problems=[
            pb.RowProblem(
                row=problem.row,
                column=problem.column,
                reason=error_reason_pb2.ErrorReason.Value(f"ERROR_REASON_{problem.reason.value}"),
                description=problem.description,
            )
            for problem in report.problems
        ],
        notes=report.notes,
        not_ready=report.not_ready,
    )
