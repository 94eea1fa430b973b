// The map: fronts and places with events or claims, on an outline that comes with the theatre.

import { ask, get } from "./api.js";
import { card, table } from "./card.js";
import { draw, palette } from "./charts.js";
import { button, h } from "./dom.js";
import * as f from "./format.js";
import { measureName } from "./fronts.js";
import { openList } from "./panel.js";
import { chosen, isClaim, period, shownDay, world } from "./state.js";

let outline = null;
const view = { isClose: true, isDay: false };

export function mapCard() {
  const made = card("map", "Map");
  made.load = async () => {
    const { from, to } = view.isDay ? { from: shownDay(), to: shownDay() } : period();
    const [answer, land] = await Promise.all([ask(isClaim() ? "map_claims" : "map_events", { from, to }), (outline ??= get("api/outline"))]);
    const rows = answer.rows.filter((row) => row.value);
    made.setNote(`${measureName()[0].toUpperCase()}${measureName().slice(1)} by place, ${f.span(from, to)}${isClaim() ? ": the largest claim at each" : ""}.`);
    made.setTools(answer, () => placesTable(rows, from, to));
    made.extra.replaceChildren(
      toggle("Day", "Period", view.isDay, (isFirst) => { view.isDay = isFirst; made.load(); }),
      toggle("Close", "Whole", view.isClose, (isFirst) => { view.isClose = isFirst; made.load(); }));
    const chart = h("div", { class: "chart map" });
    made.body.replaceChildren(chart, rows.length ? "" : h("p", { class: "faint" }, "No place is known for this choice."));
    await drawMap(chart, await land, rows, from, to);
  };
  return made;
}

function toggle(first, second, isFirst, onchoose) {
  return h("span", { class: "toggle", role: "group" },
    button(first, () => onchoose(true), { "aria-pressed": String(isFirst) }), button(second, () => onchoose(false), { "aria-pressed": String(!isFirst) }));
}

async function drawMap(chart, land, rows, from, to) {
  const colors = palette();
  const width = Math.max(260, chart.clientWidth - 4);
  const height = Math.round(width * 0.72);
  const [west, south, east, north] = frameOf(land, rows);
  const projection = { type: "mercator", fit: { type: "Feature", geometry: { type: "MultiPoint", coordinates: [[west, south], [east, north]] } } };
  const inside = (row) => row.lat > south - 0.6 && row.lat < north + 0.6 && row.lon > west - 0.6 && row.lon < east + 0.6;
  const points = rows.filter(inside).map((row) => ({ ...row, tip: `${row.name}\n${measureName()}: ${f.number(row.value)}\n${f.span(row.first_day, row.last_day)}${row.kind === "settlement" ? "" : `\n${row.kind}, drawn at its middle`}` }));
  const perPixel = (east - west) / width;
  const taken = [];
  const labels = pickLabels(points.map((row) => ({ ...row, size: 12 })), perPixel, taken, 12);
  const fronts = world.state.fronts.filter((row) => row.lat && (!row.valid_to || row.valid_to >= from) && row.valid_from <= to).filter(inside);
  const cities = pickLabels(world.state.cities.filter(inside), perPixel, taken, 12);
  const place = { longitude: { field: "lon", type: "quantitative" }, latitude: { field: "lat", type: "quantitative" } };
  const text = (data, color, size, weight, dx) => ({
    data: { values: data }, mark: { type: "text", align: "left", dx, fontSize: size, fontWeight: weight, color, stroke: null, clip: true }, encoding: { ...place, text: { field: "name" } },
  });
  const halo = (data, size, weight, dx) => ({
    data: { values: data }, mark: { type: "text", align: "left", dx, fontSize: size, fontWeight: weight, color: colors.land, stroke: colors.land, strokeWidth: 3, opacity: 0.85, clip: true }, encoding: { ...place, text: { field: "name" } },
  });
  const spec = {
    width, height, projection,
    view: { fill: colors.sea, cornerRadius: 6 },
    layer: [
      { data: { values: land.features }, mark: { type: "geoshape", stroke: colors.border, strokeWidth: 0.8, clip: true },
        encoding: { fill: { condition: { test: "datum.properties.is_subject", value: colors.land }, value: colors.abroad } } },
      { data: { values: fronts.map((row) => ({ ...row, tip: `Front: ${row.name}` })) }, mark: { type: "point", shape: "diamond", size: 34, filled: true, color: colors.soft, opacity: 0.6, clip: true }, encoding: { ...place, tooltip: { field: "tip" } } },
      { data: { values: cities }, mark: { type: "point", shape: "square", size: 9, filled: true, color: colors.soft, clip: true }, encoding: place },
      text(cities, colors.soft, 10.5, "normal", 6),
      { data: { values: points }, mark: { type: "circle", stroke: colors.ink, strokeWidth: 0.6, color: colors.accent, cursor: "pointer", clip: true },
        encoding: { ...place, tooltip: { field: "tip" }, order: { field: "value", sort: "descending" },
          // A region is no point: it is drawn hollow, at its middle.
          fillOpacity: { condition: { test: "datum.kind === 'settlement'", value: 0.72 }, value: 0.12 },
          size: { field: "value", type: "quantitative", title: null, scale: { type: isClaim() ? "sqrt" : "linear", range: [22, width * 1.4], domainMin: 0 }, legend: points.length === 0 ? null : { values: legendValues(points), format: "~s", symbolFillColor: colors.accent, symbolStrokeColor: colors.ink } } } },
      halo(labels, 11.5, "bold", 9),
      text(labels, colors.ink, 11.5, "bold", 9),
    ],
  };
  const label = `${measureName()} by place, ${f.span(from, to)}; the same as a table below`;
  await draw(chart, spec, { label, onClick: (datum) => datum.place_id && openPlace(datum, from, to) });
}

