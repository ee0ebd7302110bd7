"""Text files of unknown encoding: which one it is, and their lines in bounded memory."""

__all__ = ["TextFile", "marked_encoding", "open_text"]

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO

from geo.errors import Finding, UnreadableData
from geo.formats.disk_errors import disk_in_words
from geo.formats.file_errors import file_errors
from geo.formats.temporary import process_folder
from geo.importers.sheets.encodings import (
    ENCODINGS,
    FALLBACK,
    encoding_of_mark,
    guessed_encoding,
)
from geo.settings import limit

_LOOKED_AT = 1 << 12  # bytes
CHUNK = 1 << 16  # bytes: what of a file is decoded then stays in the processor's cache

_MARKLESS_UTF_16 = ((1, "utf-16-le"), (0, "utf-16-be"))  # where the zeros of ASCII stand


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A text file with its encoding, whether that is certain, and what must be said about it."""

    path: Path
    encoding: str
    errors: str = "strict"
    is_certain: bool = True
    warnings: tuple[Finding, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the lines with their ends, of a long one only the beginning: its row is refused."""
        with self.path.open(encoding=self.encoding, errors=self.errors, newline="") as file:
            longest = limit("file_line")
            while line := file.readline(longest):
                yield line
                _skip_rest(file, line, longest)

    def lines_from(self, start: int) -> Iterator[tuple[str, int]]:
        """Yield the same lines of a UTF-8 file from a byte on, each with its length in bytes."""
        with self.path.open("rb") as raw:
            raw.seek(start)
            file = TextIOWrapper(raw, "utf-8", self.errors, newline="")
            longest = limit("file_line")
            while line := file.readline(longest):
                rest = _skip_rest(file, line, longest)
                yield line, len(line.encode("utf-8", self.errors)) + rest

    @property
    def start(self) -> int:
        """Return the byte at which the text begins."""
        return len(codecs.BOM_UTF8) if self.encoding == "utf-8-sig" else 0

    @property
    def is_whole(self) -> bool:
        """Tell a text without half a character, which UTF-8 has no bytes for."""
        return self.errors != "surrogatepass"

    @contextmanager
    def in_utf_8(self) -> Iterator["TextFile"]:
        """Give a whole text as UTF-8: this file, or else a copy of it for the time being."""
        if self.encoding in ("utf-8", "utf-8-sig") and self.errors == "strict":
            yield self
            return
        with TemporaryDirectory(dir=process_folder()) as folder:
            yield self._copied(Path(folder) / "text")

    def _copied(self, copy: Path) -> "TextFile":
        with (
            disk_in_words(Path(f"a temporary copy of {self.path.name}")),
            self.path.open(encoding=self.encoding, errors=self.errors, newline="") as text,
            copy.open("w", encoding="utf-8", newline="") as written,
        ):
            copyfileobj(text, written, CHUNK)
        return TextFile(path=copy, encoding="utf-8")


def open_text(path: Path, encoding: str | None = None) -> TextFile:
    """Find out the encoding of a file, or check the one that is said. Raises UnreadableData."""
    name = path.name or str(path)
    with file_errors(path):
        with path.open("rb") as file:
            start = file.read(4)
        if not start:
            raise UnreadableData(f"{name} is empty: it must hold a header and rows")
        marked = encoding_of_mark(start)
        if encoding:
            return _said(path, name, encoding, marked)
        return _marked(path, name, marked) if marked else _guessed(path, name)


def marked_encoding(path: Path) -> str | None:
    """Return the encoding that the first bytes of a file say, or None. Raises OSError."""
    with path.open("rb") as file:
        return encoding_of_mark(file.read(4))


def _said(path: Path, name: str, encoding: str, marked: str | None) -> TextFile:
    encoding = codecs.lookup(encoding).name
    if marked == "utf-8-sig" and encoding == "utf-8":
        encoding = marked
    if (broken := _first_broken(path, encoding)) is not None:
        text = f"{name} is not {encoding} text: byte {broken[0]} is 0x{broken[1]:02X}"
        raise UnreadableData(f"{text}. Say another encoding, or none")
    return TextFile(path=path, encoding=encoding)


def _marked(path: Path, name: str, encoding: str) -> TextFile:
    if (broken := _first_broken(path, encoding)) is not None:
        text = (
            f"{name} is not {encoding} text, although its first bytes say so: see byte {broken[0]}"
        )
        raise UnreadableData(f"{text}. Save it as UTF-8")
    return TextFile(path=path, encoding=encoding)


def _guessed(path: Path, name: str) -> TextFile:
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if encoding := _markless_utf_16(path, start):
        return TextFile(path=path, encoding=encoding)
    if _first_broken(path, "utf-8") is None:
        return TextFile(path=path, encoding="utf-8")
    broken = _first_broken(path, "utf-8", "surrogatepass")
    if broken is None:
        return TextFile(path=path, encoding="utf-8", errors="surrogatepass")
    at = f"byte {broken[0]} (0x{broken[1]:02X}) is not UTF-8"
    if _is_mostly_utf_8(path):
        finding = _finding(name, f"{at}: broken characters are shown as \ufffd")
        return TextFile(path=path, encoding="utf-8", errors="replace", warnings=(finding,))
    likely = () if b"\0" in start else (guessed_encoding(_chunks(path)),)
    for encoding in (*likely, FALLBACK):
        if _first_broken(path, encoding) is None:
            finding = _finding(name, f"{at}: the file is read as {ENCODINGS[encoding]}")
            return TextFile(path=path, encoding=encoding, is_certain=False, warnings=(finding,))
    raise UnreadableData(f"{name} is not text that can be read: {at}. Save it as UTF-8")


def _markless_utf_16(path: Path, start: bytes) -> str | None:
    """Tell UTF-16 without a mark by every second byte, which is 0 for ASCII."""
    for place, encoding in _MARKLESS_UTF_16:
        zeros, others = start[place::2], start[1 - place :: 2]
        if 2 * zeros.count(0) > len(zeros) > 3 and 0 not in others:
            return encoding if _first_broken(path, encoding) is None else None
    return None


def _finding(name: str, rule: str) -> Finding:
    remedy = "Say another one (--encoding) if names look wrong, or save the file as UTF-8."
    return Finding(record=name, field="", value="", rule=rule, remedy=remedy)


def _first_broken(path: Path, encoding: str, errors: str = "strict") -> tuple[int, int] | None:
    """Return the first byte that is not of an encoding: its place, counted from 0, and value."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    before = 0
    for chunk in _chunks(path):
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return before - kept + error.start, error.object[error.start]
        before += len(chunk)
    return None


def _is_mostly_utf_8(path: Path) -> bool:
    """Tell a UTF-8 file with a few broken characters from one of another encoding."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    for chunk in _chunks(path):
        text = decoder.decode(chunk, final=not chunk)
        broken = text.count("\ufffd")
        bad += broken
        good += len(text) - len(text.encode("ascii", "ignore")) - broken
    return good > bad


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and an empty chunk at its end."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
    yield b""


def _skip_rest(file: IO[str], line: str, longest: int) -> int:
    """Read on to the end of a line that is too long, and return how many bytes that were."""
    skipped = 0
    while len(line) == longest and line[-1] not in "\r\n":
        line = file.readline(longest)
        skipped += len(line.encode("utf-8", "surrogatepass"))
    return skipped
