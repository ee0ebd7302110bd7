"""The words and phrases of a text that a reader searches for."""

__all__ = ["Term", "terms_of", "written_parts"]

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from geo.query.folding import searched_text

# A phrase stands in the quotation marks of any language; one that is not closed is none, and one
# within a word neither.
_PHRASE = re.compile(
    r"""(?<![^\s(])(?:"([^"]*)"|[“„‟]([^“”„‟]*)[”“]|”([^“”]*)”|«([^«»]*)»|»([^«»]*)«)"""
    r"""(?=[\s,.;:!?)]|$)"""
)
_EDGES = '"“”„‟«»,;:!?()[]{}'  # punctuation around a word
_NAMING = "LMNS"  # categories of Unicode: letters, marks, numbers and symbols


class Term(NamedTuple):
    """A word, or a phrase of words that follow each other, as search compares them."""

    text: str
    is_phrase: bool = False

    @property
    def is_number(self) -> bool:
        """Tell whether it is digits only: then a part of another number does not match it."""
        return self.text.isdigit()


class _Part(NamedTuple):
    """What stands in quotation marks in a text, or between two of these, as it is written."""

    text: str
    is_quoted: bool


def terms_of(text: str) -> tuple[Term, ...]:
    """Return the terms of a text, each once; none where it is punctuation only.

    >>> terms_of('“Islamic State” Kermān')
    (Term(text='islamic state', is_phrase=True), Term(text='kerman', is_phrase=False))
    """
    found = (_phrase(part.text) if part.is_quoted else _words(part.text) for part in _parts(text))
    terms = dict.fromkeys(chain.from_iterable(found))
    return tuple(term for term in terms if _says_something(term.text))


def written_parts(text: str) -> list[str]:
    """Return the phrases of a text, and the words between two of them, as they are written.

    >>> written_parts('concert hall «Islamic State»')
    ['concert hall', 'Islamic State']
    """
    return [part.text.strip() for part in _parts(text) if _says_something(part.text)]


def _parts(text: str) -> Iterator[_Part]:
    end = 0
    for found in _PHRASE.finditer(text):
        yield _Part(text[end : found.start()], is_quoted=False)
        yield _Part(next(part for part in found.groups() if part is not None), is_quoted=True)
        end = found.end()
    yield _Part(text[end:], is_quoted=False)


def _words(text: str) -> list[Term]:
    return [Term(word.strip(_EDGES)) for word in searched_text(text).split()]


def _phrase(text: str) -> list[Term]:
    words = " ".join(searched_text(text).split()).strip(f"{_EDGES} ")
    return [Term(words, is_phrase=" " in words)]


def _says_something(text: str) -> bool:
    return any(unicodedata.category(char)[0] in _NAMING for char in text)
