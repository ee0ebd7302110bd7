"""Text as search compares it."""

__all__ = ["fold_letters", "fold_text", "searched_text"]

import re
import unicodedata
from functools import lru_cache

VOICED = 8  # combining class of the marks that make other letters in Japanese

# After NFKD and casefold. Arabic and Persian letters that keyboards interchange; Tajik letters as
# Russian writes their sounds; letters that carry a stroke or stand for two.
LETTERS = {
    **dict.fromkeys("یىې", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةۀەہھ", "ه"),
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ـءʿʾʼ'’‘`´ʻʹ′ʽ·״׳", ""),
    "ҷ": "дж",
    "қ": "к",
    "ғ": "г",
    "ҳ": "х",
    "ґ": "г",
    "є": "е",
    "і": "и",
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ə": "a",
    "ŋ": "n",
    "ħ": "h",
}
# What parts the thousands of a number, if three digits follow: 1,370 is 1370.
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u2009\u202f](?=\d{3}(?!\d))")


class _Letters(dict[int, str]):
    """The table for str.translate: marks and invisible characters are dropped."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        is_mark = unicodedata.combining(char) not in (0, VOICED)
        self[code] = "" if is_mark or unicodedata.category(char) == "Cf" else char
        return self[code]


class _Digits(dict[int, str]):
    """The table for str.translate: digits of all scripts are those of ASCII."""

    def __missing__(self, code: int) -> str:
        digit = unicodedata.decimal(chr(code), None)
        self[code] = chr(code) if digit is None else str(digit)
        return self[code]


_LETTERS = _Letters({ord(letter): text for letter, text in LETTERS.items()})
_DIGITS = _Digits()
_APOSTROPHES = str.maketrans("", "", "'`")


def searched_text(text: str) -> str:
    """Return text as a search for words compares it.

    Case, marks and apostrophes do not count, letters that are written for each other are one
    letter, and numbers have no separators of thousands.

    >>> searched_text("Al-Qā‘ida"), searched_text("1,370"), searched_text("١٤٤")
    ('al-qaida', '1370', '144')
    """
    text = _THOUSANDS.sub("", text)
    if text.isascii():
        return text.casefold().translate(_APOSTROPHES)
    return fold_letters(text).translate(_DIGITS)


def fold_letters(text: str) -> str:
    """Return text without case, marks and invisible controls, its letters as in LETTERS."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", parts.translate(_LETTERS))


def fold_text(text: str) -> str:
    """Return text without case, marks and invisible controls.

    >>> fold_text("Kermān")
    'kerman'
    """
    if text.isascii():  # it has none of these, and most text has no other letters
        return text.casefold()
    folded = unicodedata.normalize("NFKD", text).casefold()
    for char in set(folded):  # a text has few different ones
        if _is_unseen(char):
            folded = folded.replace(char, "")
    return folded


@lru_cache(maxsize=4096)
def _is_unseen(char: str) -> bool:
    return unicodedata.combining(char) != 0 or unicodedata.category(char) == "Cf"
