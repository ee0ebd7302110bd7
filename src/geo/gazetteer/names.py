"""Names of places as keys: spellings of one name share a key, in any script."""

__all__ = [
    "block",
    "block_of_provinces",
    "block_of_towns",
    "blocks",
    "blocks_to_try",
    "fold",
    "key",
    "latin",
    "script_of",
    "skeleton",
    "swapped_in_the_middle",
    "without_article",
]

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

from anyascii import anyascii

from geo.query.folding import fold_letters

_ASCII: dict[int, str | None] = {
    **{code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)},
    **dict.fromkeys(map(ord, "'`")),
}
# Vowel signs of Indian and South-East Asian scripts are part of words, but not letters to Python.
_NOT_WORD = re.compile(r"(?:[^\w\u0900-\u109f\u1780-\u17ff]|_)+")
_ARTICLES = (  # noqa: SIM905, easier to read as a line of words
    "al el ad ed ar er as es ash esh at et an en ath adh az ez the la le les los las il lo"
).split()
ARTICLES = frozenset(_ARTICLES)
_ALEF = {ord("ا"): "a"}  # which anyascii drops
_ARTICLE = re.compile(r"^(?:ال)(?=\w{3})")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return the words of a name without case, accents, vowel points and punctuation.

    >>> fold("Al-Qāmišlī"), fold("Душанбе"), fold("كِرمان")
    ('al qamisli', 'душанбе', 'كرمان')
    """
    if name.isascii():
        text = name.translate(_ASCII)
        return text if text.isalpha() else " ".join(text.split())
    text = fold_letters(name)
    return text if text.isalpha() else _NOT_WORD.sub(" ", text).strip()


def key(name: str) -> str:
    """Return the key of a name: its folded words, run together.

    >>> key("Bandar-e Lengeh") == key("Bandar e-Lengeh")
    True
    """
    return fold(name).replace(" ", "")


def latin(name: str) -> str:
    """Return the key of a name in Latin letters, from any script.

    >>> latin("Кисуму")
    'kisumu'
    """
    folded = fold(name)
    return folded.replace(" ", "") if folded.isascii() else key(anyascii(folded.translate(_ALEF)))


def script_of(words: str) -> str:
    """Return the script of words, as far as transliterations from it differ.

    >>> script_of("大阪"), script_of("تهران"), script_of("Москва")
    ('chinese', 'arabic', 'other')
    """
    return next((name for name, letters in _SCRIPTS.items() if letters.search(words)), "other")


def without_article(folded: str) -> str:
    """Return folded words without a leading article.

    >>> without_article("al qamishli")
    'qamishli'
    """
    if " " in folded:
        first, _, rest = folded.partition(" ")
        if rest and first in ARTICLES:
            return rest
    return _ARTICLE.sub("", folded) if folded.startswith("ال") else folded


_SCRIPTS = {
    "arabic": re.compile("[\u0600-\u06ff]"),
    "chinese": re.compile("[\u3040-\u30ff\u3400-\u9fff]"),
}
# Letters that spellings of one sound interchange; then vowels and half-vowels are dropped.
_SOUNDS = {
    "tsch": "s", "dzh": "s", "sch": "s", "sh": "s", "ch": "s", "zh": "s", "ts": "s", "tz": "s",
    "kh": "h", "gh": "k", "th": "t", "dh": "t", "ph": "f", "dj": "s", "ck": "k", "qu": "k",
}  # fmt: skip
_SOUND = re.compile("|".join(_SOUNDS))
_LETTER_SOUNDS = str.maketrans("gqcxpdzj", "kkkkbtss", "aeiouywv")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=1024)
def skeleton(latin_key: str) -> str:
    """Return the consonants of a Latin key as broad sounds.

    >>> skeleton("krasnogorsk") == skeleton("krasnwjwrsk")
    False
    >>> skeleton("palopo") == skeleton("palwpw")
    True
    """
    return _sounds(latin_key)


def _sounds(text: str) -> str:
    """Replace letters by broad sounds; lines stay lines."""
    text = _SOUND.sub(lambda found: _SOUNDS[found[0]], text)
    return _DOUBLE.sub(r"\1", text.translate(_LETTER_SOUNDS))


def blocks(
    keys: Sequence[str], countries: Sequence[str]
) -> Iterator[tuple[Sequence[int], list[int]]]:
    """Yield numbers that keys share with their misspellings: of both halves and of their sounds.

    One wrong, missing, doubled or swapped letter keeps one half; another spelling of the same
    sounds keeps the skeleton, which only Latin keys have. Each list of numbers comes after the
    places, in `keys`, of the keys that it is for: a million keys are done column by column.
    """
    sizes = [len(key) for key in keys]
    middles = [size // 2 for size in sizes]
    firsts = [key[:middle] for key, middle in zip(keys, middles, strict=True)]
    lasts = [key[middle:] for key, middle in zip(keys, middles, strict=True)]
    yield range(len(keys)), _blocks(countries, sizes, firsts)
    yield range(len(keys)), _blocks(countries, [-size for size in sizes], lasts)
    latin = [place for place, key in enumerate(keys) if key.isascii()]
    sounds = _sounds("\n".join(keys[place] for place in latin)).split("\n")[: len(latin)]
    yield latin, _blocks([countries[place] for place in latin], [0] * len(latin), sounds)


def _blocks(countries: Sequence[str], sizes: Sequence[int], parts: Sequence[str]) -> list[int]:
    begun = map(_block_of_size, countries, sizes)
    return list(map(zlib.crc32, map(str.encode, parts), begun))


def blocks_to_try(text: str, country: str) -> frozenset[int]:
    """Return the blocks that may hold the right spelling of a misspelt key."""
    size = len(text)
    found = set()
    for meant in (size - 1, size, size + 1):
        first = meant // 2
        found.add(block(country, meant, text[:first]))
        found.add(block(country, -meant, text[size - meant + first :]))
    if text.isascii():
        found.add(block(country, 0, skeleton(text)))
    return frozenset(found)


def block(country: str, size: int, part: str) -> int:
    """Return the number of a part of a key within a country: the same in every process."""
    return zlib.crc32(part.encode(), _block_of_size(country, size))


@lru_cache(maxsize=1 << 14)
def _block_of_size(country: str, size: int) -> int:
    """Return what the numbers of all blocks of a size in a country begin with."""
    return zlib.crc32(f"{country}{size}".encode())


def block_of_provinces(country: str) -> int:
    """Return the block that holds the names of all provinces of a country."""
    return block(country, 0, " provinces")


def block_of_towns(country: str) -> int:
    """Return the block that holds the names of all towns of a country; of "", the large ones."""
    return block(country, 0, " towns")


def swapped_in_the_middle(text: str) -> str:
    """Return a key with its two middle letters swapped: the one slip that changes both halves."""
    middle = len(text) // 2
    return (
        text[: middle - 1]
        + text[middle : middle + 1]
        + text[middle - 1 : middle]
        + text[middle + 1 :]
    )
