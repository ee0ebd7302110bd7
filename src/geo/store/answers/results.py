"""Decode the answers to the statements of `sql`."""

__all__ = [
    "ROW_FIELDS",
    "Credits",
    "TableRow",
    "bounds_from_strips",
    "counts_of_keys",
    "counts_of_values",
    "credit_from_row",
    "credits_from_columns",
    "mark_from_row",
    "marks_from_view",
    "newest_date",
    "page_from_rows",
    "page_rows_from_answers",
    "table_row_from_row",
    "timeline_from_rows",
    "totals_from_columns",
]

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from geo.errors import BadValue
from geo.importers.terms import terms_of
from geo.mercator import Bounds, arc_of, cell_bounds, grid_side
from geo.model.attribution import STATUSES, label_of
from geo.model.dates import first_day
from geo.model.incident import Incident
from geo.query.bins import bin_name
from geo.query.summary import Credit, FacetValue, Toll
from geo.query.timeline import DECIMALS, MOST_BINS, Timeline, TimelineSeries, TimelineSpec
from geo.store.lists import list_from_text
from geo.store.marks import Cell, Mark, Marks
from geo.store.page_rows import (
    DATE_FIELDS,
    FILTERED,
    PAGE_FIELDS,
    PLACE_FIELDS,
    SITE_FIELDS,
    PageRecord,
    PageRows,
    PageSite,
)
from geo.store.statements.sql import MARK_FIELDS
from geo.words.countries import country_name
from geo.words.lines import date_line, names_line, place_line, precision_line, range_line

Found = Mapping[str, Any]  # the columns of one row
Columns = Mapping[str, Sequence[Any] | None]  # of a result; where there are no rows, null
Credits = Mapping[str, Credit]  # by the key that records have
# The columns that a line of the table is made of.
ROW_FIELDS = (
    *("id", "title", "status", "killed_low", "killed_best", "killed_high", "killed_parts"),
    *("injured_low", "injured_best", "injured_high", "injured_parts"),
    *DATE_FIELDS,
    *PLACE_FIELDS,
    *("group_names", "type_labels"),
)


class TableRow(NamedTuple):
    """One line of the table, in words."""

    id: str
    title: str
    date: str
    place_line: str
    killed: str
    injured: str
    status: str
    groups_label: str
    type_label: str


def counts_of_keys(columns: Columns) -> dict[Any, int]:
    """Return how many records have each key."""
    return dict(zip(columns["key"] or (), columns["number"] or (), strict=True))


def counts_of_values(columns: Columns, tag: str = "") -> dict[str, int]:
    """Count the values that keys hold, or only those with a tag; a record without any has none."""
    counts = Counter[str]()
    for key, number in counts_of_keys(columns).items():
        for value in list_from_text(key):
            if value.startswith(tag):
                counts[value.removeprefix(tag)] += number
    return dict(counts)


def totals_from_columns(totals: Columns, sums: Columns) -> dict[str, Any]:
    """Return the numbers of all records, and the tolls of those that are not context."""
    [of_all], [attacks] = _records(totals), _records(sums)
    first, last = of_all["first"], of_all["last"]
    return {
        "attacks": attacks["number"],
        "context": of_all["number"] - attacks["number"],
        "unlocated": of_all["unlocated"],
        "undated": of_all["undated"],
        "years": (first, last) if first else None,
        "killed": _toll("killed", attacks),
        "injured": _toll("injured", attacks),
    }


def credit_from_row(row: Sequence[Any]) -> Credit:
    """Return one row of CREDITS, without its key."""
    dataset, version, licence, redistributable, accessed, drafts = row
    return Credit(
        dataset=dataset,
        version=version,
        licence=licence,
        redistributable=redistributable,
        accessed=accessed,
        drafts=drafts,
        terms=terms_of(dataset),
    )


def credits_from_columns(columns: Columns, credits_: Credits) -> tuple[Credit, ...]:
    """Return the credits that are counted, of several days of access the newest.

    Those of drafts are counted with those of the other records of their dataset.
    """
    found: dict[tuple[object, ...], Credit] = {}
    for key, number in counts_of_keys(columns).items():
        credit = credits_[key]
        terms = (credit.dataset, credit.version, credit.licence, credit.redistributable)
        before = found.get(terms, replace(credit, drafts=0))
        newest = max(credit, before, key=lambda each: each.accessed or date.min)
        drafts = before.drafts + number * credit.drafts
        found[terms] = replace(newest, count=before.count + number, drafts=drafts)
    return tuple(
        found[terms] for terms in sorted(found, key=lambda terms: [str(t or "") for t in terms])
    )


