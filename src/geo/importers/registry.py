"""The published datasets by name: the modules of the folder `datasets`, and no other list."""

__all__ = ["DATASETS", "IMPORTERS", "dataset_of_columns", "import_hint"]

from collections.abc import Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from geo.importers import datasets
from geo.importers.importer import NO_TEXTS, Importer, Texts
from geo.importers.published import PublishedDataset


def _importers() -> dict[str, Importer]:
    names = sorted(module.name for module in iter_modules(datasets.__path__))
    return {name: import_module(f"{datasets.__name__}.{name}").IMPORTER for name in names}


IMPORTERS: Mapping[str, Importer] = MappingProxyType(_importers())
DATASETS: Mapping[str, PublishedDataset] = MappingProxyType(
    {name: importer.dataset for name, importer in IMPORTERS.items() if importer.dataset}
)


def dataset_of_columns(header: Sequence[str], texts: Texts = NO_TEXTS) -> str | None:
    """Return the name of the dataset whose columns these are; None where it is none of them.

    `texts` are the first texts of the columns, by name.

    >>> dataset_of_columns(["event_id_cnty", "event_date", "event_type"])
    'acled'
    """
    found = (name for name, each in IMPORTERS.items() if each.recognises(header, texts))
    return next(found, None)


def import_hint(header: Sequence[str], texts: Texts = NO_TEXTS) -> str | None:
    """Say how to import a file that has the columns of a published dataset."""
    name = dataset_of_columns(header, texts)
    return name and (
        f"has the columns of {name.upper()}: import it as {name}, "
        "which knows its codes and its licence"
    )
