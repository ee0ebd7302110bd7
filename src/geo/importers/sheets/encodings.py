"""Encodings of texts: their names, and the one that a text without a mark seems to have."""

__all__ = ["ENCODINGS", "FALLBACK", "encoding_of_mark", "guessed_encoding"]

import codecs
from collections.abc import Iterable
from typing import Final

# What programs of Western Europe write; ISO 8859-1 is the part of it that has no gaps.
FALLBACK = "cp1252"
CENTRAL = "cp1250"
# How texts are encoded that are not UTF-8: as Python calls it → what readers know.
ENCODINGS: Final = {
    "utf-8": "UTF-8",
    FALLBACK: "Western European, Latin-1 (Windows-1252)",
    CENTRAL: "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic and Persian (Windows-1256)",
    "gb18030": "Chinese (GB 18030)",
    "cp932": "Japanese (Shift JIS)",
    "cp949": "Korean (Windows-949)",
    "koi8-r": "Russian (KOI8-R)",
    "cp866": "Russian of DOS (866)",
    "utf-16": "UTF-16",
}
_MARKED = ("utf-8", "utf-16")  # these are recognised without a guess
_MARKS = (  # byte order marks, the longer ones first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST = 1 << 16  # bytes that are looked at
# Letters of Western Europe: a text in which only these differ from ASCII, or from Windows-1250, is
# not of Central Europe.
_WESTERN = frozenset("àáâãäåæçèéêëíîïñòóôõöùúûüßÀÁÂÃÄÅÆÇÈÉÊËÍÎÏÑÒÓÔÕÖÙÚÛÜ")


def encoding_of_mark(start: bytes) -> str | None:
    """Return the encoding that the first four bytes of a text say, or None."""
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)


def guessed_encoding(chunks: Iterable[bytes]) -> str:
    """Return the likely encoding of a text that is not UTF-8, by its first lines beyond ASCII."""
    from chardet import detect  # costs 0.1 s: only where a text is not UTF-8

    sample = _beyond_ascii(chunks)
    legacy = [name for name in ENCODINGS if name not in _MARKED]
    found = detect(sample, include_encodings=legacy, compat_names=False, no_match_encoding=FALLBACK)
    encoding = codecs.lookup(found["encoding"] or FALLBACK).name
    return FALLBACK if encoding == CENTRAL and _is_western(sample) else encoding


def _beyond_ascii(chunks: Iterable[bytes]) -> bytes:
    """Return lines that are not ASCII."""
    sample = b""
    for chunk in chunks:
        sample += b"".join(line for line in chunk.splitlines(keepends=True) if not line.isascii())
        if len(sample) >= _MOST:
            break
    return sample[:_MOST]


def _is_western(sample: bytes) -> bool:
    western, central = (sample.decode(name, "replace") for name in (FALLBACK, CENTRAL))
    pairs = zip(western, central, strict=True)
    return {one for one, other in pairs if one != other and one.isalpha()} <= _WESTERN