function legendValues(points) {
  const largest = Math.max(1, ...points.map((row) => row.value));
  return [...new Set([1, Math.round(largest / 3), largest])].filter((value) => value > 0);
}

// Close: around what there is to see; whole: the theatre.
function frameOf(land, rows) {
  const whole = land.view ?? [-170, -55, 180, 70];
  if (!view.isClose || rows.length < 2) return whole;
  const weights = rows.filter((row) => row.lat > whole[1] && row.lat < whole[3] && row.lon > whole[0] && row.lon < whole[2]);
  if (weights.length < 2) return whole;
  const lats = weights.map((row) => row.lat).sort((a, b) => a - b);
  const lons = weights.map((row) => row.lon).sort((a, b) => a - b);
  const cut = Math.floor(weights.length * 0.06);
  const box = [lons[cut], lats[cut], lons.at(-1 - cut), lats.at(-1 - cut)];
  const pad = Math.max(0.5, (box[2] - box[0]) * 0.12);
  return [box[0] - pad, box[1] - pad * 0.7, Math.max(box[2], box[0] + 2.5) + pad * 1.4, Math.max(box[3], box[1] + 1.5) + pad * 0.7];
}

// Names that do not lie on one another, the weightiest first.
function pickLabels(rows, perPixel, taken, n) {
  const picked = [];
  for (const row of rows) {
    const box = { x: row.lon, y: row.lat, w: (row.name.length * 6.6 + 14) * perPixel, h: 15 * perPixel * 0.68 };
    if (taken.some((other) => Math.abs(other.y - box.y) < (other.h + box.h) / 2 && box.x < other.x + other.w && other.x < box.x + box.w)) continue;
    taken.push(box);
    picked.push(row);
    if (picked.length === n) break;
  }
  return picked;
}

function openPlace(row, from, to) {
  const days = { from, to, place: row.place_id };
  const type = isClaim() || chosen.measure === "events" ? [] : [chosen.measure];
  openList(`${row.name}, ${f.span(from, to)}`, { figures: isClaim() || chosen.measure === "events" ? days : null, events: isClaim() ? null : { ...days, type } });
}

function placesTable(rows, from, to) {
  return table([
    { title: "Place", show: (row) => row.name },
    { title: measureName(), isNumber: true, show: (row) => f.number(row.value) },
    { title: "Days", show: (row) => f.span(row.first_day, row.last_day) },
    { title: "Words", show: (row) => button("Show words", () => openPlace(row, from, to), { class: "quiet", "aria-label": `Words for ${row.name}` }) },
  ], rows, { caption: `${measureName()} by place` });
}

