"""Rows of each kind of table in which some cells say something else than usual."""

import random

from dataset_rows import ACLED, GED_ROWS, GTD

SIZE = 40
FIELDS = (
    "id record_type title summary date year month day date_end date_precision reported place site"
    " country admin1 admin2 latitude longitude position position_lon_lat precision radius_km type"
    " group killed killed_low killed_high injured source source_url source_date licence"
    " redistributable perpetrators_killed"
)
TABLE = dict.fromkeys(FIELDS.split(), "") | {
    "date": "2024-01-03",
    "place": "Kerman",
    "country": "Iran",
    "latitude": "30.28",
    "longitude": "57.08",
    "type": "Attack; Bombing",
    "group": "Group A; Group B",
    "killed": "94",
    "source": "Paper; Wire",
}
# Rows that vary, by the name of the source, with the column of the id and the name of the file.
ROWS: dict[str, tuple[list[dict[str, str]], str, str]] = {
    "table": ([TABLE], "id", "rows.csv"),
    "ucdp": (GED_ROWS, "id", "GEDEvent_v23_1.csv"),
    "acled": ([ACLED], "event_id_cnty", "acled.csv"),
    "gtd": ([GTD], "eventid", "globalterrorismdb_0718dist.csv"),
}
# Cells that are read in a way of their own by one column or another.
CELLS = (
    *("", "  ", " x ", "a  b", "Kermān", "کرمان", "ß", "İ", "ﬁ", "\u00a0x", "\u202eabc", "x" * 300),
    *("'=1+1", "''x", "'s-Hertogenbosch", "=1"),
    *("-9", "-99", "0", "1", "2", "3", "7", "1.0", "2.5", "-1", "1,000", "1e3", "٣"),
    *("2024", "2024-03", "2024-02-30", "03/04/2024", "22/03/2024", "2030-01-01", "12 March 2023"),
    *("March", "22-24 March 2024", "1403-01-03", "0025-09-26", "22/03/24", "ca. 2014", "2024-W12"),
    *("2024-03-22T10:00:00Z", "2020-01-01;2021", "1679443200", "99999999999", "45000"),
    *("91", "200", "-181", "180", "57.081234567", "57.0812345", "30.5", "30", "+30.1", ".5"),
    *("30.28, 57.08", "57.08; 30.28", "POINT (57.08 30.28)", "POLYGON EMPTY", "30°17'N 57°5'E"),
    *("30,28", "MULTIPOINT (57 30, 58 31)", "0, 0", "40RCU", "95.5, 57.1", "[30.2, 57.1]"),
    *("12+", "3-5", "~10", "5 (incl. 2 children)", "none", "5-Mar", "۱۲", "up to 5", "dozens"),
    *("Unknown", "n/a", "Islamic State", "IS", "Civilians", "Government of Iran"),
    *("Ruritania", "Syria", "SY", "United States"),
    *("context", "aggregate", "site", "city", "exact", "country", "capital_as_actor"),
    *("a;b;;c", "1;2", "https://example.org/a b;https://example.org", "true", "no", "maybe"),
    *("Peaceful protest", "Battles"),
)
GTD_CELLS = ("Bombing/Explosion",)  # a code by which a table of another form is taken for GTD's


def varied(
    source: str, share: float, chance: random.Random, first: int = 0
) -> list[dict[str, str]]:
    """Return rows of which some cells say something else; most have an id, from `first` on."""
    bases, id_field, _ = ROWS[source]
    rows = [dict(bases[number % len(bases)]) for number in range(SIZE)]
    for number, row in enumerate(rows):
        for field in row:
            if chance.random() < share:
                row[field] = chance.choice((*CELLS, *GTD_CELLS) if source == "gtd" else CELLS)
        if chance.random() < 0.9:
            row[id_field] = f"R{first + number}"
    return rows
