"""The store as Python knows it: files are added to it as incidents are."""

__all__ = ["Store"]

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, overload

from geo.model.incident import Incident
from geo.store.store import Store as IncidentStore

if TYPE_CHECKING:
    from geo.intake.dataset import Dataset


class Store(IncidentStore):
    """A DuckDB database of incidents: in memory, and in the files that are attached to it.

    Statuses in memory are as of a day (today by default), those of a file as of the day of its
    import. Threads may share a store. A call raises TooSlow where one statement would take longer
    than GEO_LIMIT_SECONDS.

    >>> from geo import Query, Store, default_path
    >>> store = Store()
    >>> store.add(default_path()).findings
    ()
    >>> in_russia = Query(country=("RU",))
    >>> store.summary(in_russia).matched == len(list(store.iter_incidents(in_russia)))
    True
    """

    @overload
    def add(self, incidents: Iterable[Incident]) -> None: ...

    @overload
    def add(self, incidents: str | Path) -> "Dataset": ...

    def add(self, incidents: Iterable[Incident] | str | Path) -> "Dataset | None":
        """Add incidents, or those of a file, which `load` reads; return what it says of the file.

        Rows of a table that have no position are placed by name, unless `load` is told otherwise:
        `store.add(load(path, geocode=False))`.

        Raises BadValue, and adds none, where an id is not new, and the errors of `load`.
        """
        if not isinstance(incidents, str | Path):
            super().add(incidents)
            return None
        from geo.intake.dataset import load  # loads what reads files

        found = load(incidents)
        super().add(found)
        return found
