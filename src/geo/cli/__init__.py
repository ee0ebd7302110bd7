"""The command line. Each command loads what it needs itself, so that `geo --help` is instant."""

__all__ = ["main"]

import click

from geo.cli import build, check, export, gazetteer, geocode, import_, locate, serve, validate
from geo.cli.saying import PlainGroup


@click.group(cls=PlainGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="incident-atlas", prog_name="geo")
def main() -> None:
    """Map incidents with their sources: where, when, and who says who did it."""


for _command in (
    serve.serve,
    check.check,
    import_.import_,
    build.build,
    export.export,
    validate.validate,
    geocode.geocode,
    locate.locate,
    gazetteer.gazetteer,
):
    main.add_command(_command)
