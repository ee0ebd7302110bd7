"""UCDP GED: 500 real rows, and the traps of its releases."""

import csv
from collections import Counter
from pathlib import Path

from geo.importers import read

SAMPLE = Path(__file__).parent / "data" / "ucdp_ged231_sample_500.csv"


def test_every_row_of_the_sample_is_taken_with_all_its_values() -> None:
    rows = list(read("ucdp", SAMPLE))
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert [row.findings for row in rows] == [()] * 500
    assert [row.incident.origin.raw for row in rows if row.incident] == written


def test_the_precision_of_the_sample_is_that_of_its_codes() -> None:
    incidents = [row.incident for row in read("ucdp", SAMPLE) if row.incident]
    assert Counter(incident.precision for incident in incidents) == {
        "settlement": 251,
        "near_settlement": 112,
        "admin2": 77,
        "admin1": 38,
        "fuzzy": 15,
        "country": 7,
    }
