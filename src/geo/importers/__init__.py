"""Files of datasets to incidents, row by row. The names below load on first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.importers.guessing import Guess, guess
    from geo.importers.row import Row
    from geo.importers.sources import SOURCES, read

__all__ = ["SOURCES", "Guess", "Row", "guess", "read"]

_ROOMS = {
    "Guess": "guessing",
    "Row": "row",
    "SOURCES": "sources",
    "guess": "guessing",
    "read": "sources",
}

if not TYPE_CHECKING:  # as in geo/__init__.py

    def __getattr__(name: str) -> Any:
        if name not in _ROOMS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
