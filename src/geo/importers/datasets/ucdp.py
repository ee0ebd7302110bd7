"""UCDP Georeferenced Event Dataset (GED), yearly and Candidate releases.

Columns are those of real files. The meaning of codes is that of the UCDP GED codebook, as the
documentation of mapme.biodiversity (R/calc_fatalities_ucdp.R) repeats it, checked against rows.
"""

__all__ = ["IMPORTER", "version_of"]

import re
from datetime import date

from geo.importers.actors import actor, family
from geo.importers.cells import values
from geo.importers.cells.dates.ranges import NOT_BEFORE
from geo.importers.cells.days import day
from geo.importers.cells.text_cache import cached_for_short_texts
from geo.importers.checks.day_fields import DAY_FIELDS, check_year, read_day_or_year, read_end_day
from geo.importers.feature_parts import (
    atlas_type,
    killed_range,
    meaning,
    named_place,
    place_in_title,
)
from geo.importers.importer import Importer
from geo.importers.parts import Part, Parts, origin_part
from geo.importers.published import Document, PublishedDataset, signatures_of
from geo.importers.record import BadCell, Record
from geo.importers.row import Feature
from geo.model.licences import Terms

# Columns that people keep of it, of which no other dataset has all of a line: those of UCDP's
# tables of conflicts and dyads, which are years and not events, are left out.
SIGNATURES = signatures_of("""
    type_of_violence side_a
    type_of_violence dyad_name
    type_of_violence conflict_name
    type_of_violence date_start
    type_of_violence best
    type_of_violence best_est
    type_of_violence deaths_civilians
    where_prec date_prec
    where_prec where_coordinates
    where_coordinates date_start
    where_coordinates best
    where_coordinates side_a
    deaths_a deaths_b
    deaths_civilians deaths_unknown
    deaths_civilians date_start
    side_a side_b date_start
    side_a side_b best
    best_est date_start
    priogrid_gid date_start
    event_clarity date_prec
""")
UCDP = PublishedDataset(
    name="UCDP GED",
    publisher="Uppsala Conflict Data Program (UCDP)",
    title="UCDP Georeferenced Event Dataset (GED)",
    url="https://ucdp.uu.se/downloads/",
    licence="CC BY 4.0",
    redistributable=True,
    terms=Terms(
        citation=(
            "Uppsala Conflict Data Program: Davies, Pettersson & Öberg, Organized violence, in the "
            "Journal of Peace Research of the release’s year; Sundberg & Melander 2013, "
            "Introducing the UCDP Georeferenced Event Dataset"
        ),
        licence="CC BY 4.0: free to use and to pass on with the citation",
        contact="the Uppsala Conflict Data Program, ucdp.uu.se",
    ),
    signature=frozenset({"type_of_violence", "where_prec"}),
    signatures=SIGNATURES,
    # Actor 234, whose conflicts release 23.1 names "Libya: Islamic State" and the like.
    groups={"IS": "islamic-state"},
)
REQUIRED = ("date_start",)
STAND_INS = {"date_start": (*DAY_FIELDS, "year")}
EXPECTED = {  # column: what follows where a subset lacks it
    "id": "ids are made of what the rows say",
    "type_of_violence": "which kind of violence it was is unknown",
    "where_prec": "how exact positions are is unknown",
    "date_prec": "each date is taken as the day of its event",
    "date_end": "each event is taken to end on the day on which it began",
}
# Of releases until 5.0 (2016).
ALIASES = {"best_est": "best", "low_est": "low", "high_est": "high"}
# Of release 23.1; Candidate files were published without a header (24.0.1), in this order.
HEADER = (  # noqa: SIM905
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id"
    " conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a"
    " side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office"
    " source_date source_headline source_original where_prec where_coordinates where_description"
    " adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity"
    " date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high"
    " low gwnoa gwnob"
).split()

