"""`geo serve`: the dashboard, API and embed for data files."""

__all__ = ["LISTED", "serve"]

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from geo.cli.listening import check_listening
from geo.cli.saying import say
from geo.cli.words import LISTED, PATH, bar, borders_option, in_words, kept_lines, open_index
from geo.words.counts import count_in_words

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.atlas.current import CurrentAtlas
    from geo.atlas.options import ServeOptions
    from geo.maps.streets import Streets
    from geo.maps.tiles import Tiles
    from geo.store.directory.remote import Location
    from geo.words.notices.contact import Contact

ANY_HOST = ("0.0.0.0", "::")  # noqa: S104 — compared with, not bound to


def _checked_public_url(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    from geo.atlas.serving.base_path import public_address

    with _as_parameter():
        return None if text is None else public_address("public-url", text)


def _checked_base_path(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    from geo.atlas.serving.base_path import base_path

    with _as_parameter():
        return None if text is None else base_path("base-path", text)


@contextmanager
def _as_parameter() -> Iterator[None]:
    """Say that a value is not what its option takes. Raises click.BadParameter."""
    from geo.errors import BadValue

    try:
        yield
    except BadValue as error:
        raise click.BadParameter(f"{error.value!r} is not allowed: {error.allowed}") from error


def _checked_hosts(
    _: click.Context, __: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    from geo.atlas.readers import host_name

    with _as_parameter():
        return tuple(host_name("allow-host", name) for name in names)


def _checked_host(_: click.Context, __: click.Parameter, text: str) -> str:
    from geo.atlas.readers import one_host

    with _as_parameter():
        return one_host("host", text)


def _checked_contact(_: click.Context, __: click.Parameter, text: str | None) -> "Contact | None":
    from geo.words.notices.contact import Contact

    with in_words():
        return None if text is None else Contact.parse("corrections", text)


class DataParam(click.ParamType["Location"]):
    """A path, or the address of a store directory."""

    name = "path"

    def convert(self, value: Any, _: object, __: object) -> "Location":
        """Return what a text leads to."""
        from geo.store.directory.remote import location_from_text

        with in_words():
            return location_from_text(value) if isinstance(value, str) else value


@click.command()
@click.argument("data", nargs=-1, type=DataParam())
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--host",
    default="localhost",
    show_default=True,
    callback=_checked_host,
    help="Address to listen on; 0.0.0.0 accepts other machines.",
)
@click.option(
    "--public-url",
    callback=_checked_public_url,
    help="Address under which readers reach it; links and embeds are built on it.",
)
@click.option(
    "--base-path",
    metavar="PATH",
    callback=_checked_base_path,
    help="Serve everything below this path, such as /atlas; by default that of --public-url.",
)
@click.option(
    "--allow-host",
    "allow_hosts",
    metavar="NAME",
    multiple=True,
    callback=_checked_hosts,
    help="A further name under which readers reach it; *.example.org is all below it. Repeatable.",
)
@click.option(
    "--tiles",
    metavar="URL",
    help="Draw map tiles of this server, with {z} {x} {y}; it then learns who looks where.",
)
@click.option(
    "--tiles-credit", metavar="TEXT", help="Attribution shown on the map for these tiles."
)
@click.option(
    "--basemap",
    metavar="FILE",
    type=PATH,
    help="Draw streets from this file, a PMTiles extract of the Protomaps basemap.",
)
@click.option(
    "--corrections",
    metavar="ADDRESS",
    callback=_checked_contact,
    help="E-mail or web address to which readers report a mistake; the page About names it.",
)
@click.option(
    "--access-log",
    metavar="FILE",
    type=PATH,
    help="Write a line for each request, without personal data; - is standard output.",
)
@click.option(
    "--no-dashboard",
    is_flag=True,
    help="Serve all but the dashboard: for several processes, or for embeds only.",
)
@borders_option
def serve(
    data: tuple["Location", ...],
    port: int,
    host: str,
    public_url: str | None,
    base_path: str | None,
    allow_hosts: tuple[str, ...],
    tiles: str | None,
    tiles_credit: str | None,
    basemap: Path | None,
    corrections: "Contact | None",
    access_log: Path | None,
    borders: str,
    *,
    no_dashboard: bool,
) -> None:
    """Serve dashboard, API and embed for DATA files, or for the bundled data.

    A store directory can be at an address: https, s3, gs, az.
    """
    checked = _checked_tiles(tiles, tiles_credit)
    streets = _checked_streets(basemap, tiles)
    check_listening(host, port)
    from geo.atlas.current import CurrentAtlas
    from geo.atlas.options import ServeOptions
    from geo.intake.dataset import FileReader
    from geo.intake.placement import Placer
    from geo.settings import check_limits
    from geo.web.log.log_file import STDOUT, check_log

    with in_words(), bar("Read") as progress:
        check_limits()
        options = ServeOptions(
            paths=data,
            public_url=public_url,
            base_path=base_path,
            tiles=checked,
            streets=streets,
            borders=borders,
            corrections=corrections,
            host=host,
            allow_hosts=allow_hosts,
            access_log=access_log,
            has_dashboard=not no_dashboard,
        )
        check_log(access_log, options.files)
        options = options if no_dashboard else _with_sign_in(options)
        current = CurrentAtlas(options, FileReader(placer=Placer(open_index), progress=progress))
        opened = current.atlas()
    for line in _started_in_words(options, opened, _local_url(host, port)):
        say(line, err=access_log == STDOUT)  # which then has nothing but the log
    with suppress(KeyboardInterrupt):  # the way to stop it, not a fault
        _serve(current, host, port, public_url)


def _started_in_words(options: "ServeOptions", opened: "Atlas", local_url: str) -> Iterator[str]:
    """Yield what is served, and where."""
    yield from _opened_in_words(opened)
    yield from _streets_in_words(options.streets)
    yield from _sign_in_in_words(options)
    address = options.public_url or f"{local_url}{options.root}"
    yield f"Incident Atlas: {address}  (Ctrl+C stops it)"


def _with_sign_in(options: "ServeOptions") -> "ServeOptions":
    from geo import launch  # loads Streamlit

    return launch.with_sign_in(options)


def _sign_in_in_words(options: "ServeOptions") -> Iterator[str]:
    if options.has_dashboard:
        from geo import launch

        yield from filter(None, [launch.sign_in_in_words(options)])


def _serve(current: "CurrentAtlas", host: str, port: int, public_url: str | None) -> None:
    """Serve until stopped, with the dashboard or without."""
    if current.has_dashboard:
        from geo import launch  # loads Streamlit

        launch.serve(current, host, port, urlsplit(public_url or "").hostname)
    else:
        from geo.web import application

        application.serve(current, host, port)


def _checked_tiles(url: str | None, credit: str | None) -> "Tiles | None":
    """Return the tiles of the options, if any. Raises click.UsageError."""
    from geo.errors import BadValue
    from geo.maps.tiles import Tiles

    if url is None and credit is not None:
        raise click.UsageError("--tiles-credit needs --tiles: give both, or neither")
    try:
        return None if url is None else Tiles(url=url, credit=credit or "")
    except BadValue as error:
        raise click.UsageError(str(error)) from error


def _checked_streets(path: Path | None, tiles: str | None) -> "Streets | None":
    """Return the extract of the option, if any. Raises click.UsageError and ClickException."""
    from geo.maps.streets import Streets

    if path is not None and tiles is not None:
        raise click.UsageError("--tiles would cover --basemap: give one of the two")
    with in_words():
        return None if path is None else Streets.open(path)


def _opened_in_words(opened: "Atlas") -> Iterator[str]:
    for dataset in opened.datasets:
        yield f"Opened {dataset.name}: {count_in_words(len(dataset), 'valid record')}"
    if not opened.datasets:
        yield "No data could be opened: the atlas is empty"
    if opened.findings:
        yield f"Refused {count_in_words(opened.refused, 'record or file', 'records or files')}:"
    for file, finding in opened.findings[:LISTED]:
        yield f"  {finding}" if finding.record == file else f"  {file}: {finding}"
    if len(opened.findings) > LISTED:
        yield f"  … and {len(opened.findings) - LISTED:,} more: geo validate lists them all"
    yield from kept_lines(opened)


def _streets_in_words(streets: "Streets | None") -> Iterator[str]:
    if streets is not None:
        (least, most), sides = streets.zooms, ", ".join(f"{side:g}" for side in streets.bounds)
        yield f"Opened streets of {streets.path.name}: zooms {least} to {most}, within {sides}"


def _local_url(host: str, port: int) -> str:
    name = "localhost" if host in ANY_HOST else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"
