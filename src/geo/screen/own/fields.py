"""What the dialog calls the fields that a column of a file can be read as."""

__all__ = ["FIELD_LABELS", "ORDERS", "asked_about"]

from collections.abc import Mapping
from types import MappingProxyType

from geo.importers.cells.positions import POSITION_READERS
from geo.importers.survey import Question

# Our field → what readers call it, in the order of the list to choose from.
FIELD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "date": "Date",
        "date_dmy": "Date, the day first",
        "date_mdy": "Date, the month first",
        "date_serial": "Date, a number of Excel",
        "date_jalali": "Date, Persian (solar) calendar",
        "date_islamic": "Date, Islamic calendar",
        "year": "Year",
        "month": "Month",
        "day": "Day of the month",
        "date_end": "Last day",
        "date_precision": "Precision of the date",
        "reported": "Day of the report",
        "place": "Place",
        "site": "Site in the place",
        "admin1": "Province",
        "admin2": "District",
        "country": "Country",
        "latitude": "Latitude",
        "longitude": "Longitude",
        "position": "Position, the latitude first",
        "position_lon_lat": "Position, the longitude first",
        "precision": "Precision of the position",
        "radius_km": "Radius in km",
        "killed": "Killed",
        "killed_low": "Killed, lowest figure",
        "killed_high": "Killed, highest figure",
        "injured": "Injured",
        "injured_low": "Injured, lowest figure",
        "injured_high": "Injured, highest figure",
        "perpetrators_killed": "Perpetrators killed",
        "group": "Group",
        "type": "Type of event",
        "title": "Title",
        "summary": "Summary",
        "source": "Source",
        "source_url": "Link of the source",
        "source_date": "Day of the source",
        "id": "Id",
        "record_type": "Type of record",
        "licence": "Licence",
        "redistributable": "May be passed on",
    }
)
# A field of which only the reader knows whether it is meant → what is asked.
ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "date_dmy": "the day first",
        "date_mdy": "the month first",
        "date_jalali": "in the Persian (solar) calendar",
        "date_islamic": "in the Islamic calendar",
        "position": "the latitude first",
        "position_lon_lat": "the longitude first",
    }
)


def asked_about(question: Question) -> str:
    """Return what the values are of which only the reader knows how they are written."""
    return "positions" if set(question.fields) <= POSITION_READERS.keys() else "dates"
