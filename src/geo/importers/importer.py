"""How the rows of one kind of table become Features: one value for each dataset."""

__all__ = ["Importer"]

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from geo.importers.parts import Parts, feature_from_parts
from geo.importers.published import Document, PublishedDataset
from geo.importers.record import Record
from geo.importers.row import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """How rows become Features; `dataset` is None for tables of no fixed form.

    `parts` make the Feature of a row; `document` reads what a file's name tells; a file without a
    column of `required` is refused; `header` is that of files that are published without one.
    `aliases` are names of columns in old exports and copies (theirs → ours), and `expected` are
    columns without which something is unknown, with what that is.
    `synonyms` (theirs → ours) and `known` fields are for tables of no fixed form; `refuses` gives
    the reason why a file with these columns must be imported in another way; `identify` says of a
    document with these columns what stands before its ids.
    """

    parts: Parts
    dataset: PublishedDataset | None = None
    document: Callable[[str], Document] = Document.named
    required: Sequence[str] = ()
    header: Sequence[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    expected: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, str] | None = None
    known: Collection[str] = ()
    refuses: Callable[[Sequence[str]], str | None] | None = None
    identify: Callable[[Document, Sequence[str]], Document] | None = None

    def feature(self, record: Record, document: Document) -> Feature:
        """Return the Feature of a row."""
        return feature_from_parts(self.parts, record, document)
