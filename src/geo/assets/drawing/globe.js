// The half of the earth around a position, as figures draw it too (geo/figures/globe_rings.py). Its radius is 1 here.
import { GLOBE, GLOBE_BOX } from "../shared.js";
import { wrapped } from "../sources/turns.js";
import { circle, fill, stroke } from "./canvas.js";

const R = GLOBE / 2;            // px
const STEP = Math.PI / 18;      // along the edge of the globe
const EDGE = 2;                 // px around it, for its outline

/** px of the picture of a globe. */
export const GLOBE_SIDE = GLOBE + 2 * EDGE;

const radians = (degrees) => (degrees * Math.PI) / 180;

/**
 * A ring of [lon, lat] as seen from far above `center`: [x, y], y downwards; what lies behind the globe runs along its
 * edge. Null where all of it is behind.
 */
export function onGlobe(ring, center) {
  const points = [];
  let isSeen = false;
  let last = null;
  for (const position of ring) {
    const [x, y, depth] = turnedTo(position, center);
    if (depth > 0) {
      isSeen = true;
      points.push([x, -y]);
      last = null;
    } else {
      const angle = Math.atan2(y, x);
      points.push(...[...between(last, angle), angle].map((each) => [Math.cos(each), -Math.sin(each)]));
      last = angle;
    }
  }
  return isSeen ? points : null;
}

/** Does the position opposite lie in a ring? Then its land is what it leaves outside. */
export function holdsAntipode(ring, [lon, lat]) {
  const [x, y] = [wrapped(lon + 180), -lat];
  const isCrossed = ([x0, y0], [x1, y1]) => y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0);
  return ring.filter((point, i) => i && isCrossed(ring[i - 1], point)).length % 2 === 1;
}

// A position in space, with the middle of the picture in front: right, up, towards.
function turnedTo([x, y], [lon, lat]) {
  const [east, north, tilt] = [x - lon, y, lat].map(radians);
  const up = Math.sin(north) * Math.cos(tilt) - Math.cos(north) * Math.cos(east) * Math.sin(tilt);
  const towards = Math.sin(north) * Math.sin(tilt) + Math.cos(north) * Math.cos(east) * Math.cos(tilt);
  return [Math.cos(north) * Math.sin(east), up, towards];
}

// The angles between two on the edge, the shorter way around.
function between(start, end) {
  if (start === null) return [];
  const way = end - start + Math.PI;
  const turn = way - 2 * Math.PI * Math.floor(way / (2 * Math.PI)) - Math.PI;
  const steps = Math.floor(Math.abs(turn) / STEP);
  return Array.from({ length: steps }, (_, i) => start + (turn * (i + 1)) / (steps + 1));
}

/** Half of width and height in px of the box that stands for a view of some degrees across, `ratio` as high. */
function boxOnGlobe(degrees, ratio, lat) {
  const half = Math.max(GLOBE_BOX, radians(degrees / 2) * Math.cos(radians(lat)) * R);
  return [half, half * ratio];
}

/** Draw rings of land around a position, and the box of a view. `colors` are those of a theme. */
export function drawGlobe(ctx, rings, { center, degrees, ratio }, colors) {
  const middle = R + EDGE;
  circle(ctx, middle, middle, R);
  stroke(ctx, colors.paper, 3);
  fill(ctx, colors.water);
  ctx.fillStyle = colors.far_land;
  for (const ring of rings) fillLand(ctx, ring, center, middle);
  circle(ctx, middle, middle, R);
  stroke(ctx, colors.label, 1);
  const [x, y] = boxOnGlobe(degrees, ratio, center[1]);
  ctx.beginPath();
  ctx.rect(middle - x, middle - y, 2 * x, 2 * y);
  stroke(ctx, colors.paper, 3);
  stroke(ctx, colors.ink, 1.2);
}

function fillLand(ctx, ring, center, middle) {
  const points = onGlobe(ring, center);
  if (!points) return;
  ctx.beginPath();
  if (holdsAntipode(ring, center)) ctx.arc(middle, middle, R, 0, 2 * Math.PI);
  points.forEach(([x, y], i) => (i ? ctx.lineTo(middle + x * R, middle + y * R) : ctx.moveTo(middle + x * R, middle + y * R)));
  ctx.closePath();
  ctx.fill("evenodd");
}
