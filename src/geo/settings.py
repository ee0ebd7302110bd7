"""The settings of the environment: each variable with its default and its meaning.

A request may look up several limits. That takes 1.5 µs here; pydantic-settings took 265 µs, and
0.14 s to import after pydantic, and read "1.0", " 5 " and "-3" as whole numbers.
"""

__all__ = [
    "LIMITS",
    "READING",
    "SETTINGS",
    "Limit",
    "Setting",
    "check_limits",
    "limit",
    "limits_set",
    "of_others",
    "set_for_others",
    "setting",
]

import os
import re
from typing import NamedTuple

from geo.errors import BadValue

PREFIX = "GEO_LIMIT_"


class Setting(NamedTuple):
    """One variable of the environment, a text."""

    variable: str
    help: str
    default: str = ""


class Limit(NamedTuple):
    """One limit of what a request or a file may cost, a whole number."""

    name: str
    default: int
    help: str

    @property
    def variable(self) -> str:
        """Return the variable of the environment that sets it."""
        return PREFIX + self.name.upper()


SETTINGS = (
    Setting(
        "GEO_DATA",
        "files and addresses of stores, separated as in PATH; by default the bundled data",
    ),
    Setting("GEO_PUBLIC_URL", "address under which readers reach the server"),
    Setting("GEO_BASE_PATH", "path below which it has everything, such as /atlas"),
    Setting("GEO_ALLOW_HOST", "further names under which readers reach it, with commas between"),
    Setting("GEO_CORRECTIONS", "e-mail or web address to which readers report a mistake"),
    Setting("GEO_TILES", "address of outside map tiles, with {z} {x} {y}"),
    Setting("GEO_TILES_CREDIT", "attribution shown on the map for these tiles"),
    Setting("GEO_BASEMAP", "PMTiles file of streets, drawn where it has tiles"),
    Setting("GEO_BORDERS", "view of the borders where no address asks for another", "control"),
    Setting("GEO_ACCESS_LOG", "file of the access log; `-` is standard output"),
    Setting("GEO_GAZETTEER", "file or folder of the gazetteer; by default in the user's cache"),
    Setting("GEO_NOMINATIM_CONTACT", "e-mail address or web page that Nominatim requires"),
    Setting(
        "GEO_NOMINATIM_URL",
        "server that answers as Nominatim does",
        "https://nominatim.openstreetmap.org",
    ),
)
LIMITS = (
    Limit("seconds", 10, "seconds that one statement of the store may take"),
    Limit("marks", 2_000, "sites that the map draws one by one; of more it draws cells"),
    Limit("cells", 4_096, "cells that the map draws; a view of more has those of a coarser grid"),
    Limit(
        "bytes",
        2_500_000,
        "bytes of one answer, before compression; `/api/columns` has a bound of its own",
    ),
    Limit("page", 1_000, "records in one page of the API"),
    Limit("rows", 20_000, "records that `/api/rows` gives at once"),
    Limit(
        "columns",
        2_000_000,
        "records that a page filters by itself as columns, and `/api/columns` gives at once",
    ),
    Limit("download", 10_000, "records in one data file from the Share tab"),
    Limit("print", 2_000, "records in the table of a print"),
    Limit("requests", 6_000, "requests of one client in a minute"),
    Limit("websockets", 100, "dashboards that one client has open at the same time"),
    Limit("uploads", 10, "pages of one client with files of their own; of all there are 50"),
    Limit("upload_megabytes", 500, "memory of the files that readers are adding"),
    Limit("connections", 800, "connections that are open at the same time"),
    Limit("client_connections", 200, "connections of one client"),
    Limit(
        "request_seconds",
        10,
        "seconds in which the head of a request comes, and after which a body or a reader that"
        " brings or takes fewer than 500 bytes a second is left",
    ),
    Limit("megabytes", 400, "memory of the store's engine; what needs more goes through the disk"),
)
# What a file may have, whoever gives it: at the limit it is read, and one beyond is refused.
READING = (
    Limit("file_columns", 5_000, "columns of a table, or names of values of all its records"),
    Limit("file_cell", 131_072, "characters of a cell"),
    Limit("file_line", 2_097_152, "characters of a line of text, or of a row over several lines"),
    Limit("file_again", 67_108_864, "characters beneath quotation marks left open, read as rows"),
    Limit("file_value", 2_097_152, "characters of a record or feature of JSON"),
    Limit("file_nesting", 100, "lists and objects within one another, in a record of JSON"),
    Limit("file_others", 1_000, "values in a list of records or features that are neither"),
    Limit("file_positions", 1_000, "positions of one record"),
    Limit("file_sheets", 250, "sheets of a workbook"),
    Limit("file_row", 16_384, "cells in a row of a workbook, empty ones too"),
    Limit("file_parts", 10_000, "files in a workbook, which is a ZIP archive"),
    Limit("file_unpacked", 4_096, "megabytes of a workbook or a packed file, unpacked"),
    Limit(
        "file_ratio",
        100,
        "times its size that a packed file, or a large part of a workbook, unpacks to",
    ),
    Limit("file_part", 64, "megabytes of a part of a workbook that is held as a whole"),
    Limit("file_held", 256, "megabytes of a workbook that is .xls, .xlsb or .ods"),
    Limit("file_group", 1_024, "megabytes of a row group of Parquet, unpacked"),
    Limit("file_blob", 16, "megabytes of a text or geometry of a GeoPackage"),
    Limit("file_layers", 1_000, "layers of a GeoPackage"),
    Limit("added_megabytes", 10, "megabytes of a file that a reader adds"),
    Limit("added_rows", 50_000, "rows of a file that a reader adds"),
)
_DEFAULTS = {setting_.variable: setting_.default for setting_ in SETTINGS}
_BY_NAME = {limit_.name: limit_ for limit_ in (*LIMITS, *READING)}


def setting(variable: str) -> str:
    """Return the text of a setting, or its default if the environment does not have it.

    >>> setting("GEO_TILES")
    ''
    """
    return os.environ.get(variable, _DEFAULTS[variable])


def limit(name: str) -> int:
    """Return the value of a limit. Raises BadValue if its variable is not a whole number.

    >>> limit("marks")
    2000
    """
    known = _BY_NAME[name]
    text = os.environ.get(known.variable, str(known.default))
    if not re.fullmatch("[0-9]{1,9}", text):
        raise BadValue(known.variable, text, "a whole number")
    return int(text)


def limits_set() -> dict[str, str]:
    """Return the variables of limits that the operator has set: other machines need them too."""
    return {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}


def check_limits() -> None:
    """Refuse a bad limit before a server starts: no reader can mend it. Raises BadValue."""
    for name in _BY_NAME:
        limit(name)


def of_others(variable: str) -> str | None:
    """Return a variable that another program reads, as the operator has set it; None if not."""
    return os.environ.get(variable)


def set_for_others(variable: str, value: str) -> None:
    """Set a variable that another program reads, unless the operator has."""
    os.environ.setdefault(variable, value)
