"""The terms under which the publisher of a dataset lets others show it."""

__all__ = ["Terms"]

from typing import NamedTuple


class Terms(NamedTuple):
    """What goes with a dataset wherever it goes.

    `citation` is the mandatory one, `licence` says in words what the licence allows, `contact` is
    who may allow more.
    """

    citation: str
    licence: str
    contact: str
