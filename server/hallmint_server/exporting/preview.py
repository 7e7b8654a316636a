"""What an export would be like, shown by the first units of its batch. Pure: no database, no messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from hallmint_server.exporting.drawn.label_picture import picture
from hallmint_server.exporting.drawn.size import notes
from hallmint_server.exporting.model import PACK_UNITS, Slice
from hallmint_server.exporting.pack import media_type, written
from hallmint_server.exporting.profile.cell import columns
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.file_name import file_name
from hallmint_server.exporting.profile.model import CarrierProfile

PREVIEW_UNITS = 5
"""Most units that are read and shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An export that was not asked for: the profile that was chosen, by key and version, how many units and packs there would be,
    and what its first pack begins with. `rows` are cells as text, `picture` is SVG, `sample` a file of the first units alone.
    """

    name: str
    version: int
    profile: CarrierProfile
    units: int
    packs: int
    file_name: str
    media_type: str
    notes: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    picture: bytes
    sample: bytes


def preview(name: str, version: int, profile: CarrierProfile, facts: BatchFacts, units: Slice, *, of: int) -> Preview:
    """An export of `of` units that begins with `units`: a function of its arguments alone. Raises CellRefusedError for a unit
    that the profile cannot write.
    """
    packs = -(-of // PACK_UNITS)
    drawn = not profile.format.is_table
    cells = zip(*columns(facts, units, profile), strict=True)
    # One picture says it all; five in the highest resolution would be no small message any more.
    first = units if not drawn else units.head(1)
    return Preview(
        name=name,
        version=version,
        profile=profile,
        units=of,
        packs=packs,
        file_name=file_name(profile.file_name, facts, pack_no=0, packs=packs, first_seq=0, units=min(of, PACK_UNITS)),
        media_type=media_type(profile),
        notes=notes(profile, facts),
        columns=[column.header for column in profile.columns],
        rows=[["" if value is None else str(value) for value in row] for row in cells],
        picture=picture(facts, units, profile),
        sample=written(facts, first, profile),
    )
