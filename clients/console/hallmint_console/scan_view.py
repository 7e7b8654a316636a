"""Scans as screens show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hallmint.v1 import scan_pb2, scan_service_pb2
from hallmint_console.token_view import outcome_text

_TRAFFIC: Mapping[scan_pb2.TrafficClass.ValueType, str] = {
    scan_pb2.TRAFFIC_CLASS_PERSON: "People",
    scan_pb2.TRAFFIC_CLASS_SEARCH: "Search engines",
    scan_pb2.TRAFFIC_CLASS_PREVIEW: "Link previews of messengers and networks",
    scan_pb2.TRAFFIC_CLASS_AI: "AI crawlers and assistants",
    scan_pb2.TRAFFIC_CLASS_MONITOR: "Checks of availability",
    scan_pb2.TRAFFIC_CLASS_LIBRARY: "Programs and unknown agents",
    scan_pb2.TRAFFIC_CLASS_SCANNER: "Other machines",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One line of a division: a name, a number, and the largest number beside it. `code` is a country's, or empty."""

    name: str
    scans: int
    most: int
    code: str = ""


def shares(
    summary: scan_service_pb2.GetScanSummaryResponse, dimension: scan_pb2.ScanDimension.ValueType
) -> list[Share]:
    """Lines of a summary, the most first, those that are merged at the end."""
    most = max([count.scans for count in summary.counts] + [summary.other, 1])
    lines = [
        Share(
            name=_name(count.key, dimension),
            scans=count.scans,
            most=most,
            code=count.key if dimension == scan_pb2.SCAN_DIMENSION_COUNTRY else "",
        )
        for count in summary.counts
    ]
    return [*lines, Share(name="Others, merged", scans=summary.other, most=most)] if summary.other else lines


def _name(key: str, dimension: scan_pb2.ScanDimension.ValueType) -> str:
    if dimension == scan_pb2.SCAN_DIMENSION_OUTCOME:
        return outcome_text(key)
    if dimension == scan_pb2.SCAN_DIMENSION_DEVICE:
        return key.capitalize()
    return key or "Unknown"


def traffic(counts: Sequence[scan_pb2.TrafficCount]) -> tuple[list[Share], list[Share]]:
    """Visits of people, and of machines by what they are, over all days."""
    total: dict[scan_pb2.TrafficClass.ValueType, int] = {}
    for count in counts:
        total[count.traffic] = total.get(count.traffic, 0) + count.visits
    most = max([*total.values(), 1])
    lines = [
        (kind, Share(name=_TRAFFIC.get(kind, "Unknown"), scans=visits, most=most))
        for kind, visits in sorted(total.items(), key=lambda item: -item[1])
    ]
    people = [line for kind, line in lines if kind == scan_pb2.TRAFFIC_CLASS_PERSON]
    return people, [line for kind, line in lines if kind != scan_pb2.TRAFFIC_CLASS_PERSON]
