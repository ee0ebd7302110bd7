"""`geo export`: the matches of a query as a file."""

__all__ = ["export"]

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

import click

from geo.cli.saying import say
from geo.cli.words import LISTED, PATH, bar, borders_option, in_words, kept_lines, open_index
from geo.errors import printable
from geo.exports import FORMATS, export_file
from geo.words.counts import count_in_words

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.exports.selection import Selection
    from geo.query.query import Query
    from geo.viewpoint import Viewpoint

PATIENCE = 1.0  # s until a bar shows how far a file is
SEARCHED = 20  # records that are searched for rows of their sources
COMPLETE = {name: row.label for name, row in FORMATS.items() if row.holds == "everything"}


class _QueryCommand(click.Command):
    """A command with the parameters of a query, which are looked up when it is used."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return its parameters, and an option for each row of FILTERS."""
        from geo.query.filters import FILTERS

        filters: list[click.Parameter] = [
            click.Option(
                [f"--{filter_.name.replace('_', '-')}", f"filter_{filter_.field}"],
                metavar="VALUE",
                multiple=True,  # `Query.parse` says which of them take one value only
                help=f"Filter: {filter_.allowed}{'; may be repeated' * filter_.repeatable}.",
            )
            for filter_ in FILTERS
        ]
        *others, help_ = super().get_params(ctx)
        return [*others, *filters, help_]


