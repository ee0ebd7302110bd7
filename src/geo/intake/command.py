"""How a file was read, as a value and as the command that reads it in the same way."""

__all__ = ["Reading"]

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from geo.importers.sheets.options import PLAIN, SheetOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """As what a file is read: a name in SOURCES, which column is which field, which table of it.

    `mapping` says theirs → ours, where the names and values of columns do not say it. `dataset` is
    what its dataset is called, if not as the file.
    """

    source: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    options: SheetOptions = PLAIN
    dataset: str | None = None

    def command(self, file: str, store: str) -> str:
        """Return the command that reads a file of this name in the same way, for a POSIX shell.

        >>> Reading(source="table", mapping={"How many": "killed"}).command("own.csv", "own.duckdb")
        "geo import table own.csv --store own.duckdb --map 'How many=killed'"
        """
        named = f"./{file}" if file.startswith("-") else file  # or it would be an option
        words = ["geo", "import", self.source, named, "--store", store, *self._words()]
        return shlex.join(words)

    def _words(self) -> Iterator[str]:
        for theirs, ours in self.mapping.items():
            yield from ("--map", f"{theirs}={ours}")
        options = self.options
        given = {
            "--dataset": self.dataset,
            "--sheet": options.sheet,
            "--header-row": options.header_row,
            "--encoding": options.encoding,
        }
        for name, value in given.items():
            if value is not None:
                yield from (name, str(value))
