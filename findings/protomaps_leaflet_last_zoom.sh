#!/bin/sh
# protomaps-leaflet 5.1.0 draws nothing two zooms beyond the last one of an archive, unless it is told
# which that is; and it does not hear of a last zoom of 0.
#
# A PMTiles archive says in its head which zooms it has, and the library reads that head. Beyond the
# last zoom it stretches the last tiles, but takes 15 for the last one: an archive that was cut out
# with --maxzoom=12 is blank from zoom 14 on. The option maxDataZoom says the zoom; its value 0
# counts as none.
#
# Output seen (Node 24): layers in the tile that is drawn at zoom 14, of an archive with zooms 0 to 12
#   its head: 0 to 12
#   without an option: none
#   maxDataZoom 12: earth
#   maxDataZoom 0: asks for zoom 13
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pmtiles==3.8.1
npm install --silent --no-audit --no-fund --prefix "$folder" protomaps-leaflet@5.1.0 pmtiles@3.2.1 >/dev/null
"$folder/venv/bin/python" - "$folder/x.pmtiles" <<'PY'
import gzip
import sys

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

# A vector tile with one layer, "earth", that has one point.
earth = b"\x1a\x15\x78\x02\x0a\x05earth\x12\x07\x18\x01\x22\x03\x09\x80\x20\x28\x80\x20"
head = {
    "tile_type": TileType.MVT,
    "tile_compression": Compression.GZIP,
    "min_lon_e7": -1800000000,
    "min_lat_e7": -850000000,
    "max_lon_e7": 1800000000,
    "max_lat_e7": 850000000,
    "center_zoom": 0,
    "center_lon_e7": 0,
    "center_lat_e7": 0,
}
with open(sys.argv[1], "wb") as file:
    writer = Writer(file)
    for zoom in range(13):
        writer.write_tile(zxy_to_tileid(zoom, 0, 0), gzip.compress(earth))
    writer.finalize(head, {})
PY
cat >"$folder/look.mjs" <<'JS'
import { readFileSync } from "node:fs";
import { PMTiles } from "pmtiles";
import { sourcesToViews } from "protomaps-leaflet";

const content = readFileSync(process.argv[2]);
const source = {
  getKey: () => "x",
  getBytes: async (at, length) => ({ data: content.buffer.slice(content.byteOffset + at, content.byteOffset + at + length) }),
};
const { minZoom, maxZoom } = await new PMTiles(source).getHeader();
console.log(`its head: ${minZoom} to ${maxZoom}`);

const viewOf = (options) => sourcesToViews({ url: new PMTiles(source), ...options }).get("");
const layersAt14 = async (options) => [...(await viewOf(options).getDisplayTile({ z: 14, x: 0, y: 0 })).data.keys()].join() || "none";
console.log(`without an option: ${await layersAt14({})}`);
console.log(`maxDataZoom 12: ${await layersAt14({ maxDataZoom: 12 })}`);
console.log(`maxDataZoom 0: asks for zoom ${viewOf({ maxDataZoom: 0 }).dataTileForDisplayTile({ z: 14, x: 0, y: 0 }).dataTile.z}`);
JS
(cd "$folder" && node look.mjs x.pmtiles) >"$folder/output"
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
