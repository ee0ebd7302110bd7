"""A selection becomes a file, or several: as bytes, or on disk."""

__all__ = ["export_bytes", "export_file", "export_files"]

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import BadValue, Unwritable
from geo.exports.formats import FORMATS, Files, Format, format_named
from geo.formats.atomic import replacing
from geo.formats.own_words import LETTERS, check_words

if TYPE_CHECKING:
    from geo.exports.selection import Selection


def export_bytes(
    selection: "Selection",
    format: str = "html",  # noqa: A002 — as the command's option
    **options: Any,
) -> bytes:
    """Return the selected incidents as the content of one file.

    `format` is a name in FORMATS: html, png, svg, pdf, docx, md, csv, xlsx, geojson, parquet or
    gpkg. Options, each None by default:

    - `title`: the heading of a page, figure or briefing (html, png, svg, pdf, docx, md); at most
      300 letters
    - `caption`: a text under the map of a figure or briefing (png, svg, pdf, docx, md); at most
      2,000 letters
    - `width_cm`: the width of a figure in centimetres, 6 to 60; 16 by default
    - `dpi`: the resolution of a figure in dots per inch, 72 to 600; 300 by default
    - `text`: "text" (the default) lets a graphics program edit the letters of an svg, "paths" makes
      outlines of them
    - `timeline`: "below" puts a timeline under the map of a figure, "only" leaves out the map
    - `by`: what it is stacked by, "status" by default, or "group"
    - `measure`: what it counts, "records" by default, or "killed"
    - `bom`: True marks a csv as UTF-8 for Excel

    Of md and csv, which consist of several files, this is the first; see `export_files`. Raises
    BadValue for an unknown format, for an option that the format does not have, and for a value
    that the option does not allow, and NotFound for a figure of no record.

    >>> import geo
    >>> store = geo.Store()
    >>> store.add(geo.load(geo.default_path()))
    >>> geo.export_bytes(geo.select(store), "csv")[:21]
    b'id,record_type,title,'
    """
    name = f"incidents.{format}"
    return export_files(selection, name, format, **options)[name]


def export_files(
    selection: "Selection",
    name: str,
    format: str,  # noqa: A002 — as the command's option
    **options: Any,
) -> Files:
    """Return the selected incidents as contents by path, the file called `name` first.

    A csv has a description of its columns with it, and md a picture of the map; the other formats
    are one file. The paths are relative, with "/" between folder and file. Options and errors are
    those of `export_bytes`.

    >>> import geo
    >>> store = geo.Store()
    >>> store.add(geo.load(geo.default_path()))
    >>> list(geo.export_files(geo.select(store), "iran.csv", "csv"))
    ['iran.csv', 'iran.csv-metadata.json']
    """
    made = format_named(format)
    given = {name: value for name, value in options.items() if value is not None}
    _check_options(made, given)
    if made.several:
        files: Files = made.load()(selection, name, **given)
        return files
    return {name: made.load()(selection, **given)}


def export_file(
    selection: "Selection",
    path: str | Path,
    format: str | None = None,  # noqa: A002 — as the command's option
    **options: Any,
) -> dict[Path, int]:
    """Write the selected incidents to a file, and the files with it: all of them, or none.

    Returns the size of each file in bytes by its path. Without `format`, the file's ending says
    which it is. A file that exists is replaced. Options and errors are those of `export_bytes`;
    also raises Unwritable.

    >>> import geo, tempfile
    >>> from pathlib import Path
    >>> store = geo.Store()
    >>> store.add(geo.load(geo.default_path()))
    >>> selection = geo.select(store, geo.Query(country=("IR",)))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sizes = geo.export_file(selection, Path(folder) / "iran.geojson")
    >>> [path.name for path in sizes]
    ['iran.geojson']
    """
    path = Path(path)
    name = format or path.suffix.lower().removeprefix(".")
    if not name:
        rule = f"one of {', '.join(FORMATS)}: name it, or give the file such an ending"
        raise BadValue("format", "", rule)
    files = export_files(selection, path.name, name, **options)
    with ExitStack() as all_written:  # they take their places when each of them is there
        for part, content in files.items():
            target = path.parent / part
            if target.parent != path.parent:
                _make_folder(target.parent)
            all_written.enter_context(replacing(target)).write(content)
    return {path.parent / part: len(content) for part, content in files.items()}


def _check_options(made: Format, given: dict[str, Any]) -> None:
    for option in sorted(given.keys() - set(made.options)):
        formats = ", ".join(name for name, other in FORMATS.items() if option in other.options)
        rule = f"only with the formats {formats}" if formats else "no format has this option"
        raise BadValue(option, given[option], rule)
    for name in given.keys() & set(LETTERS):
        check_words(name, given[name])


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise Unwritable(f"{path} cannot be made: {error.strerror}") from error
