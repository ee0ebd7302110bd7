// Made from src/geo/maps/shared.py by scripts/build_shared.py: change it there.
export const AREA_KINDS = ["country", "region"];
export const BIN_PX = 3;
export const BORDER = 1.0;
export const CAPITALS_FIRST = 5;
export const CELLS_PER_TILE = 4;
export const CELL_FULL = 2000;
export const CELL_LARGE = 17;
export const CELL_LETTERS = [11, 12];
export const CELL_RING = 4;
export const CELL_SCALE = 1000;
export const CELL_SIZE = [26, 46];
export const CENTRAL = 6;
export const CLEAR = [4, 1];
export const COAST = 0.8;
export const COLLECTION_BYTES = 12000000;
export const COLLECTION_RECORDS = 2000000;
export const COLUMN = 64;
export const CONTESTED = "Contested: another party is accused of having ordered or steered it.";
export const CONTEXT_SIZE = 11;
export const CORNERS = {"square": 4, "diamond": 4, "hexagon": 6, "triangle": 3};
export const COUNTRY_ALWAYS = 7;
export const COUNTRY_LAST = 5;
export const COUNT_LINES = 2;
export const CROSSED = {"cross": [[[-0.35, -0.35], [0.35, 0.35]], [[0.35, -0.35], [-0.35, 0.35]]], "plus": [[[-0.5, 0.0], [0.5, 0.0]], [[0.0, -0.5], [0.0, 0.5]]]};
export const CUT = [179.98, -85.0];
export const DASHES = [4, 3];
export const DISC_LEAST = 28;
export const EDGES = {
  "light": {"#009E73": "#03926b", "#56B4E9": "#4588ae", "#CC79A7": "#b26c94", "#E69F00": "#aa790b"},
  "dark": {"#0072B2": "#187fb9", "#555555": "#7c7d7d"},
};
export const ELDER = 1;
export const FINEST_FROM = 7;
export const GIVES_WAY = 16;
export const GLOBE = 78;
export const GLOBE_BOX = 3;
export const GLOBE_FROM = 480;
export const GLOBE_WIDEST = 60.0;
export const GONE = "its address may be cut off or misspelt, or a newer version of its dataset has left it out or numbers its records differently";
export const HALO = 1.5;
export const KM_PER_DEGREE = 111.19492664455873;
export const LABEL_LENGTH = 30;
export const LABEL_LIMIT = 30;
export const LEAST_SHIFT = 16;
export const LINE_LETTERS = 14;
export const MARK_GRID = 32;
export const MAX_LATITUDE = 85.0511287798066;
export const MAX_ZOOM = 22;
export const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
export const MOST_BINS = 2000;
export const MOST_CELLS = 4096;
export const MOST_GROUPS = 100;
export const NAME_GAP = 3;
export const NAME_HALF_HEIGHT = 7;
export const NAME_KINDS = {
  "country": {"size": 11, "weight": 500, "line": 14, "sign": 0, "spacing": 1.4, "opacity": 0.85},
  "region": {"size": 11, "weight": 400, "line": 14, "sign": 0, "spacing": 0.8, "opacity": 0.7},
  "capital": {"size": 12.5, "weight": 500, "line": 15, "sign": 3, "spacing": 0, "opacity": 1},
  "city": {"size": 12, "weight": 500, "line": 15, "sign": 2.25, "spacing": 0, "opacity": 1},
  "town": {"size": 11, "weight": 400, "line": 14, "sign": 1.75, "spacing": 0, "opacity": 1},
  "mark": {"size": 11.5, "weight": 600, "line": 14, "sign": 0, "spacing": 0, "opacity": 1},
};
export const NAME_OFFSETS = {"stack": 14, "unknown": 10, "known": 6};
export const NEAR = 48;
export const NEAR_FROM = 5;
export const NEAR_OVERLAP = 20;
export const NEAR_SCALE = 1000;
export const NICE = [1, 2, 5];
export const OUTLINE = 2.25;
export const OUTLINE_SCALE = 100;
export const PLAY_MODES = ["moving", "cumulative"];
export const PLAY_SPEED = 2;
export const PLAY_SPEEDS = [1, 2, 4, 8];
export const POINTLIKE = ["site", "settlement"];
export const POSITION_SCALE = 100000;
export const PROMINENT = 2;
export const REACH = 3;
export const REGION_LAST = 4;
export const REGION_LINE = 0.8;
export const SHIFTS = [0, -8, 8, -16, 16, -34, 34, -52, 52];
export const SHIFT_SHARE = 0.16666666666666666;
export const SHORE = 0.6;
export const SIGN_CLEAR = [1, 0.5];
export const SITE_ZOOM = 10;
export const SOUTH = -60.0;
export const STACK_MIN_SIZE = 13;
export const STACK_REACH = 9;
export const STACK_SHOWN = 3;
export const STACK_STEP = 4;
export const SYMBOLS = {
  "status": {
    "convictions": {
      "label": "Convictions",
      "shape": "square",
      "color": "#0072B2",
      "glyph": "■",
      "filled": true,
      "rule": "A court has convicted somebody of having committed it.",
    },
    "claimed_and_attributed": {
      "label": "Claimed, and attributed to it",
      "shape": "hexagon",
      "color": "#009E73",
      "glyph": "⬢",
      "filled": true,
      "rule": "A group claims it, and somebody else attributes it to the same group or family.",
    },
    "claimed": {
      "label": "Claimed",
      "shape": "circle",
      "color": "#56B4E9",
      "glyph": "●",
      "filled": true,
      "rule": "A group claims it; nobody else attributes it to that group by name.",
    },
    "attributed": {
      "label": "Attributed",
      "shape": "triangle",
      "color": "#E69F00",
      "glyph": "▲",
      "filled": true,
      "rule": "Somebody attributes it to a group; no claim is recorded. Or: A dataset codes a group; no statement of the parties is recorded.",
    },
    "suspected": {
      "label": "Suspected",
      "shape": "triangle",
      "color": "#E69F00",
      "glyph": "△",
      "filled": false,
      "rule": "It is attributed, but every statement only suspects. Or: A dataset codes a group, as suspected only.",
    },
    "disputed": {
      "label": "Disputed",
      "shape": "diamond",
      "color": "#CC79A7",
      "glyph": "◆",
      "filled": true,
      "rule": "Unrelated parties claim it or are named for it, or a state denies that it was an attack.",
    },
    "unattributed": {
      "label": "Unattributed",
      "shape": "cross",
      "color": "#7F7F7F",
      "glyph": "×",
      "filled": true,
      "rule": "Nobody claims it, and nobody names a group for it.",
    },
    "not_applicable": {
      "label": "Context, not an attack",
      "shape": "plus",
      "color": "#555555",
      "glyph": "+",
      "filled": true,
      "rule": "A context record: nobody claims it or is blamed for it.",
    },
  },
  "group_colors": ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9"],
  "group_other": "#7F7F7F",
  "sizes": {"min": 5, "max": 28, "unknown": 5},
  "undrawn": ["country", "international", "unknown"],
};
export const SYMBOL_EDGE = 1.25;
export const THEMES = {
  "light": {
    "land": "#f4f3ef",
    "water": "#dbe5ea",
    "far_land": "#cfcdc4",
    "line": "#b9bec4",
    "region": "#cccfd1",
    "river": "#b9ced9",
    "label": "#5b6168",
    "ink": "#1d2125",
    "paper": "#ffffff",
    "halo": "#ffffff",
    "text": "#1d2125",
    "rule": "#d3d7db",
    "hover": "#eef1f3",
    "link": "#00588a",
  },
  "dark": {
    "land": "#2a2e34",
    "water": "#1b1f24",
    "far_land": "#4b525a",
    "line": "#454b53",
    "region": "#3c4249",
    "river": "#1b1f24",
    "label": "#a6adb5",
    "ink": "#f2f4f6",
    "paper": "#23272c",
    "halo": "#101317",
    "text": "#eceef0",
    "rule": "#40464d",
    "hover": "#30353b",
    "link": "#7cc4ee",
  },
};
export const THIN = 1.5;
export const TICK_GAP = 10;
export const TICK_LEVELS = [["day", 1], ["week", 1], ["week", 2], ["month", 1], ["month", 3], ["month", 6], ["year", 1], ["year", 2], ["year", 5], ["year", 10], ["year", 20], ["year", 50], ["year", 100], ["year", 200], ["year", 500], ["year", 1000], ["year", 2000]];
export const TILE_PX = 256;
export const TIME_UNITS = ["year", "month", "week", "day"];
export const TOLLS_AT_MAX = [30, 75, 150, 300, 600];
export const TOLL_SHARES = [15, 3, 1];
export const TRIANGLE_DROP = 0.1;
export const TURNS = {"square": 0.7853981633974483, "hexagon": 0.5235987755982988, "triangle": -1.5707963267948966};
export const WEB_ADDRESS = "^https?:\\/\\/([0-9A-Za-z\\u00c0-\\u0619\\u0620-\\u167f\\u1681-\\u180d\\u180f-\\u1fff\\u2c00-\\u2dff\\u3005-\\u3007\\u3021-\\ud7ff\\uf900-\\ufdff][0-9A-Za-z\\u00c0-\\u0619\\u0620-\\u167f\\u1681-\\u180d\\u180f-\\u1fff\\u2c00-\\u2dff\\u3005-\\u3007\\u3021-\\ud7ff\\uf900-\\ufdff._\\-]*|\\[[0-9A-Fa-f:.]{2,45}\\])(?::(?:[1-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?(?:[\\/?#][^\\u0000-\\u0020\\u007f-\\u00a0\\u061c\\u1680\\u180e\\u2000-\\u200b\\u200e\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ud800-\\udfff\\ufeff\\ufff0-\\uffff\\u0022'<>`{}\\\\]*)?$";
export const WIDEST = 270;
