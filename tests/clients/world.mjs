// The countries of the world as paths of an SVG, from TopoJSON: https://github.com/topojson/topojson-specification.

const WIDTH = 1000;
const NOBODYS = "AQ"; // Antarctica, a third of the height
const OWN_CODES = { Kosovo: "XK" }; // no code of ISO, but one that is used

/** Equal Earth: areas are as they are; https://doi.org/10.1080/13658816.2018.1504949. */
function project(longitude, latitude) {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const third = Math.sqrt(3) / 2;
  const angle = Math.asin(third * Math.sin((latitude * Math.PI) / 180));
  const square = angle ** 2;
  const six = square ** 3;
  const x = ((longitude * Math.PI) / 180) * Math.cos(angle) / (third * (a1 + 3 * a2 * square + six * (7 * a3 + 9 * a4 * square)));
  return [x, -angle * (a1 + a2 * square + six * (a3 + a4 * square))];
}

/** Longitudes of a ring without a jump where they go from 180 to -180: a country that lies there is drawn in one piece. */
function unwrapped(ring) {
  let before = ring[0][0];
  const straight = ring.map(([longitude, latitude]) => {
    before = longitude - 360 * Math.round((longitude - before) / 360);
    return [before, latitude];
  });
  const middle = straight.reduce((sum, [longitude]) => sum + longitude, 0) / straight.length;
  return straight.map(([longitude, latitude]) => [longitude - 360 * Math.round(middle / 360), latitude]);
}

/** A closed path of whole units; empty for what is smaller than one. */
function drawn(points) {
  const [[x, y], ...rest] = points.filter((point, at) => !at || String(point) !== String(points[at - 1]));
  if (rest.length < 2) return "";
  let before = [x, y];
  const steps = rest.map((point) => {
    const step = `${point[0] - before[0]} ${point[1] - before[1]}`;
    before = point;
    return step;
  });
  return `M${x} ${y}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

/** @returns {{ WIDTH: number, HEIGHT: number, LAND: string, COUNTRIES: Record<string, string> }} Paths by ISO 3166 code; LAND has none. */
export function drawWorld({ arcs, transform: { scale, translate }, objects }) {
  const [half] = project(180, 0);
  const factor = WIDTH / 2 / half;
  const [, top] = project(0, 84);
  const places = arcs.map((arc) => {
    const at = [0, 0];
    return arc.map((step) => at.map((_, axis) => (at[axis] += step[axis]) * scale[axis] + translate[axis]));
  });
  const onPage = (place) => {
    const [x, y] = project(...place);
    return [Math.round((x + half) * factor), Math.round((y - top) * factor)];
  };
  const ring = (indices) => unwrapped(indices.flatMap((index) => (index < 0 ? places[~index].toReversed() : places[index]))).map(onPage);
  const countries = {};
  let land = "";
  let height = 0;
  for (const { id, type, arcs: shape, properties } of objects.countries.geometries) {
    const code = id ? new Intl.Locale(`und-${id}`).region : OWN_CODES[properties.name];
    if (code === NOBODYS) continue;
    const rings = (type === "Polygon" ? shape : shape.flat()).map(ring);
    const path = rings.map(drawn).join("");
    height = Math.max(height, ...rings.flat().map(([, y]) => y));
    if (code && path) countries[code] = path;
    else land += path;
  }
  return { WIDTH, HEIGHT: height, LAND: land, COUNTRIES: Object.fromEntries(Object.entries(countries).sort()) };
}
