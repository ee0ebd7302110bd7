"""What licences require: the terms of a dataset, and the refusal to pass its rows on."""

__all__ = ["check_redistributable", "refusal", "terms_of"]

from collections.abc import Iterable, Sequence

from geo.errors import NotPublishable
from geo.importers.registry import DATASETS
from geo.model.licences import Terms


def terms_of(dataset: str) -> Terms | None:
    """Return the terms of a published dataset by its name, or the first word of it; else None.

    >>> terms_of("UCDP GED").contact
    'the Uppsala Conflict Data Program, ucdp.uu.se'
    """
    return _TERMS.get(_first_word(dataset))


def refusal(datasets: Iterable[str]) -> str:
    """Say of each dataset why its rows are not passed on, and who may allow it."""
    return "; ".join(map(_refused, datasets))


def check_redistributable(forbidden: Sequence[str]) -> None:
    """Raise NotPublishable where a query finds rows of datasets that forbid passing them on."""
    if forbidden:
        raise NotPublishable(f"{refusal(forbidden)}; or leave them out of the query")


def _refused(dataset: str) -> str:
    terms = terms_of(dataset)
    why = f" ({terms.licence})" if terms else ""
    contact = terms.contact if terms else "whoever publishes it"
    return f"the licence of {dataset} forbids passing its rows on{why}: ask {contact}"


def _first_word(text: str) -> str:
    return next(iter(text.split()), "")


_TERMS = {_first_word(dataset.name): dataset.terms for dataset in DATASETS.values()}
