"""The table of filters: each field of `Filters` is one, and its row says everything about it.

From the row follow the field of `Query`, the parameter of addresses and of the API, the option of
the command line, the SQL condition, the column of the store and its tallies, the facet with its
labels and order, the phrase in captions, the widget's label, the filter within a page, and the line
of docs/api.md. The meaning of a kind is said once for each of them: in SQL in
store/where.py, in English in words/phrases.py, in a page in assets/sources/filters.js.
"""

__all__ = [
    "FILTERS",
    "Filter",
    "Filters",
    "Kind",
    "Labels",
    "Table",
    "tagged",
]

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

from geo.mercator import Bounds
from geo.model.attribution import OLD_CODES, STATUSES
from geo.model.incident import RecordType
from geo.model.precision import LOCATED, PRECISIONS
from geo.query.labels import PRECISION_LABELS, RECORD_LABELS, STATEMENT_LABELS
from geo.query.values import (
    BOX,
    COUNTRY,
    PAIR,
    PARTIAL_DATE,
    SEARCH_TEXT,
    SLUG,
    UNORDERED_PAIR,
    Values,
    free_text,
    one_of,
)

Kind = Literal[
    "among",  # the column has one of the values
    "overlaps",  # the column has several values, among them one of the values
    "tagged",  # the same of values with the filter's name, as accused=ukraine
    "since",  # the record ends on or after a date
    "until",  # it begins on or before a date
    "words",  # the column has all the words of a text
    "within",  # a site is in a box
    "as_of",  # something was known of it at the end of a day, and it is given as it was then
]
Table = Literal["both", "incidents", "sites", "all"]
# The words for each value, in the order of the facet; or those that the data have for it, or the
# names of countries, the most frequent value first.
Labels = Mapping[str, str] | Literal["data", "country"]
Tally = Literal[
    "places",
    "types",
    "groups",
    "cells",
    # of many records only
    "groups_by_type",
    "groups_by_place",
    "cells_by_group",
    "days",
    "months_by_type",
    "months_by_place",
    "months_by_group",
    "months_by_cell",
]

ALL_TALLIES: tuple[Tally, ...] = get_args(Tally)
WHO_SAYS_WHAT = "Who says what"  # a section of the sidebar


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One row: a parameter, its values, its column, and its words.

    `column` is one that the tables incidents and sites both have, or the one of `table`: a filter
    of sites looks at `lon` and `lat`, and a record passes where one of its sites does; one of all
    tables has none, and says which rows of theirs are asked at all. `matches`
    says which records pass; `phrase` says so in a caption, with the labels of the values for `{}`
    and in lower case for `{lower}`; `sayings` are the phrases of some sets of values. `tallies` are
    those that count by the column (all of them count by year): without any, the filter is right,
    and slow over millions. `widget` is the label of its widget in the dashboard, if it has one; the
    widgets of a `section` stand together under its name.
    """

    kind: Kind
    column: str
    values: Values
    matches: str
    phrase: str
    sayings: tuple[tuple[tuple[str, ...], str], ...] = ()
    labels: Labels = "data"
    table: Table = "both"
    tallies: tuple[Tally, ...] = ()
    widget: str = ""
    section: str = ""
    repeatable: bool = False
    field: str = ""  # of Filters

    @property
    def name(self) -> str:
        """Return the parameter's name."""
        return self.field.rstrip("_")  # of a word that Python keeps for itself

    @property
    def allowed(self) -> str:
        """Say which values are allowed."""
        return self.values.allowed

    @property
    def has_facet(self) -> bool:
        """Tell whether its values are counted."""
        return self.kind in ("among", "overlaps", "tagged") and self.table == "both"

    def parse(self, text: str) -> Any:
        """Read a value. Raises BadValue."""
        return self.values.parse(self.name, text)


def one(row: Filter) -> Any:
    """Return the field of a filter that takes one value."""
    return field(default=None, metadata={"filter": row})


def tagged(name: str, value: str = "") -> str:
    """Return a value with the name of its filter, as a column that several filters share has it.

    >>> tagged("accused", "ukraine")
    'accused=ukraine'
    """
    return f"{name}={value}"


