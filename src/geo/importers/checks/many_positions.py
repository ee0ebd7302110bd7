"""Records of more positions than one event has: a line or an area that was taken apart."""

__all__ = ["MANY", "excess_finding", "excess_positions"]

from typing import Any

from geo.errors import Finding
from geo.settings import limit

MANY = (
    "has more positions than GEO_LIMIT_FILE_POSITIONS, the most of one record",
    "Give each event a record of its own, or only its main places.",
)


def excess_positions(feature: Any) -> str:
    """Say how many positions a feature has, if that is more than one record may have."""
    match feature:
        case {"geometry": {"type": "MultiPoint", "coordinates": [*positions]}}:
            return in_words(len(positions))
    return ""


def in_words(count: int) -> str:
    """Say how many positions a record has, if these are too many; else return an empty text."""
    return f"{count:,} positions" if count > limit("file_positions") else ""


def excess_finding(record: str, feature: Any) -> Finding | None:
    """Return the finding of a feature with too many positions."""
    if value := excess_positions(feature):
        rule, remedy = MANY
        return Finding(
            record=record, field="geometry.coordinates", value=value, rule=rule, remedy=remedy
        )
    return None