ONE_SIDED = "3"
TYPES = {  # type_of_violence: ours, code, label
    "1": ("clash", "ucdp-state-based", "State-based conflict"),
    "2": ("clash", "ucdp-non-state", "Non-state conflict"),
    ONE_SIDED: ("attack", "ucdp-one-sided", "One-sided violence"),
}
UNKNOWN_TYPE = ("other", "ucdp-unknown", "Type unknown")
PRECISION_BY_WHERE_PREC = {
    "1": "settlement",  # the coordinates are those of the place named
    "2": "near_settlement",  # a limited area around it
    "3": "admin2",  # the middle of a district
    "4": "admin1",  # the middle of a province
    "5": "fuzzy",  # a part of a country, a line, an island, a point between two
    "6": "country",  # the middle of a country
    "7": "international",  # over water or in international airspace
}
PRECISION_BY_DATE_PREC = {
    "1": "day",
    "2": "days",  # two to six
    "3": "week",
    "4": "month",
    "5": "months",  # specified to a year; spans of two to seven months in real rows
}
SUMMARY_EVENT = "2"  # event_clarity: one row for what a source reports only together
CIVILIANS = "Civilians"
DEATHS = {
    "deaths_a": "side A",
    "deaths_b": "side B",
    "deaths_civilians": "civilians",
    "deaths_unknown": "unknown",
}
_VERSION = re.compile(r"(?:ged|gedevent|candidate)\D{0,12}(\d{2})[._]?(\d{1,2})(?:[._](\d{1,2}))?")


def version_of(file_name: str) -> tuple[str | None, str | None]:
    """Return version and year of release that a file's name tells.

    >>> version_of("GEDEvent_v23_1.csv"), version_of("GEDEvent_v24_0_1.csv")
    (('23.1', '2023'), ('24.0.1', '2024'))
    """
    if found := _VERSION.search(file_name.casefold()):
        return ".".join(filter(None, found.groups())), f"20{found[1]}"
    return None, None


def _kind(record: Record, _: Document) -> Feature:
    code = _violence(record)
    if code not in TYPES and "type_of_violence" in record.columns:
        record.warn("type_of_violence", "is not a known type of violence (1 to 3)")
    ours, type_, label = TYPES.get(code or "", UNKNOWN_TYPE)
    return {
        "record_type": "aggregate" if _is_summary(record) else "incident",
        "types": [
            atlas_type(ours),
            {"scheme": "ucdp-type-of-violence", "code": type_, "label": label},
        ],
        "label": label if "type_of_violence" in record.columns else "Event",
    }


def _violence(record: Record) -> str | None:
    return record.read("type_of_violence", values.code)


def _is_summary(record: Record) -> bool:
    return record.read_if_good("event_clarity", values.code) == SUMMARY_EVENT


def _place(record: Record, _: Document) -> Feature:
    name = record.text("where_coordinates")
    place = named_place(record, name, "country", admin1="adm_1", admin2="adm_2")
    return {"place": place, "named": place_in_title(record, place, "country")}


def _site(record: Record, _: Document) -> Feature:
    return {"precision": meaning(record, "where_prec", PRECISION_BY_WHERE_PREC) or "unknown"}


def _when(record: Record, document: Document) -> Feature:
    name, begins = read_day_or_year(record, "date_start")
    ends = read_end_day(record, "date_end", name)
    if begins is None:
        return {}
    if name == "year":
        return {"start": begins.start.isoformat(), "precision": "year"}
    start, end = begins.start, (ends or begins).start
    if end < start:
        record.refuse("date_end", NOT_BEFORE, f"date_start is {start}, date_end is {end}.")
        return {}
    check_year(record, name, begins._replace(end=end), document)
    # Some days from start to end, unless the file says nothing of how exact its dates are.
    assumed = "months" if "date_prec" in record.columns else "day"
    precision = meaning(record, "date_prec", PRECISION_BY_DATE_PREC) or assumed
    return _date(start, end, precision)


def _date(start: date, end: date, precision: str) -> Feature:
    if precision == "day":
        precision = "day" if start == end else "days"
    if precision == "month":
        precision = "month" if (start.year, start.month) == (end.year, end.month) else "months"
    bare = precision in ("day", "month")
    ended = {} if bare else {"end": end.isoformat()}
    return {"start": start.isoformat(), "precision": precision} | ended


def _parties(record: Record, _: Document) -> Feature:
    code = _violence(record.quiet())
    is_one_sided = code == ONE_SIDED
    sides = _sides(record, ("perpetrator", "target") if is_one_sided else (None, None))
    coding = [_coding(sides, code)] if sides else []
    return {"actors": family(sides), "assertions": coding}


