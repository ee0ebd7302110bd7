"""What a worker must have the same of as the driver: this program, in one version."""

__all__ = ["OtherVersion", "check_version", "own_version"]

from importlib.metadata import version

from geo.errors import NotInstalled
from geo.importers.published import IMPORTER_VERSION
from geo.store.tables import VERSION


class OtherVersion(NotInstalled):
    """A worker has another version of this program than the driver."""


def own_version() -> str:
    """Return what the tables depend on that a process makes: its release, tables and importers."""
    return f"{version('incident-atlas')} (tables {VERSION}, importers {IMPORTER_VERSION})"


def check_version(wanted: str) -> None:
    """Check that this process has the version of the driver. Raises OtherVersion."""
    if wanted != (here := own_version()):
        rule = f"a worker has incident-atlas {here}, and the build is by {wanted}"
        raise OtherVersion(f"{rule}: install the same on each worker, and build again")
