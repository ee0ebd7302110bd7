"""How the rows of one kind of table become Features: one value for each dataset."""

__all__ = ["NO_TEXTS", "Importer", "Texts"]

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from geo.importers.columns import normal_name
from geo.importers.headings.spellings import Spellings, spellings_of
from geo.importers.parts import Parts, feature_from_parts
from geo.importers.published import Document, PublishedDataset
from geo.importers.record import Record
from geo.importers.row import Feature

Texts = Mapping[str, Sequence[str]]  # the first texts of columns, by name
NO_TEXTS: Texts = MappingProxyType({})
FEWEST_KNOWN = 4  # columns of known names, next to one of a dataset's codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """How rows become Features; `dataset` is None for tables of no fixed form.

    `parts` make the Feature of a row; `document` reads what a file's name tells; a file without a
    column of `required` is refused; `header` is that of files that are published without one.
    `aliases` are names of columns in old exports and copies (theirs → ours), and `expected` are
    columns without which something is unknown, with what that is. In a file that is recognised,
    other fields may stand for one of `required` (`stand_ins`). `day_fields` are those of the date,
    which a column may write with the day or with the month first.
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
    stand_ins: Mapping[str, Collection[str]] = field(default_factory=dict)
    day_fields: Sequence[str] = ()
    expected: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, str] | None = None
    known: Collection[str] = ()
    refuses: Callable[[Sequence[str], Texts], str | None] | None = None
    identify: Callable[[Document, Sequence[str]], Document] | None = None

    @property
    def spellings(self) -> Spellings:
        """Return the dataset's own names of columns, in any spelling."""
        signatures = self.dataset.all_signatures if self.dataset else ()
        return spellings_of(self.parts.fields.union(self.required, self.header, *signatures))

    def recognises(self, header: Sequence[str], texts: Texts = NO_TEXTS) -> bool:
        """Tell whether a file is of the dataset, by its header and the first texts of columns."""
        if self.dataset is None:
            return False
        own, others = self.spellings, spellings_of(frozenset(self.aliases))
        spelt = {name: own.name_of(name) for name in header}
        if self.dataset.has_columns({*map(normal_name, header), *filter(None, spelt.values())}):
            return True
        known = [name for name in header if spelt[name] or others.name_of(name)]
        return len(known) >= FEWEST_KNOWN and self.dataset.has_codes(texts)

    def feature(self, record: Record, document: Document) -> Feature:
        """Return the Feature of a row."""
        return feature_from_parts(self.parts, record, document)
