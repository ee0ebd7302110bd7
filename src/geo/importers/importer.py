"""How the rows of one kind of table become Features: one value for each dataset."""

__all__ = ["Importer"]

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from geo.importers.parts import Parts, feature_from_parts
from geo.importers.published import Document, PublishedDataset
from geo.importers.record import Record
from geo.importers.row import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """How rows become Features; `dataset` is None for tables of no fixed form.

    `parts` make the Feature of a row; `document` reads what a file's name tells; a file without a
    column of `required` is refused; `header` is that of files that are published without one.
    `synonyms` (theirs → ours) and `known` fields are for tables of no fixed form; `refuses` gives
    the reason why a file with these columns must be imported in another way; `identify` says of a
    document with these columns what stands before its ids.
    """

    parts: Parts
    dataset: PublishedDataset | None = None
    document: Callable[[str], Document] = Document.named
    required: Sequence[str] = ()
    header: Sequence[str] = ()
    synonyms: Mapping[str, str] | None = None
    known: Collection[str] = ()
    refuses: Callable[[Sequence[str]], str | None] | None = None
    identify: Callable[[Document, Sequence[str]], Document] | None = None

    def feature(self, record: Record, document: Document) -> Feature:
        """Return the Feature of a row."""
        return feature_from_parts(self.parts, record, document)
