"""Where each public name lives: for type checkers, and for lazy_loader, which reads this file."""

__all__: list[str]

from .guessing import Guess as Guess, guess as guess
from .row import ImportedRow as ImportedRow
from .sources import SOURCES as SOURCES, ImportSource as ImportSource, read as read
