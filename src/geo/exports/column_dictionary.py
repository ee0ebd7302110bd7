"""The columns of CSV and Excel files: names, kinds, and what each means."""

__all__ = ["COLUMNS", "FORMULAS", "Column", "Datatype"]

from typing import Literal, NamedTuple

from geo.importers.tables.columns import FIELDS

Datatype = Literal["text", "date", "day", "count", "number", "boolean"]
# Goes with a file of rows, for readers whose program does not remove the mark.
FORMULAS = "A text that begins with = + - @ or ' has a ' before it, which is not part of it."


class Column(NamedTuple):
    """A column: a `date` may be a year or a month, a `day` is whole, a `count` is 0 or more.

    A column that `is_required` is never empty.
    """

    name: str
    datatype: Datatype
    description: str
    is_required: bool = False

    @property
    def is_read(self) -> bool:
        """Tell whether an import reads it; the others are derived, and for readers."""
        return self.name in FIELDS


COLUMNS = (
    Column("id", "text", "Id of the record, stable in its dataset", is_required=True),
    Column("record_type", "text", "incident, aggregate or context (no attack)", is_required=True),
    Column("title", "text", "Title", is_required=True),
    Column("summary", "text", "What happened, in a few sentences"),
    Column("date", "date", "First day, month or year, as exactly as is known"),
    Column("date_end", "day", "Last day, where it is not the first and does not follow from it"),
    Column(
        "date_precision", "text", "day, days, week, month, months, year, unknown", is_required=True
    ),
    Column("reported", "date", "When it became public, where that is recorded"),
    Column("place", "text", "Name of the place"),
    Column("admin2", "text", "District or county"),
    Column("admin1", "text", "Province or state"),
    Column("country", "text", "Country, ISO 3166-1 alpha-2"),
    Column("site", "text", "Name of the site, of the first one where there are several"),
    Column("latitude", "number", "Degrees of that site; empty where only the country is known"),
    Column("longitude", "number", "Degrees of that site"),
    Column(
        "precision", "text", "How exactly that site is known: site, settlement, admin1 and so on"
    ),
    Column("radius_km", "number", "Kilometres around the position within which it lies"),
    Column("sites", "count", "Number of sites; GeoJSON has all of them", is_required=True),
    Column("type", "text", "What happened, in the words of the dataset"),
    Column("killed_low", "count", "Lowest number killed; empty is unknown, not 0"),
    Column("killed", "count", "Best number killed"),
    Column("killed_high", "count", "Highest number killed"),
    Column("injured_low", "count", "Lowest number injured"),
    Column("injured", "count", "Best number injured"),
    Column("injured_high", "count", "Highest number injured"),
    Column("perpetrators_killed", "count", "Attackers killed, where they are counted separately"),
    Column(
        "group",
        "text",
        "Who claims it, or is named for it or suspected, and what they are part of: not who did it",
    ),
    Column("status", "text", "Code of the status, derived from the statements", is_required=True),
    Column("status_label", "text", "The status in words", is_required=True),
    Column("status_as_of", "day", "Day for which status and statements hold", is_required=True),
    Column(
        "contested",
        "boolean",
        "Whether another party is accused of having ordered or steered it",
        is_required=True,
    ),
    Column("claimed_by", "text", "Who claims it"),
    Column("attributed_by", "text", "Who attributes it, and to which actors"),
    Column("found_by", "text", "Which court or inquiry finds who did it"),
    Column("coded_by", "text", "Which dataset codes it, and which actors or parties it names"),
    Column("accused_by", "text", "Who accuses which party of a part in it; this is not a finding"),
    Column("denied_by", "text", "Who denies a party's part in it, or that there was an attack"),
    Column("review", "text", "How far a person has checked the record", is_required=True),
    Column("source", "text", "Publishers of the sources"),
    Column("source_url", "text", "Web addresses, in the order of the sources"),
    Column("source_date", "text", "Dates, in the order of the sources"),
    Column("licence", "text", "Licence of the record", is_required=True),
    Column(
        "redistributable",
        "boolean",
        "Whether it may be redistributed: always true",
        is_required=True,
    ),
    Column("dataset", "text", "Dataset that the record comes from", is_required=True),
    Column("dataset_version", "text", "Version of the dataset"),
)
