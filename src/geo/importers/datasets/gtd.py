"""Global Terrorism Database (GTD).

Columns are those of the 2018 release. Codes of precision are those of the GTD codebook, as several
projects repeat its words; attack, target and weapon types are read by their labels (*_txt), so
that no code needs a meaning here. -9 and -99 stand for unknown; 0 does so in dates.
"""

__all__ = ["IMPORTER"]

import calendar
import math
import re
from datetime import MAXYEAR, date
from itertools import chain

from geo.importers.actors import actor, family, slug
from geo.importers.cells import values
from geo.importers.cells.days import When, day
from geo.importers.checks.day_fields import (
    DAY_FIELDS,
    read_day_of,
    warn_of_doubts,
    warn_of_odd_year,
)
from geo.importers.feature_parts import atlas_type, meaning, named_place, place_in_title
from geo.importers.importer import Importer
from geo.importers.parts import Part, Parts, origin_part
from geo.importers.published import Document, PublishedDataset, signatures_of
from geo.importers.record import Record
from geo.importers.row import CellValue, Feature
from geo.model.licences import Terms

# Columns that people keep of it, of which no other dataset has all of a line.
SIGNATURES = signatures_of("""
    eventid gname
    eventid nkill
    eventid country_txt
    iyear imonth
    iyear country_txt
    iyear gname
    iyear nkill
    gname nkill
    gname country_txt
    nkill country_txt
    country_txt region_txt
    attacktype1_txt
    targtype1_txt
    weaptype1_txt
    nkillter
    attacktype1 targtype1
    attacktype target_type weapon_type
""")
# Types of attack, those first that others use too.
CODES = ("Assassination", "Armed Assault", "Hijacking", "Unarmed Assault", "Unknown")
OWN_CODES = (
    "Bombing/Explosion",
    "Facility/Infrastructure Attack",
    "Hostage Taking (Barricade Incident)",
    "Hostage Taking (Kidnapping)",
)
GTD = PublishedDataset(
    name="GTD",
    publisher="START, University of Maryland",
    title="Global Terrorism Database (GTD)",
    url="https://www.start.umd.edu/gtd/",
    licence="GTD End User Agreement: no publication or redistribution of the data",
    redistributable=False,
    terms=Terms(
        citation=(
            "National Consortium for the Study of Terrorism and Responses to Terrorism (START), "
            "Global Terrorism Database, start.umd.edu/gtd"
        ),
        licence="its End User Licence Agreement allows no redistribution and no public display",
        contact="START at the University of Maryland, start.umd.edu/gtd",
    ),
    signature=frozenset({"eventid", "iyear"}),
    signatures=SIGNATURES,
    codes=frozenset(map(str.casefold, CODES + OWN_CODES)),
    own_codes=frozenset(map(str.casefold, OWN_CODES)),
    groups={  # values of gname, as public copies of the data list them
        "Islamic State of Iraq and the Levant (ISIL)": "islamic-state",
        "Khorasan Chapter of the Islamic State": "isis-k",
    },
)
REQUIRED = ("iyear",)
STAND_INS = {"iyear": DAY_FIELDS}
EXPECTED = {  # column: what follows where a subset lacks it
    "eventid": "ids are made of what the rows say",
    "specificity": "how exact positions are is unknown",
}
# As many public notebooks rename the columns that they keep.
ALIASES = {
    "year": "iyear",
    "month": "imonth",
    "day": "iday",
    "country": "country_txt",
    "state": "provstate",
    "attacktype": "attacktype1_txt",
    "target_type": "targtype1_txt",
    "weapon_type": "weaptype1_txt",
    "group": "gname",
    "killed": "nkill",
    "wounded": "nwound",
}
UNKNOWN = ("-9", "-99")
YES = "1"

PRECISION_BY_SPECIFICITY = {
    "1": "settlement",  # in a town, whose coordinates these are
    "2": "admin2",  # in a town, but these are of the middle of a district
    "3": "admin2",  # in no town: the middle of a district
    "4": "admin1",  # the middle of a province
    "5": "unknown",  # no province could be identified
}
TYPES = {  # column: scheme
    **{f"attacktype{n}_txt": "gtd-attacktype" for n in (1, 2, 3)},
    **{f"targtype{n}_txt": "gtd-targtype" for n in (1, 2, 3)},
    **{f"weaptype{n}_txt": "gtd-weaptype" for n in (1, 2, 3, 4)},
}
MARKS = {  # column, value: code, label
    ("suicide", YES): ("suicide", "Suicide attack"),
    ("success", "0"): ("unsuccessful", "Unsuccessful attack"),
    ("doubtterr", YES): ("doubt", "Doubt whether terrorism"),
}
GROUPS = (  # name, part of it, uncertain, claimed, how
    ("gname", "gsubname", "guncertain1", "claimed", "claimmode_txt"),
    ("gname2", "gsubname2", "guncertain2", "claim2", "claimmode2_txt"),
    ("gname3", "gsubname3", "guncertain3", "claim3", "claimmode3_txt"),
)
CITED = ("scite1", "scite2", "scite3")
NOBODY = "Unknown"  # gname of an attack without a known group
_VERSION = re.compile(r"(?:globalterrorismdb|gtd)_?(\d{2})(\d{2})dist", re.IGNORECASE)


