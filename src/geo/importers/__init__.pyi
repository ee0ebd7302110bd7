"""Where each public name lives: for type checkers, and for lazy_loader, which reads this file."""

__all__: list[str]

from .guessing import Guess as Guess, guess as guess
from .opening import first_rows as first_rows
from .row import ImportedRow as ImportedRow
from .sheets.encodings import ENCODINGS as ENCODINGS
from .sheets.options import SheetChoice as SheetChoice, SheetOptions as SheetOptions
from .sources import SOURCES as SOURCES, ImportSource as ImportSource, read as read
