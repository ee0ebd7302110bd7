// How streets are drawn: fine and grey, so that marks stay readable. Layers and kinds are those of the Protomaps
// basemap, version 4 (https://docs.protomaps.com/basemaps/layers).
import { FONT, TEXT_HALO } from "../drawing/canvas.js";
import { mixed } from "../drawing/colors.js";
import { BORDER, DASHES, NAME_GAP, NAME_KINDS } from "../shared.js";

const [POINT, LINE, AREA] = [1, 2, 3];   // types of a shape
const COUNTRY = 2;                       // the administrative level of a border between countries …
const REGION = 4;                        // … and of one within a country
const GREEN = ["park", "national_park", "nature_reserve", "protected_area", "forest", "wood", "cemetery", "golf_course", "garden"];
const PATHS = ["path", "other"];
const WATERS = ["ocean", "sea", "bay", "strait", "fjord", "lake", "water"];
const QUARTERS = ["neighbourhood", "macrohood"];
// Zoom from which it is drawn, and px of its width by zoom; where one lies over another, it stands later.
const ROADS = [
  { kinds: PATHS, minzoom: 15, widths: [[15, 0.5], [18, 1.5]], share: 0.5 },
  { kinds: ["minor_road"], minzoom: 12, widths: [[12, 0.5], [15, 1.4], [18, 6]], share: 0.6 },
  { kinds: ["rail"], minzoom: 11, widths: [[11, 0.5], [18, 1.5]], share: 0.8 },
  { kinds: ["major_road"], minzoom: 8, widths: [[8, 0.5], [12, 1.2], [15, 2.4], [18, 8]], share: 0.8 },
  { kinds: ["highway"], minzoom: 6, widths: [[6, 0.6], [12, 1.8], [15, 3.2], [18, 10]], share: 1 },
];

const any = (_props) => true;

/** What the library paints, in this order; `colors` are those of a theme. */
export function paintRules({ PolygonSymbolizer, LineSymbolizer, exp }, colors) {
  const area = (dataLayer, fill, filter = any, more = {}) =>
    ({ dataLayer, symbolizer: new PolygonSymbolizer({ fill }), filter: (_, f) => f.geomType === AREA && filter(f.props), ...more });
  const line = (dataLayer, options, filter, more = {}) =>
    ({ dataLayer, symbolizer: new LineSymbolizer(options), filter: (_, f) => f.geomType === LINE && filter(f.props), ...more });
  const grey = (share) => mixed(colors.land, colors.line, share);
  const isBorder = (props, level) => (level === COUNTRY ? props.kind_detail <= COUNTRY || props.kind === "country" : props.kind_detail > COUNTRY && props.kind_detail <= REGION);
  return [
    area("earth", colors.land),
    area("landuse", mixed(colors.land, colors.water, 0.35), (props) => GREEN.includes(props.kind)),
    area("water", colors.water),
    line("water", { color: mixed(colors.water, colors.line, 0.25), width: exp(1.6, [[8, 0.6], [14, 1.2], [18, 4]]) }, any, { minzoom: 8 }),
    area("buildings", grey(0.3), any, { minzoom: 14 }),
    ...ROADS.map(({ kinds, minzoom, widths, share }) =>
      line("roads", { color: grey(share), width: exp(1.6, widths), lineCap: "round", lineJoin: "round" }, (props) => kinds.includes(props.kind), { minzoom })),
    line("boundaries", { color: colors.line, width: BORDER / 2 }, (props) => !props.disputed && isBorder(props, REGION), { minzoom: 6 }),
    line("boundaries", { color: mixed(colors.line, colors.label, 0.4), width: BORDER }, (props) => !props.disputed && isBorder(props, COUNTRY)),
    // Colour and width: the library has dashColor and dashWidth too, and does not heed them here.
    line("boundaries", { color: mixed(colors.line, colors.label, 0.4), width: BORDER, dash: DASHES }, (props) => Boolean(props.disputed)),
  ];
}

/** What the library writes, in the order in which it finds room; first of all it leaves room for our names of towns. */
export function labelRules({ LineLabelSymbolizer, CenteredTextSymbolizer }, colors) {
  const type = (size, stroke = colors.land) => ({ font: `400 ${size}px ${FONT}`, labelProps: ["name:en", "name"], stroke, width: TEXT_HALO / 2 });
  const along = new LineLabelSymbolizer({ ...type(10.5), offset: 2, fill: mixed(colors.land, colors.label, 0.85) });
  const around = (fill, size, halo) => new CenteredTextSymbolizer({ ...type(size, halo), fill, lineHeight: 1.3 });
  const of = (kinds) => (_, { props }) => kinds.includes(props.kind);
  return [
    { dataLayer: "places", symbolizer: { place: roomOf }, filter: (zoom, { props }) => props.kind === "locality" && !(props.min_zoom > zoom) },
    { dataLayer: "water", symbolizer: around(mixed(colors.water, colors.label, 0.8), 11, colors.water), filter: (_, f) => f.geomType === POINT && WATERS.includes(f.props.kind) },
    { dataLayer: "places", symbolizer: around(mixed(colors.land, colors.label, 0.85), 10.5), filter: of(QUARTERS), minzoom: 12 },
    { dataLayer: "roads", symbolizer: along, filter: of(["highway", "major_road"]), minzoom: 13 },
    { dataLayer: "roads", symbolizer: along, filter: of(["minor_road"]), minzoom: 15 },
    { dataLayer: "roads", symbolizer: along, filter: of(PATHS), minzoom: 17 },
  ];
}

// The box in which our names write a town: its sign, and the name on its right.
function roomOf({ scratch }, [[anchor]], { props }) {
  const { size, weight, line, sign } = NAME_KINDS.city;
  scratch.font = `${weight} ${size}px ${FONT}`;
  const width = scratch.measureText(String(props["name:en"] || props.name || "")).width;
  const box = { minX: anchor.x - sign, minY: anchor.y - line / 2, maxX: anchor.x + sign + NAME_GAP + width, maxY: anchor.y + line / 2 };
  return [{ anchor, bboxes: [box], draw: () => {} }];
}
