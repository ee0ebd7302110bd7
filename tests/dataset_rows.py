"""Rows of the datasets: real headers, over made-up rows where real ones may not be passed on."""

import csv
from pathlib import Path

from geo.importers import ImportedRow
from geo.model.incident import Incident
from table_files import incidents_of, read_all, written_csv

DATA_FILES = Path(__file__).with_name("data")
GED_SAMPLE = DATA_FILES / "ucdp_ged231_sample_500.csv"
with GED_SAMPLE.open(encoding="utf-8", newline="") as _file:
    GED_ROWS = list(csv.DictReader(_file))

ACLED_HEADER = (DATA_FILES / "acled_header.txt").read_text("utf-8").strip()
ACLED = dict.fromkeys(ACLED_HEADER.split(","), "") | {
    "event_id_cnty": "RUR123",
    "event_date": "14 March 2023",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Ruritania (1990-)",
    "inter1": "1",
    "actor2": "The Black Hand",
    "inter2": "Rebel group",
    "iso": "760",
    "country": "Syria",
    "admin1": "Homs",
    "admin2": "Tadmor",
    "location": "Palmyra",
    "latitude": "34.55",
    "longitude": "38.27",
    "geo_precision": "1",
    "source": "The Paper; The Wire",
    "notes": "Something happened.",
    "fatalities": "4",
    "timestamp": "1679443200",
}


def acled(folder: Path, **changes: str) -> list[ImportedRow]:
    return read_all("acled", written_csv(folder / "acled.csv", ACLED | changes))


def acled_event(folder: Path, **changes: str) -> Incident:
    (incident,) = incidents_of(acled(folder, **changes))
    return incident


GTD_HEADER = (DATA_FILES / "gtd_0718_header.txt").read_text("utf-8").strip()
GTD = dict.fromkeys(GTD_HEADER.split(","), "") | {
    "eventid": "201401010001",
    "iyear": "2014",
    "imonth": "1",
    "iday": "2",
    "extended": "0",
    "country_txt": "Ruritania",
    "provstate": "Strelsau",
    "city": "Zenda",
    "latitude": "50.1",
    "longitude": "14.4",
    "specificity": "1",
    "vicinity": "0",
    "success": "1",
    "suicide": "0",
    "attacktype1_txt": "Bombing/Explosion",
    "gname": "The Black Hand",
    "guncertain1": "0",
    "individual": "0",
    "nperps": "-99",
    "claimed": "0",
    "nkill": "3",
    "nkillter": "1",
    "nwound": "5",
}


def gtd(folder: Path, **changes: str) -> list[ImportedRow]:
    return read_all("gtd", written_csv(folder / "globalterrorismdb_0718dist.csv", GTD | changes))


def gtd_attack(folder: Path, **changes: str) -> Incident:
    (incident,) = incidents_of(gtd(folder, **changes))
    return incident
