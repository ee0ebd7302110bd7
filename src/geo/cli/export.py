"""`geo export`: what a query selects as a file."""

__all__ = ["export"]

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.words import PATH, count, in_words, plain

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.query import Query

LISTED = 20  # refused records that are listed


class _Asking(click.Command):
    """A command that takes the parameters of a query, which are looked up once it is used."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return its own parameters, and an option for each row of FILTERS."""
        from geo.query import FILTERS

        asked: list[click.Parameter] = [
            click.Option(
                [f"--{filter_.name}", f"asked_{filter_.field}"],
                metavar="VALUE",
                multiple=True,  # `Query.parse` says which of them take one value only
                help=f"Filter: {filter_.allowed}{'; may be repeated' * filter_.repeatable}.",
            )
            for filter_ in FILTERS
        ]
        *own, help_ = super().get_params(ctx)
        return [*own, *asked, help_]


@click.command(cls=_Asking)
@click.argument("data", nargs=-1, type=PATH)
@click.option("-o", "--out", "target", required=True, metavar="FILE", type=PATH, help="Write it.")
@click.option("--format", "format_", metavar="NAME", help="html; else by the ending of FILE.")
@click.option("--title", metavar="TEXT", help="Its heading; else the query in words.")
def export(
    data: tuple[Path, ...], target: Path, format_: str | None, title: str | None, **asked: Any
) -> None:
    """Write the map of DATA files, or of the data that come along, as one file.

    The filters are the parameters of the API, such as --from 2017 --group islamic-state.
    """
    from geo.atlas import open_atlas
    from geo.exports import export_file

    with in_words():
        query = _query(asked)
        opened = open_atlas(data)
        _check_opened(opened)
        selection = opened.selection(query)
        size = export_file(selection, target, format_, title=title)
    records = count(selection.summary.matched, "record")
    click.echo(plain(f"{target}: {records}, {count(size, 'byte')}"))


def _query(asked: dict[str, tuple[str, ...]]) -> "Query":
    from geo.query import FILTERS, Query

    return Query.parse((f.name, text) for f in FILTERS for text in asked[f"asked_{f.field}"])


def _check_opened(opened: "Atlas") -> None:
    """Say what of the files was refused. Raises UnreadableData where nothing can be opened."""
    from geo.errors import UnreadableData

    for _, finding in opened.findings[:LISTED]:
        click.echo(f"Left out: {finding}", err=True)
    if len(opened.findings) > LISTED:
        click.echo(f"… and {len(opened.findings) - LISTED:,} more: see geo validate", err=True)
    if not opened.datasets:
        raise UnreadableData("no data could be opened: nothing is written")