def _centimetres(_: click.Context, __: click.Parameter, text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return float(text.strip().lower().removesuffix("cm"))
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a width in centimetres, such as 16cm") from None


def _viewpoint(_: click.Context, __: click.Parameter, text: str | None) -> "Viewpoint | None":
    from geo.viewpoint import Viewpoint

    with in_words():
        return None if text is None else Viewpoint.parse(text)


@click.command(cls=_QueryCommand)
@click.argument("data", nargs=-1, type=PATH)
@click.option(
    "-o", "--out", "target", required=True, metavar="FILE", type=PATH, help="Write to it."
)
@click.option(
    "--format",
    "format_",
    metavar="NAME",
    help=f"{', '.join(FORMATS)} (default: by the ending of FILE).",
)
@click.option("--title", metavar="TEXT", help="Heading of the file.")
@click.option("--caption", metavar="TEXT", help="Your text under the map of a figure or briefing.")
@click.option(
    "--width",
    "width_cm",
    metavar="CM",
    callback=_centimetres,
    help="Width of a figure (default: 16cm).",
)
@click.option(
    "--dpi", type=int, help="Dots per inch of a figure (default: 300; 96 suits a screen)."
)
@click.option(
    "--text",
    metavar="NAME",
    help="Letters of an SVG: text (default), which a graphics program edits, or paths.",
)
@click.option(
    "--timeline",
    metavar="PLACE",
    help="Timeline of a figure: below (the map), or only (no map).",
)
@click.option(
    "--by",
    metavar="NAME",
    help="What a timeline is stacked by, status or group (default: that of --color).",
)
@click.option(
    "--measure", metavar="NAME", help="What a timeline counts: records (default) or killed."
)
@click.option(
    "--raw/--no-raw",
    default=True,
    help=f"Include each record's row, unchanged from its source ({', '.join(COMPLETE.values())}).",
)
@click.option("--bom", is_flag=True, default=None, help="Mark a CSV as UTF-8 for Excel.")
@click.option(
    "--at",
    callback=_viewpoint,
    metavar="LAT,LON,ZOOM",
    help="Initial map view (default: all matches).",
)
@borders_option
@click.option(
    "--color",
    default="status",
    show_default=True,
    metavar="NAME",
    help="What the colours of maps and timelines stand for: status or group.",
)
def export(
    *,
    data: tuple[Path, ...],
    target: Path,
    format_: str | None,
    at: "Viewpoint | None",
    title: str | None,
    caption: str | None,
    width_cm: float | None,
    dpi: int | None,
    text: str | None,
    timeline: str | None,
    by: str | None,
    measure: str | None,
    raw: bool,
    bom: Literal[True] | None,
    borders: str,
    color: Any,
    **filters: Any,
) -> None:
    """Write the records that a query finds in DATA files, or in the bundled data, as a file.

    The filters are the parameters of the API, such as --from 2017 --group islamic-state.
    """
    with in_words():
        query = _query(filters)
        _check_target(target, data)
        opened = _opened(data)
        selection = opened.selection(query, at, borders=borders, color=color, raw=raw)
        if not selection.summary.matched:
            raise click.ClickException(
                f"{printable(selection.caption.sentence)}: nothing is written"
            )
        options = {
            "title": title,
            "caption": caption,
            "width_cm": width_cm,
            "dpi": dpi,
            "text": text,
            "timeline": timeline,
            "by": by,
            "measure": measure,
            "bom": bom,
        }
        with _counting(selection) as counting:
            sizes = export_file(counting, target, format_, **options)
    records = count_in_words(selection.summary.matched, "record")
    for path, size in sizes.items():
        of_records = f"{records}, " if path == target else ""
        say(f"{path}: {of_records}{count_in_words(size, 'byte')}")
    if raw and (format_ or target.suffix.lower().removeprefix(".")) in COMPLETE:
        _say_that_rows_are_included(selection)


@contextmanager
def _counting(selection: "Selection") -> Iterator["Selection"]:
    """Yield a selection whose records a bar counts, once that has taken a while."""
    from geo.exports.selection import counted

    total, begun = selection.summary.matched, monotonic()
    with bar("Write", lambda done: count_in_words(done, "record") if done else None) as progress:

        def tell(done: int) -> None:
            if _is_watched() and monotonic() - begun > PATIENCE:
                progress(done / total, done)

        yield counted(selection, tell)


def _is_watched() -> bool:
    """Tell whether somebody sees a bar: elsewhere it would be a line of a log."""
    return sys.stderr.isatty()


def _say_that_rows_are_included(selection: "Selection") -> None:
    """Say that records include the rows of their sources, as imported ones do."""
    if any(incident.origin.raw for incident in islice(selection.incidents(), SEARCHED)):
        rows = "The file includes each record's row with all columns, unchanged from its source"
        say(f"{rows} (origin.raw): --no-raw leaves them out.", err=True)


def _check_target(target: Path, data: tuple[Path, ...]) -> None:
    """Refuse to overwrite an input: only three formats would hold all of it."""
    if any(target.exists() and path.exists() and target.samefile(path) for path in data):
        raise click.ClickException(
            f"{printable(str(target))} is one of the inputs: write another file"
        )


def _query(filters: dict[str, tuple[str, ...]]) -> "Query":
    from geo.query.filters import FILTERS
    from geo.query.query import Query

    return Query.parse((f.name, text) for f in FILTERS for text in filters[f"filter_{f.field}"])


def _opened(data: tuple[Path, ...]) -> "Atlas":
    """Open files, and place rows by name. Raises UnreadableData where a file cannot be opened."""
    from geo.atlas.opening import open_atlas
    from geo.atlas.options import ServeOptions
    from geo.intake.dataset import FileReader
    from geo.intake.placement import Placer

    with bar("Read") as progress:
        reader = FileReader(placer=Placer(open_index), progress=progress)
        opened = open_atlas(ServeOptions(paths=data), reader)
    _check_opened(opened)
    return opened


def _check_opened(opened: "Atlas") -> None:
    """Say what is left out, and how the rest is read. Raises UnreadableData."""
    from geo.errors import UnreadableData

    if opened.unreadable:
        faults = (str(fault) for name, fault in opened.findings if name in opened.unreadable)
        raise UnreadableData(f"{' '.join(faults)} Nothing is written.")
    for name, finding in opened.findings[:LISTED]:
        say(f"Left out: {name}: {finding}", err=True)
    if len(opened.findings) > LISTED:
        say(f"… and {len(opened.findings) - LISTED:,} more: see geo validate", err=True)
    for line in kept_lines(opened):
        say(line, err=True)
