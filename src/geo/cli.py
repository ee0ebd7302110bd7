"""The command line. Each command loads what it needs itself, so that `geo --help` is instant."""

__all__ = ["main"]

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.dataset import Dataset
    from geo.errors import Finding
    from geo.tiles import Tiles

SHOWN = 20  # refused records that `geo serve` lists
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 — compared with, not bound to

# The atlas sits at the root of its host: its pages name their files from there.
_PUBLIC_URL = r"(https?://(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?)/?"
_PATH = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="incident-atlas", prog_name="geo")
def main() -> None:
    """Map incidents with their sources: where, when, and who says who did it."""


def _checked_public_url(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    if text is None:
        return None
    if not (match := re.fullmatch(_PUBLIC_URL, text, re.ASCII)):
        rule = "an address such as https://atlas.example.org, without a path"
        raise click.BadParameter(f"{text!r} is not {rule}")
    return match[1]


@main.command()
@click.argument("data", nargs=-1, type=_PATH)
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--host",
    default="localhost",
    show_default=True,
    help="Address to listen on; 0.0.0.0 lets other machines in.",
)
@click.option(
    "--public-url",
    callback=_checked_public_url,
    help="Address under which readers reach it; links and embeds are built on it.",
)
@click.option(
    "--tiles",
    metavar="URL",
    help="Draw map tiles of this server, with {z} {x} {y}; it then learns who looks where.",
)
@click.option("--tiles-credit", metavar="TEXT", help="Whom the tiles are owed to, for the map.")
def serve(
    data: tuple[Path, ...],
    port: int,
    host: str,
    public_url: str | None,
    tiles: str | None,
    tiles_credit: str | None,
) -> None:
    """Serve dashboard, API and embed for DATA files, or for the data that come along."""
    checked = _checked_tiles(tiles, tiles_credit)
    _check_port(host, port)
    from geo.atlas import open_atlas

    for line in _opened_in_words(open_atlas(data, public_url, checked)):
        click.echo(line)
    from geo import launch

    click.echo(f"Incident Atlas: {public_url or _local_url(host, port)}  (Ctrl+C stops it)")
    with suppress(KeyboardInterrupt):  # the way to stop it, not a fault
        launch.serve(host, port, urlsplit(public_url or "").hostname)


@main.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
def validate(files: tuple[Path, ...]) -> None:
    """Check GeoJSON files of incidents; exit with 1 if a rule is broken."""
    from geo.dataset import shared_id_findings

    checked = [_validated(path) for path in files]
    shared = shared_id_findings([dataset for dataset, _ in checked if dataset])
    for name, finding in shared:
        click.echo(f"{name}: {finding}")
    raise SystemExit(bool(shared) or any(faulty for _, faulty in checked))


def _validated(path: Path) -> "tuple[Dataset | None, bool]":
    """Print what is wrong with a file; return it, if it can be read, and whether something is."""
    from geo.dataset import load
    from geo.errors import UnreadableData

    try:
        found = load(path)
    except UnreadableData as error:
        click.echo(str(error))
        return None, True
    # The model's findings say more; the schema has the last word on what the model takes.
    findings = found.findings or tuple(_schema_findings(path))
    for finding in findings:
        click.echo(f"{found.name}: {finding}")
    valid = _count(len(found), "valid record")
    click.echo(f"{found.name}: {valid}, {_count(len(findings), 'finding')}")
    return found, bool(findings)


def _schema_findings(path: Path) -> Iterator["Finding"]:
    from geo.importers.geojson import read_features
    from geo.schema import schema_findings

    for number, feature in enumerate(read_features(path), start=1):
        yield from schema_findings(f"feature {number}", feature)


def _checked_tiles(url: str | None, credit: str | None) -> "Tiles | None":
    """Return the tiles that are asked for, if any. Raises click.UsageError."""
    from geo.errors import BadValue
    from geo.tiles import Tiles

    if url is None and credit is not None:
        raise click.UsageError("--tiles-credit belongs to --tiles: give that too, or neither")
    try:
        return None if url is None else Tiles(url=url, credit=credit or "")
    except BadValue as error:
        raise click.UsageError(str(error)) from error


def _opened_in_words(opened: "Atlas") -> Iterator[str]:
    for dataset in opened.datasets:
        yield f"Opened {dataset.name}: {_count(len(dataset), 'valid record')}"
    if not opened.datasets:
        yield "No data could be opened: the atlas is empty"
    if opened.findings:
        yield f"Refused {_count(opened.refused, 'record or file', 'records or files')}:"
    for file, finding in opened.findings[:SHOWN]:
        yield f"  {finding}" if finding.record == file else f"  {file}: {finding}"
    if len(opened.findings) > SHOWN:
        yield f"  … and {len(opened.findings) - SHOWN:,} more: geo validate lists them all"


def _count(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _check_port(host: str, port: int) -> None:
    """Find out now, in words, whether the port can be had. Raises click.ClickException."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise click.ClickException(f"host {host!r} is no address of this machine") from error
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            remedy = "stop what uses it, or choose another with --port"
            raise click.ClickException(f"port {port} of {host} cannot be had: {remedy}") from error


def _local_url(host: str, port: int) -> str:
    name = "localhost" if host in EVERY_ADDRESS else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"