def known(record: Record, name: str) -> str | None:
    """Return the text of a field; -9 and -99 are none."""
    text = record.text(name)
    return None if text is None or text.removesuffix(".0") in UNKNOWN else text


def _when(record: Record, document: Document) -> Feature:
    """Return the date; a copy may have the whole day instead of its parts."""
    if "iyear" in record.columns:
        name, when = "iyear", _date_of_parts(record)
    else:
        name, day_ = read_day_of(record, "date")
        when = _with_end(record, day_.start) if day_ else {}
    if when:
        warn_of_odd_year(record, name, date.fromisoformat(when["start"]), document)
    return when


def _date_of_parts(record: Record) -> Feature:
    """Return the date; month 0 leaves the year, day 0 the month."""
    year, month, number = (record.read(n, _part) for n in ("iyear", "imonth", "iday"))
    if not year:
        record.refuse("iyear", "an attack has a year", "Add it.")
        return {}
    if year > MAXYEAR:
        record.refuse("iyear", "is not a year", "Write four digits.")
        return {}
    if not month:
        return {"start": f"{year:04}-01-01", "precision": "year"}
    if month not in range(1, 13):
        record.refuse("imonth", "is not a month", "Write 1 to 12, or 0 where it is not known.")
        return {}
    if not number:
        return {"start": f"{year:04}-{month:02}-01", "precision": "month"}
    if number > calendar.monthrange(year, month)[1]:
        record.refuse("iday", "is not a day of that month", "Write 0 where it is not known.")
        return {}
    return _with_end(record, date(year, month, number))


def _part(cell: CellValue) -> int:
    """Read a part of a date: what is unknown is 0."""
    return 0 if values.code(cell) in UNKNOWN else values.count(cell)


def _with_end(record: Record, start: date) -> Feature:
    """Return the day; an attack that lasted longer than one ends with its resolution."""
    lasted = known(record, "extended") == YES
    ended = record.read_if_good("resolution", _resolution) if lasted else None
    if ended:
        warn_of_doubts(record, "resolution", ended)
    if ended and ended.start < start:
        record.warn("resolution", "is before the attack", f"It began on {start}.")
    if ended and ended.start > start:
        end = ended.start.isoformat()
        return {"start": start.isoformat(), "end": end, "precision": "days"}
    return {"start": start.isoformat(), "precision": "day"}


def _resolution(cell: CellValue) -> When:
    """Read the day on which an attack ended; with slashes the month comes first, as in the USA."""
    return day(cell, "mdy" if "/" in str(cell) else None)


def _place(record: Record, _: Document) -> Feature:
    if (record.text("country_txt") or "").isdigit():
        record.cells = {**record.cells, "country_txt": None}  # the code of `country`, a number
    place = named_place(record, record.text("city"), "country_txt", admin1="provstate")
    if place["name"] == NOBODY:
        place["name"] = None
    return {"place": place, "named": place_in_title(record, place, "country_txt")}


def _site(record: Record, _: Document) -> Feature:
    precision = meaning(record, "specificity", PRECISION_BY_SPECIFICITY)
    near = precision == "settlement" and known(record, "vicinity") == YES
    return {"precision": "near_settlement" if near else precision or "unknown"}


def _kind(record: Record, _: Document) -> Feature:
    attack, types = atlas_type("attack"), _types(record)
    label = (types or [attack])[0]["label"]
    return {"record_type": "incident", "types": [attack, *types], "label": label}


def _types(record: Record) -> list[Feature]:
    found: dict[str, Feature] = {}
    for column, scheme in TYPES.items():
        if label := known(record, column):
            code = f"{scheme}-{slug(label)}"
            found.setdefault(code, {"scheme": scheme, "code": code, "label": label})
    for (column, value), (mark, label) in MARKS.items():
        if (known(record, column) or "").removesuffix(".0") == value:
            found[mark] = {"scheme": "gtd", "code": f"gtd-{mark}", "label": label}
    return list(found.values())


