// Fronts by day: a heat map of one measure, above it what was read, so that quiet and unread days differ.

import { ask } from "./api.js";
import { card, table } from "./card.js";
import { draw, palette } from "./charts.js";
import { button, h, replace } from "./dom.js";
import * as f from "./format.js";
import { openList } from "./panel.js";
import { choose, chosen, frontName, isClaim, period, shownDay, world } from "./state.js";

const ROW_PIXELS = 21;
const LEAST_COLUMN_PIXELS = 7;
const FIRST_FRONTS = 26;
let showsAll = false;

export function measureName() {
  const { events, effects } = world.state;
  if (!isClaim()) return chosen.measure === "events" ? "events" : events[chosen.measure];
  const who = chosen.claimant === "any" ? "largest claim" : `${f.side(chosen.claimant)} says`;
  return `${effects[chosen.measure]}, ${f.side(chosen.side)}’s side (${who})`;
}

export function frontsCard() {
  const made = card("fronts", "Fronts by day", { wide: true });
  made.load = async () => {
    const [cells, coverage] = await Promise.all([ask("fronts"), ask("coverage")]);
    const { from, to } = period();
    const unit = binOf(from, to);
    made.setTitle(`Fronts by ${unit}`);
    made.setNote(noteOf(unit));
    const bins = listBins(from, to, unit);
    const active = rankFronts(cells.rows);
    const fronts = showsAll ? active : keepBusiest(active, cells.rows, FIRST_FRONTS);
    made.setTools(cells, () => frontsTable(cells.rows));
    if (!fronts.length) {
      made.body.replaceChildren(h("p", {}, coverage.rows.length ? "Nothing was reported on any front in this period." : "Nothing was read in this period."));
      return;
    }
    const chart = h("div", { class: "chart" });
    const names = h("div", { class: "names" });
    const holder = h("div", { class: "scroll-x", tabindex: "0", role: "group", "aria-label": "Heat map; the same as a table below" }, chart);
    const more = active.length > FIRST_FRONTS
      ? button(showsAll ? `Show the ${FIRST_FRONTS} busiest` : `Show ${active.length - FIRST_FRONTS} more fronts`, () => { showsAll = !showsAll; made.load(); }, { class: "quiet" })
      : "";
    made.body.replaceChildren(h("div", { class: "heat" }, names, holder), more);
    replace(names, fronts.map(frontButton));
    await drawHeat(chart, holder, names, { cells: cells.rows, coverage: coverage.rows, fronts, bins, unit });
  };
  return made;
}

// Names stand beside the chart, so that they stay where it is scrolled, and choose their front.
function frontButton(id) {
  const isChosen = chosen.front.length === 1 && chosen.front[0] === id;
  return button(f.front(frontName(id)), () => choose({ front: isChosen ? [] : [id] }), { title: frontName(id), "aria-pressed": String(isChosen) });
}

function noteOf(unit) {
  const how = isClaim() && unit !== "day" ? ` The largest day of each ${unit}; claims are never added up.` : "";
  return `${measureName()[0].toUpperCase()}${measureName().slice(1)}. Pale: quiet. Grey: nothing was read.${how} Choose a cell for the words behind it.`;
}

export function binOf(from, to) {
  const days = f.daysBetween(from, to) + 1;
  if (days <= 130) return "day";
  return days <= 900 ? "week" : "month";
}

function listBins(from, to, unit) {
  const bins = [];
  let day = startOf(from, unit);
  while (day <= to) {
    bins.push(day);
    day = nextBin(day, unit);
  }
  return bins;
}

function startOf(day, unit) {
  if (unit === "month") return `${day.slice(0, 7)}-01`;
  if (unit === "week") return f.addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  return day;
}

function nextBin(day, unit) {
  if (unit === "month") return startOf(f.addDays(day, 32), unit);
  return f.addDays(day, unit === "week" ? 7 : 1);
}

function rankFronts(rows) {
  const active = new Set(rows.filter((row) => row.value).map((row) => row.front_id));
  return [...world.fronts.keys()].filter((id) => active.has(id));
}

function keepBusiest(active, rows, n) {
  if (active.length <= n) return active;
  const sums = new Map();
  for (const row of rows) sums.set(row.front_id, (sums.get(row.front_id) ?? 0) + (row.value ?? 0));
  const kept = new Set([...active].sort((a, b) => sums.get(b) - sums.get(a)).slice(0, n));
  return active.filter((id) => kept.has(id));
}

