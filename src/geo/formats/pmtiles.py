"""The head of a PMTiles file, version 3: what it says about its tiles, and whether that can be.

The format: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
"""

__all__ = ["Head", "head_of"]

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from geo.errors import UnreadableData
from geo.formats.file_errors import file_errors
from geo.formats.json_text import value_from_json

MAGIC = b"PMTiles"
VERSION = 3
MOST_BYTES = 16 << 20  # of the metadata, unpacked; those of a whole planet are some 100 kB
E7 = 10**7  # a degree is written as so many

_HEAD = struct.Struct("<7sB11Q6B4iB2i")
_NONE, _GZIP, _VECTOR = 1, 2, 1
_COMPRESSIONS = {0: "unknown", _NONE: "none", _GZIP: "gzip", 3: "Brotli", 4: "Zstandard"}
_TILES = {0: "unknown", _VECTOR: "MVT", 2: "PNG", 3: "JPEG", 4: "WebP", 5: "AVIF", 6: "MLT"}
_EXTRACT = "make one of the Protomaps basemap with “pmtiles extract” (docs/cli.md)"
# First bytes → what such a file is, and what helps.
_OTHERS = {
    b"SQLite format 3\0": "is an SQLite file, as MBTiles are, and not PMTiles: turn it into one"
    " with “pmtiles convert INPUT.mbtiles OUTPUT.pmtiles”",
    b"PM\x01\0": f"is PMTiles of version 1, and version 3 is read: {_EXTRACT}",
    b"PM\x02\0": f"is PMTiles of version 2, and version 3 is read: {_EXTRACT}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a file says: bounds in degrees (west, south, east, north), least and most zoom, more."""

    bounds: tuple[float, float, float, float]
    zooms: tuple[int, int]
    metadata: dict[str, Any]


class _Fields(NamedTuple):
    """The fields of the first 127 bytes, in their order."""

    magic: bytes
    version: int
    root_offset: int
    root_length: int
    metadata_offset: int
    metadata_length: int
    leaves_offset: int
    leaves_length: int
    tiles_offset: int
    tiles_length: int
    addressed: int
    entries: int
    contents: int
    clustered: int
    own_compression: int
    tile_compression: int
    tile_type: int
    min_zoom: int
    max_zoom: int
    west: int
    south: int
    east: int
    north: int
    center_zoom: int
    center_lon: int
    center_lat: int

    @property
    def end(self) -> int:
        """Return how many bytes the file has, as it says itself."""
        return max(
            self.root_offset + self.root_length,
            self.metadata_offset + self.metadata_length,
            self.leaves_offset + self.leaves_length,
            self.tiles_offset + self.tiles_length,
        )

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north in degrees."""
        return self.west / E7, self.south / E7, self.east / E7, self.north / E7


def head_of(path: Path) -> Head:
    """Read the head of a file of vector tiles that a browser can draw. Raises UnreadableData."""
    with file_errors(path):
        found = path.stat()
        with path.open("rb") as file:
            fault, fields = _fields_of(file.read(_HEAD.size))
            fault = fault or _fault_of(fields, found.st_size)
            if fault:
                raise UnreadableData(f"{path.name} {fault}")
            metadata = _metadata_of(file, fields, path.name)
    return Head(bounds=fields.bounds, zooms=(fields.min_zoom, fields.max_zoom), metadata=metadata)


def _fields_of(start: bytes) -> tuple[str, _Fields]:
    """Return what is wrong with the first bytes, or "", and their fields."""
    padded = _Fields(*_HEAD.unpack(start.ljust(_HEAD.size, b"\0")))
    other = next((fault for magic, fault in _OTHERS.items() if start.startswith(magic)), "")
    if other or padded.magic != MAGIC:
        return other or f"is not a PMTiles file: {_EXTRACT}", padded
    if padded.version != VERSION:
        return f"is PMTiles of version {padded.version}, and version 3 is read: {_EXTRACT}", padded
    return "" if len(start) == _HEAD.size else _cut(len(start), _HEAD.size), padded


def _fault_of(fields: _Fields, size: int) -> str:
    """Return which field cannot be right or cannot be drawn, with the remedy; else ""."""
    tiles = _TILES.get(fields.tile_type, str(fields.tile_type))
    packed = [
        _COMPRESSIONS.get(code, str(code))
        for code in (fields.own_compression, fields.tile_compression)
        if code not in (_NONE, _GZIP)
    ]
    west, south, east, north = fields.bounds
    is_box = -180 <= west < east <= 180 and -90 <= south < north <= 90
    faults = {
        f"has tiles of the type {tiles}, and vector tiles (MVT) are drawn: {_EXTRACT}": (
            fields.tile_type != _VECTOR
        ),
        f"is compressed with {'/'.join(packed)}, and a browser unpacks gzip: {_EXTRACT}": packed,
        f"has the bounds {west},{south},{east},{north}, and west < east within ±180° and south <"
        f" north within ±90° are bounds: {_EXTRACT}": not is_box,
        f"has the zooms {fields.min_zoom} to {fields.max_zoom}, and the first cannot be the greater"
        f" one: {_EXTRACT}": fields.min_zoom > fields.max_zoom,
        _cut(size, fields.end): size < fields.end,
    }
    return next((fault for fault, holds in faults.items() if holds), "")


def _cut(size: int, end: int) -> str:
    return f"has {size:,} of its {end:,} bytes: copy it again, as a whole"


def _metadata_of(file: BinaryIO, fields: _Fields, name: str) -> dict[str, Any]:
    """Return the JSON object that describes the tiles. Raises UnreadableData."""
    file.seek(fields.metadata_offset)
    packed = file.read(min(fields.metadata_length, MOST_BYTES))
    try:
        text = _unpacked(packed) if fields.own_compression == _GZIP else packed
        found = value_from_json(text.decode("utf-8"))
    except (zlib.error, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UnreadableData(f"{name} has metadata that are not a JSON object: {_EXTRACT}")
    return found


def _unpacked(packed: bytes) -> bytes:
    """Unpack gzip; what is longer than MOST_BYTES is cut, and no JSON any more."""
    return zlib.decompressobj(wbits=31).decompress(packed, MOST_BYTES)
