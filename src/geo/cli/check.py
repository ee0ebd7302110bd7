"""`geo check`: whether a deployed atlas answers as it should."""

__all__ = ["check"]

import click

from geo.cli.saying import say
from geo.cli.words import in_words


@click.command()
@click.argument("address")
def check(address: str) -> None:
    """Ask a deployed atlas as its readers do, and say what is wrong.

    ADDRESS is that of its readers, such as https://atlas.example.org. The exit code is 1 if
    anything is wrong.
    """
    from geo.cli.deployed.checks import check_site
    from geo.cli.deployed.site import Site

    with in_words():
        site = Site.parse("address", address)
    is_good = True
    for finding in check_site(site):
        is_good = is_good and finding.is_good
        say(f"{'ok' if finding.is_good else 'wrong':6} {finding.name:12} {finding.words}")
    if not is_good:
        raise SystemExit(1)
