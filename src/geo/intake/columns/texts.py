"""Columns of texts that seldom recur: as a record reads them, and as search compares them."""

__all__ = ["changed", "folded", "joined", "read_texts"]

from collections.abc import Callable, Sequence
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from geo.query.folding import searched_text

# White space that is not a space, as `str.split` has it.
_WHITE = (
    r"\t\n\v\f\r\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}"
    r"\x{3000}"
)
# Where a record may read another text than a cell holds: white space that is not one space between
# two words, a ' in front, a cell that is not text.
_UNUSUAL = rf"^[ ']| $|  |[{_WHITE}]"

# Where search compares another text than that in lower case: apostrophes, thousands.
_FOLDED = r"['`]|[0-9],[0-9]{3}"


def read_texts(column: pa.Array, read: Callable[[str], str | None]) -> pa.Array:
    """Return what `read` makes of the text of each cell; those that it would not change stay."""
    is_usual = pc.invert(pc.match_substring_regex(column, _UNUSUAL))
    texts = pc.if_else(pc.equal(column, ""), None, column)
    return _replaced(texts, is_usual, read, texts)


def folded(column: pa.Array) -> pa.Array:
    """Return texts as a search compares them."""
    is_plain = pc.and_not(pc.string_is_ascii(column), pc.match_substring_regex(column, _FOLDED))
    return _replaced(pc.ascii_lower(column), is_plain, searched_text, column)


def changed(column: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """Return what `change`, which leaves ASCII as it is, makes of texts."""
    return _replaced(column, pc.string_is_ascii(column), change, column)


def joined(columns: Sequence[pa.Array], separator: str) -> pa.Array:
    """Return the texts of each row that are there as one text; null where none is."""
    first, *others = columns
    is_nothing = reduce(pc.and_, [column.is_null() for column in columns])
    # pyarrow 26 leaves a row of nulls out, so that the result is shorter than its columns.
    filled = pc.if_else(is_nothing, "", first)
    texts = pc.binary_join_element_wise(filled, *others, separator, null_handling="skip")
    return pc.if_else(is_nothing, None, texts)


def _replaced(
    known: pa.Array, is_known: pa.Array, make: Callable[[str], str | None], source: pa.Array
) -> pa.Array:
    """Return `known`, with what `make` gives for the texts of `source` that are not known."""
    others = pc.invert(is_known.fill_null(fill_value=True))  # null stays null
    texts = source.filter(others).to_pylist()
    if not texts:
        return known
    return pc.replace_with_mask(known, others, pa.array(map(make, texts), pa.string()))
