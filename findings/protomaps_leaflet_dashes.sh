#!/bin/sh
# protomaps-leaflet 5.1.0 draws a dashed line in the colour and the width of a solid one: its options
# dashColor and dashWidth are read only if another option is a function of the feature.
#
# LineSymbolizer has dash, dashColor and dashWidth; the library's own railways use dash and dashWidth.
# A line with these three alone is black and 1 px wide.
#
# Output seen (Node 24): the stroke that a canvas gets
#   dashColor and dashWidth: black, 1 px, dashes 4,3
#   the same, and a width that asks for the feature: grey, 5 px, dashes 4,3
#   color and width: grey, 5 px, dashes 4,3
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" protomaps-leaflet@5.1.0 >/dev/null
cat >"$folder/look.mjs" <<'JS'
import { LineSymbolizer } from "protomaps-leaflet";

// A canvas that says what it is told to stroke.
function stroke(options) {
  const symbolizer = new LineSymbolizer(options);
  const seen = [];
  const ctx = {
    save() {}, restore() {}, beginPath() {}, moveTo() {}, lineTo() {},
    setLineDash(dashes) { this.dashes = dashes; },
    stroke() { seen.push(`${this.strokeStyle}, ${this.lineWidth} px, dashes ${this.dashes}`); },
  };
  symbolizer.before(ctx, 10);
  symbolizer.draw(ctx, [[{ x: 0, y: 0 }, { x: 9, y: 9 }]], 10, { props: {} });
  return seen.join();
}
const dashed = { dash: [4, 3], dashColor: "grey", dashWidth: 5 };
console.log(`dashColor and dashWidth: ${stroke(dashed)}`);
console.log(`the same, and a width that asks for the feature: ${stroke({ ...dashed, width: (_zoom, _feature) => 2 })}`);
console.log(`color and width: ${stroke({ dash: [4, 3], color: "grey", width: 5 })}`);
JS
(cd "$folder" && node look.mjs) >"$folder/output"
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