def marks_from_view(view: Mapping[str, Any], zoom: int, marks: Iterable[Mark] | None) -> Marks:
    """Return the marks of a view, or its cells where they are None: too many.

    `view` is the answer to the statement of `view_sql` by its names.
    """
    coarse, found = counts_of_keys(view["coarse"]), counts_of_keys(view["status"])
    status = {each: found[each] for each in STATUSES if each in found}
    return Marks(
        marks=tuple(marks or ()),
        cells=_cells(view["cells"], zoom) if marks is None else (),
        zoom=zoom,
        matched=view["matched"],
        in_view=sum(status.values()),
        legend={"status": dict(sorted(status.items())), "group": counts_of_keys(view["groups"])},
        unplaced={"country": sum(coarse.values()), "none": view["nowhere"]},
        coarse=_coarse_values(coarse),
    )


def bounds_from_strips(strips: Sequence[tuple[float, ...]]) -> Bounds | None:
    """Return the narrowest bounds of some, each west, south, east and north; None without any."""
    if not strips:
        return None
    west, east = arc_of((strip[0], strip[2]) for strip in strips)
    south, north = min(strip[1] for strip in strips), max(strip[3] for strip in strips)
    return Bounds.unrolled(west, south, east, north)


def newest_date(incidents: Iterable[Incident], newest: date | None) -> str | None:
    """Return the date of the sources of a day as the most exact one of some incidents has it."""
    sources = (source.date for incident in incidents for source in incident.sources)
    dates = [day for day in sources if day and first_day(day) == newest]
    return max(dates, key=len, default=newest.isoformat() if newest else None)


def mark_from_row(row: Sequence[Any]) -> Mark:
    """Return one row of the answer to `marks_sql`: a site that is drawn."""
    lon, lat, *values = row
    found = dict(zip(MARK_FIELDS, values, strict=True))
    tolls = [found[f"killed_{part}"] for part in ("low", "best", "high")]
    return Mark(
        lon=lon,
        lat=lat,
        properties={
            "kind": "incident",
            **{name: found[name] for name in ("id", "title", "record_type")},
            **_place_lines(found),
            "date": _date_line(found),
            "status": found["status"],
            **_status_lines(found),
            "killed": _figures(tolls),
            "type_label": _names_line(found["type_labels"]),
            "groups": list_from_text(found["groups"]),
            "groups_label": _names_line(found["group_names"]),
            **{name: found[name] for name in ("site", "site_name", "precision")},
            "precision_text": _precision_line(found, found),
            "radius_km": found["radius_km"],
            "killed_text": _toll_line("killed", found),
            "sites": found["site_count"],
        },
    )


def page_from_rows(rows: Sequence[Sequence[Any]]) -> tuple[int, list[list[Any]]]:
    """Return how many records match, and the columns of a page of them.

    Each row has both, and one that only counts has no number of a record.
    """
    return rows[0][0], [values for _, n, *values in rows if n is not None]


def table_row_from_row(row: Sequence[Any]) -> TableRow:
    """Return one line of the table: ROW_FIELDS."""
    found = dict(zip(ROW_FIELDS, row, strict=True))
    return TableRow(
        id=found["id"],
        title=found["title"],
        date=_date_line(found),
        place_line=_place_lines(found)["place_line"],
        killed=_toll_line("killed", found),
        injured=_toll_line("injured", found),
        status=found["status"],
        groups_label=_names_line(found["group_names"]),
        type_label=_names_line(found["type_labels"]),
    )


def page_rows_from_answers(
    rows: Sequence[Sequence[Any]], sites: Sequence[Sequence[Any]], credits_: Credits
) -> PageRows:
    """Return the answers to the statements of `page_rows_sql`."""
    found = {row[0]: dict(zip(PAGE_FIELDS, row, strict=True)) for row in rows}
    return PageRows(
        records=[_page_record(record, credits_) for record in found.values()],
        sites=[_page_site(dict(zip(SITE_FIELDS, site, strict=True)), found) for site in sites],
        filtered={column: [record[column] for record in found.values()] for column in FILTERED},
    )


def _cells(columns: Columns, zoom: int) -> tuple[Cell, ...]:
    """Return the cells of a zoom level that hold something."""
    return tuple(_cell(each, zoom) for each in _records(columns))