def several(row: Filter) -> Any:
    """Return the field of a filter that takes several values, of which a record matches one."""
    return field(default=(), metadata={"filter": replace(row, repeatable=True)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """All filters, in the order of addresses and captions."""

    from_: str | None = one(
        Filter(
            kind="since",
            column="last_day",
            values=PARTIAL_DATE,
            matches="records that end on or after it",
            phrase="since {}",
        )
    )
    to: str | None = one(
        Filter(
            kind="until",
            column="first_day",
            values=PARTIAL_DATE,
            matches="records that begin on or before it",
            phrase="until {}",
        )
    )
    group: tuple[str, ...] = several(
        Filter(
            kind="overlaps",
            column="groups",
            values=SLUG,
            matches="records claimed by, or attributed to, the group or a part of it",
            phrase="claimed by or attributed to {}",
            tallies=(
                *("groups", "groups_by_type", "groups_by_place", "cells_by_group"),
                "months_by_group",
            ),
            widget="Group",
        )
    )
    record: tuple[str, ...] = several(
        Filter(
            kind="among",
            column="record_type",
            values=one_of(get_args(RecordType)),
            matches="records of that type",
            phrase="only {lower}",
            labels=RECORD_LABELS,
            tallies=ALL_TALLIES,
            widget="Record",
        )
    )
    type: tuple[str, ...] = several(
        Filter(
            kind="overlaps",
            column="types",
            values=free_text("a type's code such as attack"),
            matches="records of that type",
            phrase="of type {}",
            tallies=("types", "groups_by_type", "months_by_type"),
        )
    )
    country: tuple[str, ...] = several(
        Filter(
            kind="among",
            column="country",
            values=COUNTRY,
            matches="records in that country",
            phrase="in {}",
            labels="country",
            tallies=("places", "types", "cells", "groups_by_place", "months_by_place"),
            widget="Country",
        )
    )
    status: tuple[str, ...] = several(
        Filter(
            kind="among",
            column="status",
            values=one_of(tuple(STATUSES), OLD_CODES),
            matches="records with that status today, or on the day of `as_of`",
            phrase="status {lower}",
            labels=STATUSES,
            tallies=ALL_TALLIES,
            widget="Status",
        )
    )
    precision: tuple[str, ...] = several(
        Filter(
            kind="among",
            column="finest",
            values=one_of((*PRECISIONS, "none")),
            matches=(
                "records whose best-known site has it, or that have no position; `site` and"
                ' `settlement` together are "located to a town or better"'
            ),
            phrase="located to {}",
            sayings=((LOCATED, "located to a town or better"), (("none",), "without a position")),
            labels=PRECISION_LABELS,
            tallies=("places", "cells", "groups_by_type"),
        )
    )
    statement: tuple[str, ...] = several(
        Filter(
            kind="tagged",
            column="said",
            values=one_of(tuple(STATEMENT_LABELS)),
            matches="records on which a statement of that kind stands",
            phrase="with {lower}",
            labels=STATEMENT_LABELS,
            tallies=ALL_TALLIES,
            widget="Kind of statement",
            section=WHO_SAYS_WHAT,
        )
    )
    speaker: tuple[str, ...] = several(
        Filter(
            kind="tagged",
            column="said",
            values=SLUG,
            matches=(
                "records on which the party, or a part of it, makes a statement that stands; who"
                " speaks for no party goes by kind: `state`, `court`, `media`, `anonymous`,"
                " `organisation`, `armed-group`"
            ),
            phrase="with statements by {}",
            tallies=ALL_TALLIES,
            widget="Speaker",
            section=WHO_SAYS_WHAT,
        )
    )
    attribution: tuple[str, ...] = several(
        Filter(
            kind="tagged",
            column="said",
            values=PAIR,
            matches=(
                "records that the first party attributes to the second; a court's finding is not"
                " an attribution"
            ),
            phrase="attributed by {}",
            tallies=ALL_TALLIES,
            widget="Attributed by … to …",
            section=WHO_SAYS_WHAT,
        )
    )
    accused: tuple[str, ...] = several(
        Filter(
            kind="tagged",
            column="said",
            values=SLUG,
            matches=(
                "records on which the party, or a part of it, is accused of having ordered,"
                " supported or enabled the attack"
            ),
            phrase="in which {} is accused",
            tallies=ALL_TALLIES,
            widget="Accused",
            section=WHO_SAYS_WHAT,
        )
    )
    disputed: tuple[str, ...] = several(
        Filter(
            kind="tagged",
            column="said",
            values=UNORDERED_PAIR,
            matches=(
                "records on which one of the two says what the other denies, or claims and"
                " attributions name both"
            ),
            phrase="disputed between {}",
            tallies=ALL_TALLIES,
            widget="Disputed between",
            section=WHO_SAYS_WHAT,
        )
    )
    q: str | None = one(
        Filter(
            kind="words",
            column="search",
            values=SEARCH_TEXT,
            matches=(
                "records that have all the words and “phrases in quotes” in what is said of them"
                " (see [Text search](#text-search))"
            ),
            phrase="with the words “{}”",
            table="incidents",
        )
    )
    bbox: Bounds | None = one(
        Filter(
            kind="within",
            column="",
            values=BOX,
            matches="records with a site in the box",
            phrase="between {}",
            table="sites",
        )
    )
    id: tuple[str, ...] = several(
        Filter(
            kind="among",
            column="id",
            values=free_text("an incident's id"),
            matches="that record",
            phrase="with the id {}",
            table="incidents",
        )
    )
    dataset: tuple[str, ...] = several(
        Filter(
            kind="among",
            column="dataset",
            values=free_text("the name of a dataset such as Incident Atlas"),
            matches=(
                "records of that dataset; the dashboard shows a filter for it if several datasets"
                " are open"
            ),
            phrase="in {}",
            tallies=ALL_TALLIES,
            widget="Dataset",
        )
    )
    as_of: str | None = one(
        Filter(
            kind="as_of",
            column="",
            values=PARTIAL_DATE,
            matches=(
                "records of which something was known at the end of that day, each with the"
                " statements, tolls and status of then"
            ),
            phrase="as known on {}",
            table="all",
        )
    )


FILTERS: tuple[Filter, ...] = tuple(
    replace(each.metadata["filter"], field=each.name) for each in fields(Filters)
)
