// Make a theatre's outline.geojson: land borders for orientation, cut from Natural Earth (public domain).
// Run by hand when a theatre is new: `npm install --no-save world-atlas@2 topojson-client@3 && node outline.mjs`.
// Crimea is Ukraine's here, as it is to the United Nations; Natural Earth draws who holds it.
import { readFileSync, writeFileSync } from "node:fs";
import { feature, mergeArcs } from "topojson-client";

const BOX = [19, 42, 48, 58];
const TOLERANCE_DEGREES = 0.012;
const OUT = new URL("../../theatres/ukraine/outline.geojson", import.meta.url);

const topology = JSON.parse(readFileSync(new URL("node_modules/world-atlas/countries-10m.json", import.meta.url)));
decodeArcs(topology);
topology.arcs = topology.arcs.map((arc) => simplify(arc, TOLERANCE_DEGREES));

const geometries = topology.objects.countries.geometries;
const russia = geometries.find((geometry) => geometry.id === "643");
const ukraine = geometries.find((geometry) => geometry.id === "804");
const isCrimea = (polygon) => within(bounds(ring(polygon)), [32, 44, 37, 46.5]);
const crimea = russia.arcs.filter(isCrimea).map((arcs) => ({ type: "Polygon", arcs }));
russia.arcs = russia.arcs.filter((polygon) => !isCrimea(polygon));
Object.assign(ukraine, mergeArcs(topology, [ukraine, ...crimea]));

const features = [];
for (const geometry of geometries) {
  const { type, coordinates } = feature(topology, geometry).geometry;
  const polygons = (type === "Polygon" ? [coordinates] : coordinates)
    .map((polygon) => polygon.map(clip).filter((points) => points.length > 3))
    .filter((polygon) => polygon.length);
  if (polygons.length) {
    const isSubject = geometry.id === "804";
    features.push({
      type: "Feature",
      properties: { name: geometry.properties.name, is_subject: isSubject },
      // Vega's projections read rings clockwise, as d3 does.
      geometry: { type: "MultiPolygon", coordinates: polygons.map((polygon) => polygon.map(wind)) },
    });
  }
}
const attribution = "Natural Earth, public domain; clipped and simplified";
writeFileSync(OUT, `${JSON.stringify({ type: "FeatureCollection", attribution, view: [21.8, 44.2, 40.6, 52.6], features })}\n`);

function decodeArcs(source) {
  const { scale, translate } = source.transform;
  source.arcs = source.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  delete source.transform;
}

// Douglas and Peucker, arc by arc, so that neighbours keep one border.
function simplify(points, tolerance) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points.at(-1)];
  let [worst, at] = [0, 0];
  for (let i = 1; i < points.length - 1; i += 1) {
    const distance = distanceToLine(points[i], first, last);
    if (distance > worst) [worst, at] = [distance, i];
  }
  if (worst <= tolerance) return [first, last];
  return [...simplify(points.slice(0, at + 1), tolerance), ...simplify(points.slice(at), tolerance).slice(1)];
}

function distanceToLine([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function ring(polygon) {
  return feature(topology, { type: "Polygon", arcs: polygon }).geometry.coordinates[0];
}

function bounds(points) {
  const [x, y] = [points.map((point) => point[0]), points.map((point) => point[1])];
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

function within(inner, outer) {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

// Sutherland and Hodgman against BOX; what it leaves along the edges lies outside the view.
function clip(points) {
  const sides = [
    [(p) => p[0] >= BOX[0], (a, b) => crossX(a, b, BOX[0])],
    [(p) => p[0] <= BOX[2], (a, b) => crossX(a, b, BOX[2])],
    [(p) => p[1] >= BOX[1], (a, b) => crossY(a, b, BOX[1])],
    [(p) => p[1] <= BOX[3], (a, b) => crossY(a, b, BOX[3])],
  ];
  let kept = points.slice(0, -1);
  for (const [isInside, cross] of sides) {
    const next = [];
    kept.forEach((point, i) => {
      const before = kept.at(i - 1);
      if (isInside(point) !== isInside(before)) next.push(cross(before, point));
      if (isInside(point)) next.push(point);
    });
    kept = next;
  }
  const rounded = kept.map(([x, y]) => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]);
  return rounded.length ? [...rounded, rounded[0]] : [];
}

function crossX([ax, ay], [bx, by], x) {
  return [x, ay + ((by - ay) * (x - ax)) / (bx - ax)];
}

function crossY([ax, ay], [bx, by], y) {
  return [ax + ((bx - ax) * (y - ay)) / (by - ay), y];
}

function wind(points, index) {
  const area = points.slice(1).reduce((sum, [x, y], i) => sum + (x - points[i][0]) * (y + points[i][1]), 0);
  return (index === 0) === area > 0 ? points : points.toReversed();
}
