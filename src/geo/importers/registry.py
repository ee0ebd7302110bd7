"""The published datasets by name: the modules of the folder `datasets`, and no other list."""

__all__ = ["DATASETS", "IMPORTERS", "dataset_of_columns", "import_hint"]

from collections.abc import Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from geo.importers import datasets
from geo.importers.columns import normal_name
from geo.importers.importer import Importer
from geo.importers.published import PublishedDataset


def _importers() -> dict[str, Importer]:
    names = sorted(module.name for module in iter_modules(datasets.__path__))
    return {name: import_module(f"{datasets.__name__}.{name}").IMPORTER for name in names}


IMPORTERS: Mapping[str, Importer] = MappingProxyType(_importers())
DATASETS: Mapping[str, PublishedDataset] = MappingProxyType(
    {name: importer.dataset for name, importer in IMPORTERS.items() if importer.dataset}
)


def dataset_of_columns(header: Sequence[str]) -> str | None:
    """Return the name of the dataset whose columns these are; None where it is none of them.

    >>> dataset_of_columns(["event_id_cnty", "event_date", "event_type"])
    'acled'
    """
    columns = set(map(normal_name, header))
    return next((name for name, found in DATASETS.items() if found.has_columns(columns)), None)


def import_hint(header: Sequence[str]) -> str | None:
    """Say how to import a file that has the columns of a published dataset."""
    name = dataset_of_columns(header)
    return name and (
        f"has the columns of {name.upper()}: import it as {name}, "
        "which knows its codes and its licence"
    )
