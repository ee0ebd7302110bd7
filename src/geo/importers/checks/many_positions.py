"""Records of more positions than one event has: a line or an area that was taken apart."""

__all__ = ["Excess", "excess_finding", "excess_of"]

from typing import Any, NamedTuple

from geo.errors import Finding
from geo.settings import limit


class Excess(NamedTuple):
    """What is said of a record with too many positions."""

    value: str
    rule: str
    remedy: str = "Give each event a record of its own, or only its main places."


def excess_of(count: int) -> Excess | None:
    """Return what is said of so many positions, if one record may not have them."""
    most = limit("file_positions")
    if count <= most:
        return None
    return Excess(f"{count:,} positions", f"has more than {most:,} positions")


def excess_finding(record: str, feature: Any) -> Finding | None:
    """Return the finding of a feature with too many positions."""
    match feature:
        case {"geometry": {"type": "MultiPoint", "coordinates": [*positions]}}:
            if excess := excess_of(len(positions)):
                return Finding(record=record, field="geometry.coordinates", **excess._asdict())
    return None
