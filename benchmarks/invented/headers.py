"""The real headers of the datasets, as the tests have them."""

__all__ = ["header_of"]

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "tests" / "data"
FILES = {
    "ucdp": "ucdp_ged231_sample_500.csv",
    "gtd": "gtd_0718_header.txt",
    "acled": "acled_header.txt",
}


@cache
def header_of(source: str) -> list[str]:
    """Return the names of a dataset's columns."""
    with (DATA / FILES[source]).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))