def _sides(record: Record, roles: tuple[str | None, str | None]) -> list[Feature]:
    """Return both sides; only in one-sided violence is side A the attacker."""
    sides = []
    for side, number, role in zip(("side_a", "side_b"), ("gwnoa", "gwnob"), roles, strict=True):
        if name := record.text(side):
            state = "state" if record.text(number) else None  # a list of them ("2;200") is text
            kind = "unspecified" if name == CIVILIANS else state
            sides.append(actor(name, groups=UCDP.groups, kind=kind, role=role))
    return sides


def _coding(sides: list[Feature], code: str | None) -> Feature:
    if code == ONE_SIDED and sides[0].get("role") == "perpetrator":
        says = f"Violence of {sides[0]['name']} against civilians."
        return UCDP.coding(sides[:1], says=says)
    names = " and ".join(side["name"] for side in sides)
    said = f"Fighting between {names}" if code in TYPES and len(sides) > 1 else f"Involved: {names}"
    says = f"{said}. Which side attacked is not coded."
    return UCDP.coding([side for side in sides if side["kind"] != "unspecified"], says=says)


def _casualties(record: Record, _: Document) -> Feature | None:
    killed = killed_range(record, "low", "best", "high")
    is_one_sided = _violence(record.quiet()) == ONE_SIDED
    attackers = record.read_if_good("deaths_a", values.count) if is_one_sided else None
    if killed is None:
        return None
    deaths = {label: record.text(name) for name, label in DEATHS.items()}
    figures = [f"{label} {figure}" for label, figure in deaths.items() if figure]
    parts = f" Of them: {', '.join(figures)}." if figures else ""
    note = f"Best estimate. It counts those killed on both sides, attackers too.{parts}"
    report = UCDP.toll_report(killed.get("best"), "killed", note)
    return {
        "killed": killed,
        "perpetrators_killed": attackers,
        "reports": [report] if "best" in killed else [],
    }


def _sources(record: Record, document: Document) -> list[Feature]:
    return [UCDP.source(document), *_cited(record)]


def _cited(record: Record) -> list[dict[str, str | None]]:
    """Return the reports cited; lists of unequal length cannot be paired, and stay without days."""
    offices = [office.strip() for office in (record.text("source_office") or "").split(";")]
    days = [_cited_day(text) for text in (record.text("source_date") or "").split(";")]
    if len(offices) != len(days):
        days = [None] * len(offices)
    pairs = zip(offices, days, strict=True)
    return UCDP.cited([(office, when) for office, when in pairs if office])


@cached_for_short_texts
def _cited_day(text: str) -> str | None:
    try:
        when = day(text)
    except BadCell:
        return None
    return None if when.doubts else when.text


def _made_id(record: Record, _: Document) -> str:
    return f"ucdp-{record.digest()}"


def _document(file_name: str) -> Document:
    version, released = version_of(file_name)
    return Document(name=file_name, version=version, released=released)


PARTS = Parts(
    id_field="id",
    id_prefix="ucdp-",
    id_rule="an event has an id",
    made_id=_made_id,
    first="kind",
    date=Part(("date_start", *DAY_FIELDS, "date_end", "date_prec", "year"), _when),
    place=Part(("where_coordinates", "country", "adm_1", "adm_2"), _place),
    site=Part(("where_prec",), _site),
    kind=Part(("type_of_violence", "event_clarity"), _kind),
    parties=Part(("type_of_violence", "side_a", "side_b", "gwnoa", "gwnob"), _parties),
    casualties=Part(("type_of_violence", "low", "best", "high", *DEATHS), _casualties),
    sources=Part(("source_office", "source_date"), _sources),
    source_days=("source_date",),
    origin=origin_part(UCDP),
)
IMPORTER = Importer(
    dataset=UCDP,
    parts=PARTS,
    document=_document,
    required=REQUIRED,
    header=HEADER,
    expected=EXPECTED,
    aliases=ALIASES,
    stand_ins=STAND_INS,
    day_fields=("date_start", "date"),
)