def _coarse_values(counts: Mapping[str | None, int]) -> tuple[FacetValue, ...]:
    """Return the countries of records known to a country only, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0] or "~"))
    return tuple(
        FacetValue(
            value=code or "",
            label=country_name(code) if code else "No country stated",
            count=number,
        )
        for code, number in ordered
    )


def timeline_from_rows(rows: Sequence[Sequence[Any]], spec: TimelineSpec) -> Timeline:
    """Return the answer to the statement of `timeline_sql`. Raises BadValue for too many bins."""
    first, last, undated, unknown, *_ = rows[0]
    bins = 0 if first is None else last - first + 1
    if bins > MOST_BINS:
        rule = f"{bins:,} bins from {bin_name(spec.unit, first)} to {bin_name(spec.unit, last)}"
        longer = "" if spec.unit == "year" else "a longer unit, or for "
        remedy = f"ask for {longer}a span of fewer days"
        raise BadValue("unit", spec.unit, f"{rule}, and at most {MOST_BINS:,} are given: {remedy}")
    sums: dict[str, list[list[float]]] = {}  # key → exact, spread, low, high
    for *_, at, key, exact, spread, low, high in rows if rows[0][4] is not None else ():
        lists = sums.setdefault(key, [[0.0] * bins for _ in range(4)])
        for numbers, number in zip(lists, (exact, spread, low, high), strict=True):
            numbers[at - first] = number
    has_toll = spec.measure == "killed"
    return Timeline(
        unit=spec.unit,
        by=spec.by,
        measure=spec.measure,
        first=bin_name(spec.unit, first) if bins else None,
        bins=bins,
        series=tuple(
            TimelineSeries(value=key, exact=_rounded(sums[key][0]), spread=_rounded(sums[key][1]))
            for key in [*STATUSES, *spec.series, ""]
            if key in sums and any(map(any, sums[key][:2]))
        ),
        low=_summed([lists[2] for lists in sums.values()], bins) if has_toll else None,
        high=_summed([lists[3] for lists in sums.values()], bins) if has_toll else None,
        undated=undated,
        unknown=unknown,
    )


def _summed(lists: Sequence[Sequence[float]], bins: int) -> tuple[float, ...]:
    return _rounded(map(sum, zip(*lists, strict=True))) if lists else (0.0,) * bins


def _rounded(numbers: Iterable[float]) -> tuple[float, ...]:
    """Return sums of shares rounded, and whole ones as whole numbers, which are shorter in JSON."""
    rounded = (round(number, DECIMALS) for number in numbers)
    return tuple(int(number) if number.is_integer() else number for number in rounded)


def _records(columns: Columns) -> list[dict[str, Any]]:
    """Return the rows of columns; where there are none, the lists are null."""
    rows = zip(*(column or () for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _toll(measure: str, sums: Mapping[str, Any]) -> Toll:
    low, best, high = (sums[f"{measure}_{part}"] or 0 for part in ("low", "best", "high"))
    return Toll(low=low, best=best, high=high, unknown=sums["number"] - sums[measure])


def _cell(cell: Mapping[str, Any], zoom: int) -> Cell:
    column, line = divmod(cell["cell"], grid_side(zoom))
    return Cell(
        lon=_degrees(cell["lon"]),
        lat=_degrees(cell["lat"]),
        count=cell["number"],
        killed=_figures([cell[f"killed_{part}"] for part in ("low", "best", "high")]),
        status=dict(sorted(cell["status"].items())),
        bounds=cell_bounds(column, line, zoom),
    )


def _degrees(mean: float) -> float:
    """Return a mean position with nine decimals.

    The last digits of a sum depend on its order. Those are off first: a mean that lies halfway
    between two of nine decimals would go to either.
    """
    return round(round(mean, 12), 9)


def _figures(tolls: Sequence[int | None]) -> dict[str, int | None] | None:
    return None if tolls[1] is None else dict(zip(("low", "best", "high"), tolls, strict=True))


def _page_record(found: Found, credits_: Credits) -> PageRecord:
    made = {
        **found,
        **_place_lines(found),
        **_status_lines(found),
        "date": _date_line(found),
        "type_label": _names_line(found["type_labels"]),
        "groups_label": _names_line(found["group_names"]),
        "killed": _toll_line("killed", found),
        "injured": _toll_line("injured", found),
        "credit": credits_[found["credit"]],
    }
    return PageRecord._make(map(made.__getitem__, PageRecord._fields))


def _page_site(site: Found, records: Mapping[int, Found]) -> PageSite:
    return PageSite(**site, precision_text=_precision_line(site, records[site["n"]]))


# --- lines in words --------------------------------------------------------------------------


def _date_line(found: Found) -> str:
    return date_line(*map(found.__getitem__, DATE_FIELDS))


def _place_lines(found: Found) -> dict[str, str]:
    names = found["place_name"], found["admin1"], found["country"]
    return {"place": place_line(*names), "place_line": place_line(*names, found["local_name"])}


def _precision_line(site: Found, record: Found) -> str:
    return precision_line(
        site["precision"],
        site["radius_km"],
        country=record["country"],
        admin1=record["admin1"],
        admin2=record["admin2"],
    )


def _status_lines(found: Found) -> dict[str, Any]:
    label = label_of(found["status"], list_from_text(found["status_by"]))
    return {"status_label": label, "contested": found["contested"]}


def _toll_line(measure: str, found: Found) -> str:
    """Say a toll in the figures that were given; nothing where there is no record of any."""
    parts = found[f"{measure}_parts"]
    if parts is None:
        return ""
    figures = {part: found[f"{measure}_{part}"] for part in ("low", "best", "high")}
    return range_line(**{part: n if part[0] in parts else None for part, n in figures.items()})


def _names_line(text: str | None) -> str:
    return names_line(list_from_text(text))
