"""Texts that a wrong encoding has garbled: "MÃ©naka" was "Ménaka"."""

__all__ = ["garbled_finding", "ungarbled"]

import re
import unicodedata
from collections.abc import Iterable

from geo.errors import Finding, shortened

LOST = "\ufffd"  # what programs write for a character that they could not read
_PUNCTUATION = "‘’“”–—…°"
_BY_CHANCE = 3  # letters that are not ASCII: garbled ones are seldom letters only
# Latin letters that names are written with. The others (phonetic signs, clicks) are two letters of
# another text by chance: "«É" as bytes of Mac Roman would be "ǃ", and "»ò" would be "Ș".
_USUAL = re.compile("[\u00c0-\u017f\u0218-\u021b\u0259\u1e00-\u1eff]")
_ROMANIAN = re.compile("[\u0218-\u021b]")
_SAME_SCRIPT = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK"}
# Encodings in which programs read UTF-8 by mistake.
_MISTAKEN = ("cp1252", "cp1251", "cp1256", "cp1250", "cp1254", "mac_roman")


def garbled_finding(file: str, cells: Iterable[tuple[str, object]]) -> Finding | None:
    """Return a warning about the first text that is garbled, of cells with their columns' names."""
    for column, cell in cells:
        if not isinstance(cell, str) or cell.isascii():
            continue
        if (meant := ungarbled(cell)) != cell:
            rule = "looks like UTF-8 that was read in another encoding"
            remedy = f"It may have been {shortened(meant)!r}. Read the file in its own encoding."
        elif LOST in cell:
            rule = "has characters that were lost when the file was written, shown as \ufffd"
            remedy = "Get the file from its source again."
        else:
            continue
        return Finding(record=file, field=column, value=shortened(cell), rule=rule, remedy=remedy)
    return None


def ungarbled(text: str) -> str:
    """Return what a text was before UTF-8 was read in another encoding, or the text itself.

    >>> ungarbled("MÃ©naka"), ungarbled("РњРѕСЃРєРІР°"), ungarbled("São Paulo")
    ('Ménaka', 'Москва', 'São Paulo')
    """
    for encoding in _MISTAKEN:
        try:
            meant = _bytes_of(text, encoding).decode("utf-8")
        except UnicodeError:
            continue
        if meant != text and _is_plausible(text, meant):
            return meant
    return text


def _bytes_of(text: str, encoding: str) -> bytes:
    """Return the bytes of a text; those without a letter in its encoding became controls."""
    return b"".join(
        bytes([ord(char)]) if "\x80" <= char <= "\x9f" else char.encode(encoding) for char in text
    )


def _is_plausible(text: str, meant: str) -> bool:
    """Tell words from what a few letters are by chance: "l’État" as bytes would be "lՃtat"."""
    marks = [char for char in meant if not char.isascii()]
    if text.isalpha() and len(marks) < _BY_CHANCE and _is_of_one_script(text):
        return False
    is_filled = any(char.isalpha() or char in _PUNCTUATION for char in marks)
    are_usual = all(map(_is_usual, marks)) and not ("»" in text and _ROMANIAN.search(meant))
    return is_filled and are_usual and _is_of_one_script(meant)


def _is_of_one_script(text: str) -> bool:
    """Tell that each word is; "Huбєї" is not."""
    return all(len(_scripts(word)) < 2 for word in text.split())


def _is_usual(char: str) -> bool:
    is_latin = unicodedata.name(char, "").startswith("LATIN ")
    return not is_latin or bool(_USUAL.match(char))


def _scripts(word: str) -> set[str]:
    names = (unicodedata.name(char, "").split(" ")[0] for char in word if char.isalpha())
    return {_SAME_SCRIPT.get(name, name) for name in names}
