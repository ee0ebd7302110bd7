"""`geo geocode`: one place as written, or a CSV file of them."""

__all__ = ["geocode"]

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.saying import say, say_json
from geo.cli.words import PATH, in_words, open_index, row_bars
from geo.errors import printable
from geo.words.counts import count_in_words

if TYPE_CHECKING:
    from geo.gazetteer.geocoder import Location


@click.command()
@click.argument("text", required=False)
@click.option(
    "--country", metavar="CODE", help="Country of the place, as an ISO 3166-1 alpha-2 code."
)
@click.option(
    "--admin1", metavar="NAME", help="Province or state of the place, as a name or in ISO 3166-2."
)
@click.option("--language", metavar="CODE", help="Language of the text (ISO 639-1).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("--csv", "source", metavar="IN.csv", type=PATH, help="Read the column 'query'.")
@click.option("--out", "target", metavar="OUT.csv", type=PATH, help="Write rows with positions.")
@click.option("--online", is_flag=True, help="Ask Nominatim too, if the gazetteer is not certain.")
def geocode(
    text: str | None,
    country: str | None,
    admin1: str | None,
    language: str | None,
    source: Path | None,
    target: Path | None,
    *,
    as_json: bool,
    online: bool,
) -> None:
    """Find the place that TEXT means, or the places of a CSV file.

    The exit code is 1 if TEXT is not found.
    """
    _check_usage(text, source, target, one=bool(country or admin1 or language or as_json))
    if source and target:
        _geocode_csv(source, target, online=online)
        return
    from geo.gazetteer.geocode import geocode as find
    from geo.gazetteer.hint_notes import notes_on_hints

    with in_words():
        open_index()
        found = find(text or "", country=country, admin1=admin1, language=language, online=online)
        notes = notes_on_hints(text or "", country=country, admin1=admin1)
    for note in notes:
        say(note, err=True)
    if as_json:
        say_json(found and asdict(found))
    elif found:
        for heading, value in _in_words(found):
            say(f"{heading:13} {value}")
    if found is None:
        say(_not_found(text or "", country, admin1), err=True)
        raise SystemExit(1)


def _check_usage(text: str | None, source: Path | None, target: Path | None, *, one: bool) -> None:
    if (text is None) == (source is None):
        raise click.UsageError("give a place to look up, or a file of places with --csv")
    if (source is None) != (target is None):
        raise click.UsageError("--csv and --out belong together: one is read, the other is written")
    if source and one:
        rule = "with --csv, the columns country, admin1 and language have the hints"
        raise click.UsageError(f"{rule}, and the output is CSV")


def _geocode_csv(source: Path, target: Path, *, online: bool) -> None:
    from geo.gazetteer.csv_file import geocode_csv

    faults: list[str] = []
    with in_words(), row_bars() as begin:
        open_index()
        counts = geocode_csv(source, target, online=online, report=faults.append, begin=begin)
    for fault in faults:
        say(f"{source.name}: {fault}", err=True)
    missing = counts.rows - counts.found - counts.refused
    say(
        f"{target.name}: {count_in_words(counts.rows, 'row')}, {counts.found:,} found,"
        f" {missing:,} not found, {counts.refused:,} refused"
    )


def _in_words(found: "Location") -> Iterator[tuple[str, str]]:
    from geo.words.countries import country_name

    where = f"{found.country}, {country_name(found.country)}" if found.country else "none"
    size = f", within {found.radius_km:g} km" if found.radius_km else ""
    yield "name", found.name
    yield "country", where
    yield "admin1", found.admin1 or "none"
    yield "lon, lat", f"{found.lon:.5f}, {found.lat:.5f}"
    yield "precision", f"{found.precision.replace('_', ' ')}{size}"
    yield "method", found.method
    yield "confidence", f"{found.confidence:.2f}"
    yield "gazetteer id", found.gazetteer_id
    yield "credit", found.credit
    for number, other in enumerate(found.alternatives):
        yield "" if number else "alternatives", _alternative(other)


def _alternative(other: "Location") -> str:
    place = ", ".join(filter(None, [other.name, other.admin1, other.country]))
    return f"{place} ({other.precision}) {other.lon:.5f}, {other.lat:.5f} {other.gazetteer_id}"


def _not_found(text: str, country: str | None, admin1: str | None) -> str:
    name = repr(text if len(text) <= 80 else f"{text[:79]}…")
    where = ", ".join(filter(None, [admin1, country and country.upper()]))
    limits = f" in {printable(where)}" if where else ""
    return f"No place is known by the name {name}{limits}: check the spelling or the hints"
