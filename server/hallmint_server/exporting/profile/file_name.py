"""Names of pack files: a pattern of safe characters and placeholders, such as `{sku}-{batch}-{pack}of{packs}.csv`."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.model import Format

PATTERN_MOST = 100
"""Characters of a pattern."""

PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "batch": "public id of the batch",
        "batch_no": "number of the batch",
        "pack": "number of the pack from 1, with as many digits as the last one has",
        "packs": "how many packs the export has",
        "first": "seq of the first unit",
        "last": "seq of the last unit",
        "sku": "SKU, all but A-Z a-z 0-9 . _ - as _",
        "date": "UTC day on which the batch was asked for, as in 20261103",
    }
)
"""None of them depends on when an export is made, so that an export made again has the same names."""

_EXTENSIONS: Mapping[Format, tuple[str, ...]] = MappingProxyType(
    {
        Format.CSV: (".csv", ".txt", ".tsv"),
        Format.NDJSON: (".ndjson", ".jsonl"),
        Format.PARQUET: (".parquet",),
        Format.QR_SVG_ZIP: (".zip",),
        Format.QR_PNG_ZIP: (".zip",),
        Format.PDF_SHEET: (".pdf",),
        Format.ZPL: (".zpl", ".txt"),
        Format.XLSX: (".xlsx",),
    }
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SAFE = re.compile(r"[A-Za-z0-9._-]*")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)  # Windows keeps these names


def check_file_name(problems: Problems, field: str, pattern: str, form: Format) -> None:
    """Note all that is wrong with a pattern. Whether it tells packs apart depends on how many there are: fit.py."""
    if not pattern:
        problems.add(Reason.FIELD_REQUIRED, field, f"{field} must be set")
        return
    if len(pattern) > PATTERN_MOST:
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be at most {PATTERN_MOST} characters")
        return
    names = _PLACEHOLDER.findall(pattern)
    unknown = sorted(set(names) - PLACEHOLDERS.keys())
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        words = f"{field} has unknown placeholders ({', '.join(map(ascii, unknown))}); there are {known}"
        problems.add(Reason.FIELD_INVALID, field, words)
    if len(set(names)) < len(names):
        problems.add(Reason.FIELD_INVALID, field, f"{field} must have each placeholder once")
    literal = _PLACEHOLDER.sub("", pattern)
    if not _SAFE.fullmatch(literal):
        problems.add(
            Reason.FIELD_INVALID, field, f"{field} must be of A-Z a-z 0-9 . _ - and placeholders in braces alone"
        )
    if pattern[0] in ".-" or ".." in pattern:
        problems.add(Reason.FIELD_INVALID, field, f"{field} must not begin with . or - and must not have .. in it")
    extensions = _EXTENSIONS[form]
    if not pattern.lower().endswith(extensions) or pattern.lower() in extensions:
        problems.add(
            Reason.FIELD_INVALID, field, f"{field} must end with {' or '.join(extensions)}, the format being {form}"
        )


def file_name(pattern: str, batch: BatchFacts, *, pack_no: int, packs: int, first_seq: int, units: int) -> str:
    """The name of a pack's file; `pack_no` is from 0. The pattern must have passed `check_file_name`. At most 255 bytes, ASCII,
    no path and no device of Windows.
    """
    values = {
        "batch": str(batch.batch_id),
        "batch_no": str(batch.batch_no),
        "pack": f"{pack_no + 1:0{len(str(packs))}}",
        "packs": str(packs),
        "first": str(first_seq),
        "last": str(first_seq + units - 1),
        "sku": _UNSAFE.sub("_", batch.sku),
        "date": f"{batch.created_utc:%Y%m%d}",
    }
    name = _PLACEHOLDER.sub(lambda found: values[found[1]], pattern)
    return f"_{name}" if name[0] in ".-" or _DEVICE.match(name) else name


def tells_packs_apart(pattern: str) -> bool:
    """Whether several packs get several names."""
    return not {"pack", "first", "last"}.isdisjoint(_PLACEHOLDER.findall(pattern))
