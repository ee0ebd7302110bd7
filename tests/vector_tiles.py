"""Extracts of a base map that tests write: vector tiles of a few shapes, in a PMTiles file.

The tiles: https://github.com/mapbox/vector-tile-spec/tree/master/2.1
"""

import gzip
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geo.mercator import unit_square

EXTENT = 4096  # units along the side of a tile
LAYERS = ("boundaries", "buildings", "earth", "landuse", "places", "roads", "water")
TYPES = {"point": 1, "line": 2, "area": 3}
ATTRIBUTION = '<a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap</a>'

Position = tuple[float, float]  # lon, lat
Box = tuple[float, float, float, float]  # west, south, east, north
Tile = tuple[int, int, int]  # zoom, column, row


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A point, a line, or the ring of an area, with its layer and attributes."""

    layer: str
    type: Literal["point", "line", "area"]
    positions: Sequence[Position]
    attributes: dict[str, Any] = field(default_factory=dict)


def earth(box: Box) -> Shape:
    """Return the land of a box."""
    west, south, east, north = box
    ring = [(west, north), (east, north), (east, south), (west, south)]
    return Shape(layer="earth", type="area", positions=ring, attributes={"kind": "earth"})


def write_extract(
    path: Path,
    shapes: Iterable[Shape],
    bounds: Box,
    zooms: tuple[int, int] = (10, 13),
    *,
    metadata: dict[str, Any] | None = None,
    tile_type: TileType = TileType.MVT,
    tile_compression: Compression = Compression.GZIP,
    **header: int,
) -> Path:
    """Write all tiles of the bounds at the zooms; each has all shapes, also beyond its edges."""
    drawn = list(shapes)
    west, south, east, north = bounds
    degrees = dict(
        zip(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), bounds, strict=True)
    )
    stated = {name: round(value * 10**7) for name, value in degrees.items()}
    center = {
        "center_zoom": zooms[0],
        "center_lon_e7": round((west + east) / 2 * 10**7),
        "center_lat_e7": round((south + north) / 2 * 10**7),
    }
    about = {
        "attribution": ATTRIBUTION,
        "version": "4.8.2",
        "vector_layers": [{"id": name, "fields": {}} for name in LAYERS],
    }
    kinds = {"tile_type": tile_type, "tile_compression": tile_compression}
    with path.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]  # it has no annotations
        for tile in sorted(tiles_of(bounds, zooms), key=lambda tile: zxy_to_tileid(*tile)):
            content = gzip.compress(encoded(tile, drawn), mtime=0)
            writer.write_tile(zxy_to_tileid(*tile), content)
        writer.finalize(kinds | stated | center | header, about | (metadata or {}))
    return path


def tiles_of(bounds: Box, zooms: tuple[int, int]) -> Iterable[Tile]:
    """Yield the tiles that touch the bounds."""
    west, south, east, north = bounds
    (x0, y0), (x1, y1) = unit_square(west, north), unit_square(east, south)
    for zoom in range(zooms[0], zooms[1] + 1):
        for x in range(int(x0 * 2**zoom), math.ceil(x1 * 2**zoom)):
            for y in range(int(y0 * 2**zoom), math.ceil(y1 * 2**zoom)):
                yield zoom, x, y


def encoded(tile: Tile, shapes: Sequence[Shape]) -> bytes:
    """Return a vector tile."""
    names = dict.fromkeys(shape.layer for shape in shapes)
    return b"".join(
        message(3, layer(name, [each for each in shapes if each.layer == name], tile))
        for name in names
    )


def layer(name: str, shapes: Sequence[Shape], tile: Tile) -> bytes:
    """Return a layer, with its dictionary of keys and values."""
    keys = list(dict.fromkeys(key for shape in shapes for key in shape.attributes))
    features = []
    values: list[bytes] = []
    for shape in shapes:
        tags: list[int] = []
        for key, attribute in shape.attributes.items():
            tags += [keys.index(key), len(values)]
            values.append(value(attribute))
        features.append(
            message(2, packed(tags))
            + number(3, TYPES[shape.type])
            + message(4, packed(geometry(shape, tile)))
        )
    return b"".join(
        (
            number(15, 2),
            message(1, name.encode()),
            *(message(2, feature) for feature in features),
            *(message(3, key.encode()) for key in keys),
            *(message(4, each) for each in values),
            number(5, EXTENT),
        )
    )


def geometry(shape: Shape, tile: Tile) -> list[int]:
    """Return the commands that draw a shape: go to, lines to, and for an area close."""
    points = [(0, 0), *(in_tile(position, tile) for position in shape.positions)]
    steps = [(zigzag(x1 - x0), zigzag(y1 - y0)) for (x0, y0), (x1, y1) in pairwise(points)]
    commands = [1 | 1 << 3, *steps[0]]
    if rest := [part for step in steps[1:] for part in step]:
        commands += [2 | len(rest) // 2 << 3, *rest]
    return [*commands, 7 | 1 << 3] if shape.type == "area" else commands


def in_tile(position: Position, tile: Tile) -> tuple[int, int]:
    """Return a position in the units of a tile."""
    zoom, column, row = tile
    x, y = unit_square(*position)
    return round((x * 2**zoom - column) * EXTENT), round((y * 2**zoom - row) * EXTENT)


def value(attribute: Any) -> bytes:
    """Return a value of the dictionary."""
    if isinstance(attribute, bool):
        return number(7, int(attribute))
    if isinstance(attribute, int):
        return number(6, zigzag(attribute))
    return message(1, str(attribute).encode())


def message(at: int, content: bytes) -> bytes:
    return varint(at << 3 | 2) + varint(len(content)) + content


def number(at: int, plain: int) -> bytes:
    return varint(at << 3) + varint(plain)


def packed(numbers: Iterable[int]) -> bytes:
    return b"".join(map(varint, numbers))


def zigzag(signed: int) -> int:
    return signed << 1 if signed >= 0 else (-signed << 1) - 1


def varint(plain: int) -> bytes:
    parts = bytearray()
    while plain > 0x7F:
        parts.append(plain & 0x7F | 0x80)
        plain >>= 7
    return bytes([*parts, plain])