def _parties(record: Record, _: Document) -> Feature:
    """Return the groups and how GTD codes them: what it calls claimed is its own coding, too."""
    actors: list[Feature] = []
    assertions = []
    for number, (name, part, uncertain, claimed, how) in enumerate(GROUPS, start=1):
        group = known(record, name)
        if group is None or group == NOBODY:
            continue
        whole = actor(group, groups=GTD.groups, kind=_kind_of_group(record))
        below = known(record, part)
        named = _below(below, whole) if below else whole
        actors += [whole, named]
        assertions.append(
            GTD.coding(
                [named],
                number=number,
                stance="suspects" if _is(record, uncertain) else "asserts",
                basis=_basis(record, claimed, how),
            )
        )
    return {"actors": family(actors), "assertions": assertions}


def _below(name: str, whole: Feature) -> Feature:
    """Return a part of a group; what goes by the name of the whole is the whole."""
    part = actor(name, groups=GTD.groups)
    if part["id"] in (whole["id"], whole.get("part_of")):
        return whole
    return part | {"part_of": whole["id"]}


def _kind_of_group(record: Record) -> str | None:
    """Return the kind of single persons without a group."""
    return "unspecified" if _is(record, "individual") else None


def _is(record: Record, name: str) -> bool:
    return (known(record, name) or "").removesuffix(".0") == YES


def _basis(record: Record, claimed: str, how: str) -> str | None:
    if not _is(record, claimed):
        return None
    mode = known(record, how)
    words = ["GTD codes that responsibility was claimed"]
    words += [f" ({mode})"] if mode else []
    words += ["; claims compete"] if _is(record, "compclaim") else []
    return "".join(words)


def _casualties(record: Record, _: Document) -> Feature | None:
    killed = _toll(record, "nkill")
    injured = _toll(record, "nwound")
    perpetrators = _toll(record, "nkillter") or {}
    reports = [
        GTD.toll_report(figures["best"], measure, "It counts attackers too.")
        for measure, figures in (("killed", killed), ("injured", injured))
        if figures and "best" in figures
    ]
    casualties = {
        "killed": killed,
        "injured": injured,
        "perpetrators_killed": perpetrators.get("best"),
        "reports": reports,
    }
    return casualties if killed or injured or "best" in perpetrators else None


def _toll(record: Record, name: str) -> Feature | None:
    """Return a figure; one that was shared out among several events lies between two."""
    if known(record, name) is None:
        return None
    number = record.read_if_good(name, values.fraction)
    if number is None:
        return None
    if number.is_integer():
        return {"best": int(number)}
    remedy = "It is read as a range between whole numbers, and kept in origin.raw."
    record.warn(name, "is a share of the toll of several events", remedy)
    return {"low": math.floor(number), "high": math.ceil(number)}


def _sources(record: Record, document: Document) -> list[Feature]:
    texts = ((known(record, name) or "").strip('"') for name in CITED)
    return [GTD.source(document), *GTD.cited([(text, None) for text in texts if text])]


def _document(file_name: str) -> Document:
    """Return the release that a file's name tells: globalterrorismdb_0718dist is of July 2018."""
    if found := _VERSION.search(file_name):
        month, year = found.groups()
        return Document(name=file_name, version=f"{month}{year}", released=f"20{year}-{month}")
    return Document(name=file_name)


def _made_id(record: Record, _: Document) -> str:
    return f"gtd-{record.digest()}"


PARTS = Parts(
    id_field="eventid",
    id_prefix="gtd-",
    id_rule="an attack has an id",
    made_id=_made_id,
    summary="summary",
    country="country_txt",
    date=Part(("iyear", "imonth", "iday", *DAY_FIELDS, "extended", "resolution"), _when),
    place=Part(("city", "country_txt", "provstate"), _place),
    site=Part(("specificity", "vicinity"), _site),
    kind=Part((*TYPES, *(column for column, _ in MARKS)), _kind),
    parties=Part((*chain.from_iterable(GROUPS), "individual", "compclaim"), _parties),
    casualties=Part(("nkill", "nwound", "nkillter"), _casualties),
    sources=Part(CITED, _sources),
    origin=origin_part(GTD),
)
IMPORTER = Importer(
    dataset=GTD,
    parts=PARTS,
    document=_document,
    required=REQUIRED,
    expected=EXPECTED,
    aliases=ALIASES,
    stand_ins=STAND_INS,
    day_fields=("date",),
)
