"""The field's datasets: how each wants to be cited, what its licence says, and whom to ask."""

__all__ = ["Terms", "check_redistributable", "refusal", "terms_of"]

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geo.errors import NotPublishable


class Terms(NamedTuple):
    """What goes with a dataset wherever it goes; `citation` is the mandatory one."""

    citation: str
    licence: str
    contact: str


# Name in `origin.dataset`, or the beginning of it → terms, as docs/datasets.md gives them.
_TERMS = {
    "UCDP": Terms(
        citation=(
            "Uppsala Conflict Data Program: Davies, Pettersson & Öberg, Organized violence, in the "
            "Journal of Peace Research of the release’s year; Sundberg & Melander 2013, "
            "Introducing the UCDP Georeferenced Event Dataset"
        ),
        licence="CC BY 4.0: free to use and to pass on with the citation",
        contact="the Uppsala Conflict Data Program, ucdp.uu.se",
    ),
    "GTD": Terms(
        citation=(
            "National Consortium for the Study of Terrorism and Responses to Terrorism (START), "
            "Global Terrorism Database, start.umd.edu/gtd"
        ),
        licence="its End User Licence Agreement allows no redistribution and no public display",
        contact="START at the University of Maryland, start.umd.edu/gtd",
    ),
    "ACLED": Terms(
        citation="Armed Conflict Location & Event Data Project (ACLED), acleddata.com",
        licence="its terms of use give others no access to the raw data",
        contact="ACLED, acleddata.com",
    ),
}


def terms_of(dataset: str) -> Terms | None:
    """Return the terms of a dataset of the field, None for any other.

    >>> terms_of("UCDP GED").contact
    'the Uppsala Conflict Data Program, ucdp.uu.se'
    """
    first = dataset.split()[0] if dataset.split() else ""
    return _TERMS.get(first)


def refusal(datasets: Iterable[str]) -> str:
    """Say of each dataset why its rows are not passed on, and whom to ask."""
    return "; ".join(map(_refused, datasets))


def check_redistributable(forbidden: Sequence[str]) -> None:
    """Raise NotPublishable where a query finds rows of datasets that forbid passing them on."""
    if forbidden:
        raise NotPublishable(f"{refusal(forbidden)}; or leave them out of the query")


def _refused(dataset: str) -> str:
    terms = terms_of(dataset)
    why = f" ({terms.licence})" if terms else ""
    whom = terms.contact if terms else "whoever publishes it"
    return f"the licence of {dataset} forbids passing its rows on{why}: ask {whom}"
