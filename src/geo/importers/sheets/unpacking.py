"""Packed files: what is in one, as a file for the time being."""

__all__ = ["unpack", "unpacked", "unpacked_name"]

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import IO, Any

from geo.errors import UnreadableData
from geo.formats.disk_errors import disk_in_words
from geo.formats.file_errors import file_errors
from geo.formats.temporary import process_folder
from geo.importers.sheets.file_kinds import BZIP2, GZIP, XZ, ZSTANDARD, FileKind, kind_of_file
from geo.settings import limit

_CHUNK = 1 << 20  # bytes
_SUFFIXES = (".gz", ".bz2", ".xz", ".zst")
_SMALL = 8 << 20  # bytes, up to which a file may be any number of times the size of its packed one


def _zstandard(path: Path) -> IO[bytes]:
    import pyarrow as pa

    stream: IO[bytes] = pa.CompressedInputStream(pa.OSFile(str(path)), "zstd")
    return stream


_OPENERS: Mapping[FileKind, Callable[[Path], Any]] = MappingProxyType(
    {GZIP: gzip.open, BZIP2: bz2.open, XZ: lzma.open, ZSTANDARD: _zstandard}
)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Give the file that is in a packed one until the block ends, or the path of any other file.

    What a file is packed with is told by what it begins with. Raises UnreadableData for a file that
    cannot be read or unpacks to far more than it should, and Unwritable for a full disk.
    """
    if _opener_of(path) is None:
        yield path
        return
    with TemporaryDirectory(dir=process_folder()) as folder:
        yield unpack(path, Path(folder))


def unpack(path: Path, folder: Path) -> Path:
    """Write the file that is in a packed one to a folder; of any other file, return the path.

    Raises as `unpacked` does.
    """
    if (opener := _opener_of(path)) is None:
        return path
    plain = folder / unpacked_name(path)
    with disk_in_words(Path(f"a temporary copy of {path.name}")):
        folder.mkdir(exist_ok=True)
        with plain.open("wb") as written:
            for chunk in _chunks(path, opener):
                written.write(chunk)
    return plain


def _opener_of(path: Path) -> Callable[[Path], Any] | None:
    with file_errors(path):
        return _OPENERS.get(kind_of_file(path))


def unpacked_name(path: Path) -> str:
    """Return the name of the file that is in a packed one.

    >>> unpacked_name(Path("events.csv.gz"))
    'events.csv'
    """
    is_said = path.suffix.lower() in _SUFFIXES
    return path.stem if is_said else path.name


def _chunks(path: Path, opener: Callable[[Path], Any]) -> Iterator[bytes]:
    """Yield the bytes that are in a packed file. Raises UnreadableData."""
    import pyarrow as pa

    size, most = 0, _most(path)
    try:
        with opener(path) as packed:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    text = f"{path.name} unpacks to more than {most:,} bytes"
                    raise UnreadableData(f"{text}: unpack it, and look at what it is")
                yield chunk
    except UnreadableData:
        raise
    except (OSError, EOFError, zlib.error, lzma.LZMAError, pa.ArrowException) as error:
        text = f"{path.name} cannot be unpacked, as it is broken or not whole ({error})"
        raise UnreadableData(f"{text}: copy it again") from None


def _most(path: Path) -> int:
    """Return to how many bytes a file may unpack."""
    most = max(_SMALL, limit("file_ratio") * path.stat().st_size)
    return min(most, limit("file_unpacked") << 20)
