"""The casualties of a table's row."""

__all__ = ["TOLLS", "casualties"]

from geo.importers.cells import values
from geo.importers.feature_parts import killed_range
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.row import Feature

KILLED = ("killed_low", "killed", "killed_high")
INJURED = ("injured_low", "injured", "injured_high")
TOLLS = (*KILLED, *INJURED, "perpetrators_killed")


def casualties(record: Record, _: Document) -> Feature | None:
    figures = {
        "killed": killed_range(record, *KILLED),
        "injured": killed_range(record, *INJURED),
        "perpetrators_killed": record.read_if_good("perpetrators_killed", values.count),
    }
    return figures if any(figure is not None for figure in figures.values()) else None
