"""Whether a batch can be exported with a profile, before anything is written."""

from collections.abc import Iterable, Iterator, Sequence

from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import EPC_FIELDS, UnitField
from hallmint_server.exporting.profile.file_name import tells_packs_apart
from hallmint_server.exporting.profile.label_fit import label_obstacles
from hallmint_server.exporting.profile.label_line import value_not_shown
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    CsvSettings,
    EpcScheme,
    PdfSheetSettings,
    ZplSettings,
)
from hallmint_server.exporting.profile.obstacle import Obstacle, ObstacleKind
from hallmint_server.exporting.profile.render import UnwritableError, csv_line
from hallmint_server.exporting.profile.tag import GTIN_MISSING, TagIdentity, prefix_obstacles, sgtin_96_obstacles
from hallmint_server.exporting.profile.text import cell_problem
from hallmint_server.minting.model import Lot

_SOME_CODE = "A000000000000000"  # every code begins with a letter
_TOLD_MOST = 5


def lower_case_lots(lots: Iterable[Lot]) -> list[str]:
    """The lots that are another lot in upper case: their URLs must be printed as they are."""
    return [lot.lot_code for lot in lots if lot.lot_code != lot.lot_code.upper()]


def obstacles(profile: CarrierProfile, batch: BatchFacts, *, packs: int) -> list[Obstacle]:
    """All the reasons why a batch cannot be exported with a published profile in so many packs; none means that every unit can be
    written. Takes time linear in the lots, not in the units.
    """
    found: list[Obstacle] = []
    # Without a GTIN no URL has the lot in it.
    if profile.has_upper_case_urls and batch.gtin and (lots := lower_case_lots(batch.lots)):
        words = f"the profile prints URLs in upper case, and lots have lower-case letters: {_some(lots)}"
        found.append(Obstacle(kind=ObstacleKind.LOT_LOWER_CASE, description=words))
    found += _epc_obstacles(profile, batch)
    found += [Obstacle(kind=ObstacleKind.CELL_REFUSED, description=words) for words in _cell_problems(profile, batch)]
    found += label_obstacles(profile, batch)
    if packs > 1 and not tells_packs_apart(profile.file_name):
        words = (
            f"the export has {packs} packs, and the profile's file name has none of {{pack}}, {{first}} and {{last}}"
        )
        found.append(Obstacle(kind=ObstacleKind.PACKS_NOT_TOLD_APART, description=words))
    return found


def _epc_obstacles(profile: CarrierProfile, batch: BatchFacts) -> list[Obstacle]:
    has_epc = not EPC_FIELDS.isdisjoint(profile.fields)
    has_uri = UnitField.EPC_URI in profile.fields
    found: list[Obstacle] = []
    if (has_epc or has_uri) and not batch.gtin:
        found.append(GTIN_MISSING)
    if has_epc and profile.epc is not None and profile.epc.scheme is EpcScheme.SGTIN_96:
        identity = TagIdentity(gtin=batch.gtin, serial=_SOME_CODE, company_prefix_length=batch.company_prefix_length)
        found += sgtin_96_obstacles(identity)
    if has_uri:
        found += prefix_obstacles(batch.company_prefix_length)
    return list(dict.fromkeys(found))


def _cell_problems(profile: CarrierProfile, batch: BatchFacts) -> Iterator[str]:
    """What of the batch's own texts cannot be a cell. All others are made of letters, digits and marks that any cell holds."""
    texts: dict[str, tuple[str, Sequence[str]]] = {
        UnitField.SKU: ("the SKU", [batch.sku]),
        UnitField.PRODUCT_NAME: ("the product's name", [batch.product_name]),
        UnitField.LOT: ("a lot", [lot.lot_code for lot in batch.lots] or [""]),
        UnitField.GTIN: ("the GTIN", [batch.gtin]),
        UnitField.ACTIVATED_AT: ("the activation", [""]),
    }
    settings = profile.settings
    for field in sorted(profile.fields & texts.keys()):
        subject, values = texts[field]
        for value in values:
            problem = cell_problem(value)
            if not problem and isinstance(settings, CsvSettings):
                problem = _csv_problem(value, settings, alone=len(profile.columns) == 1)
            if not problem and isinstance(settings, PdfSheetSettings | ZplSettings):
                problem = value_not_shown(field, value, zebra=isinstance(settings, ZplSettings))
            if problem:
                yield f"{subject} {problem}" if field != UnitField.LOT else f"the lot {value!r} {problem}"


def _csv_problem(value: str, settings: CsvSettings, *, alone: bool) -> str:
    try:
        csv_line(settings)([value] if alone else [value, ""])
    except UnwritableError as error:
        return str(error)
    return ""


def _some(texts: Sequence[str]) -> str:
    told = ", ".join(texts[:_TOLD_MOST])
    return told if len(texts) <= _TOLD_MOST else f"{told} and {len(texts) - _TOLD_MOST} more"
