"""Files of datasets to incidents, row by row."""

from geo.importers.guess import Guess, guess
from geo.importers.row import Row
from geo.importers.sources import SOURCES, read

__all__ = ["SOURCES", "Guess", "Row", "guess", "read"]