async function drawHeat(chart, holder, names, { cells, coverage, fronts, bins, unit }) {
  const colors = palette();
  const read = new Map(coverage.map((row) => [row.day, row.n_articles]));
  const values = new Map(cells.map((row) => [`${row.day} ${row.front_id}`, row]));
  const room = holder.clientWidth - 36;
  const least = room < 400 ? LEAST_COLUMN_PIXELS / 2 : LEAST_COLUMN_PIXELS;
  const step = Math.max(least, Math.min(34, room / bins.length));
  const rows = [];
  for (const id of fronts) {
    const { valid_from: start, valid_to: end } = world.fronts.get(id);
    for (const bin of bins) {
      const last = f.addDays(nextBin(bin, unit), -1);
      if (last < start || (end && bin > end)) continue;
      const row = values.get(`${bin} ${id}`);
      const value = row?.value || null;
      const state = value ? "told" : read.get(bin) ? "quiet" : "unread";
      rows.push({ day: bin, id, value, state, tip: tipOf(bin, last, id, row, read.get(bin)) });
    }
  }
  const selected = startOf(shownDay(), unit);
  const every = Math.max(1, Math.ceil(64 / step));
  const labels = bins.filter((_, i) => (bins.length - 1 - i) % every === 0);
  const labelled = new Set(labels);
  const format = unit === "month" ? "%b %Y" : "%e %b";
  const x = {
    field: "day", type: "ordinal", title: null, scale: { domain: bins, paddingInner: step > 10 ? 0.08 : 0.04 },
    axis: { values: [...labelled], labelExpr: `timeFormat(toDate(datum.value), '${format}')`, labelAngle: 0, labelOverlap: "greedy", orient: "top" },
  };
  const y = { field: "id", type: "nominal", title: null, scale: { domain: fronts, paddingInner: 0.08 }, axis: null };
  // What names no front would outshine all fronts; it is shown, at the end of the scale.
  const located = rows.filter((row) => row.id !== "unspecified" && row.value).map((row) => row.value);
  const largest = Math.max(1, ...(located.length ? located : rows.map((row) => row.value ?? 0)));
  // A few huge days would make all others look alike; a few events need no such help.
  const type = isClaim() ? "symlog" : largest > 8 ? "sqrt" : "linear";
  const scale = { type, range: colors.heat, domain: [largest > 8 ? 0 : 0.5, Math.max(largest, 2)], clamp: true };
  const tooltip = { field: "tip", type: "nominal" };
  const heat = {
    width: { step }, height: { step: ROW_PIXELS }, padding: { left: 4, right: 20, top: 2, bottom: 2 },
    data: { values: rows },
    encoding: { x },
    layer: [
      { mark: { type: "rect" }, encoding: { y, tooltip, color: { condition: { test: "datum.state === 'unread'", value: colors.gap }, value: colors.quiet } } },
      {
        transform: [{ filter: "datum.state === 'told'" }],
        mark: { type: "rect", cursor: "pointer" },
        encoding: { y, tooltip, color: { field: "value", type: "quantitative", title: `${measureName()}, per ${unit}`, scale, legend: { gradientLength: 160, gradientThickness: 9, titleLimit: 420, format: largest < 10 ? "d" : "~s", tickMinStep: 1, tickCount: Math.min(4, largest) } } },
      },
      {
        data: { values: bins.includes(selected) ? [{ day: selected }] : [] },
        mark: { type: "rect", fill: null, stroke: colors.ink, strokeWidth: 1.6, interactive: false },
      },
    ],
    resolve: { scale: { color: "independent" } },
  };
  const label = `${measureName()} by ${unit} and front, ${f.span(bins[0], bins.at(-1))}`;
  const view = await draw(chart, heat, { label, renderer: rows.length > 3000 ? "canvas" : "svg", onClick: (datum) => datum.id && openCell(datum.day, datum.id, unit) });
  names.style.paddingTop = `${view.origin()[1] + 2}px`;
  // The last days first, where there is more than fits; labels at the edge are no reason to scroll.
  if (holder.scrollWidth - holder.clientWidth > 40) holder.scrollLeft = holder.scrollWidth;
}

function tipOf(bin, last, id, row, articles) {
  const when = bin === last ? f.longDay(bin) : f.span(bin, last);
  const lines = [`${frontName(id)}`, when];
  if (row?.value) lines.push(`${measureName()}: ${f.number(row.value)}`);
  else if (articles) lines.push(isClaim() ? "no such claim" : "quiet: nothing reported");
  else lines.push("nothing was read");
  if (row) lines.push(`${f.plural(row.n_events, "event")}, ${f.plural(row.n_claims, "claim")}`);
  if (articles) lines.push(`${f.plural(articles, "article")} read`);
  return lines.join("\n");
}

export function openCell(bin, id, unit = "day") {
  const last = f.addDays(nextBin(bin, unit), -1);
  const days = { from: bin, to: last, front: [id] };
  choose({ day: unit === "day" ? bin : [last, period().to].sort()[0], open: null });
  const type = isClaim() || chosen.measure === "events" ? [] : [chosen.measure];
  const figures = isClaim() || chosen.measure === "events" ? days : null;
  openList(`${f.front(frontName(id))}, ${bin === last ? f.fullDay(bin) : f.span(bin, last)}`, { figures, events: isClaim() ? null : { ...days, type } });
}

function frontsTable(rows) {
  const unit = binOf(period().from, period().to);
  const named = rows.filter((row) => row.value).toReversed();
  return table([
    { title: unit === "day" ? "Day" : `${unit[0].toUpperCase()}${unit.slice(1)} from`, show: (row) => row.day },
    { title: "Front", show: (row) => frontName(row.front_id) },
    { title: measureName(), isNumber: true, show: (row) => f.number(row.value) },
    { title: "Words", show: (row) => button("Show words", () => openCell(row.day, row.front_id, unit), { class: "quiet", "aria-label": `Words for ${frontName(row.front_id)}, ${row.day}` }) },
  ], named, { caption: `${measureName()} by ${unit} and front` });
}
