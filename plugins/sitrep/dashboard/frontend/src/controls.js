// What can be chosen: period (typed, preset, or brushed on a strip of all that was read), measure, side, claimant, front.

import { ask } from "./api.js";
import { draw, palette } from "./charts.js";
import { button, h, replace } from "./dom.js";
import * as f from "./format.js";
import { choose, chosen, DEFAULT_DAYS, isClaim, lastDay, period, world } from "./state.js";

const PRESETS = [["30 d", 30], ["60 d", DEFAULT_DAYS], ["6 mo", 183], ["1 y", 365]];

export function controls() {
  const element = h("form", { class: "controls", "aria-label": "What is shown" });
  element.addEventListener("submit", (event) => event.preventDefault());
  const strip = h("div", { class: "strip", "aria-hidden": "true" });
  const fields = h("div", { class: "fields" });
  // On a phone what there is to see comes first, and what can be chosen unfolds.
  const folded = h("details", { open: innerWidth > 640 }, h("summary", {}, "Period, measure, front"), fields, strip);
  folded.addEventListener("toggle", () => folded.open && drawStrip(strip));
  replace(element, folded);
  return { element, load: async () => { fillFields(fields); await drawStrip(strip); } };
}

function fillFields(fields) {
  // Built anew with each choice: keep the place of whoever walks through them by keyboard.
  const focused = fields.contains(document.activeElement) ? document.activeElement.id : null;
  replaceFields(fields);
  if (focused) document.getElementById(focused)?.focus();
}

function replaceFields(fields) {
  const { from, to } = period();
  const { events, effects, first_day: first } = world.state;
  const option = (value, name, current) => h("option", { value, selected: value === current }, name);
  const date = (id, value, onpick) => h("input", { type: "date", id, value, min: "2000-01-01", max: "2199-12-31", onchange: (event) => /^\d{4}-\d\d-\d\d$|^$/.test(event.target.value) && onpick(event.target.value || null) });
  const days = f.daysBetween(from, to) + 1;
  const preset = ([name, n]) => button(name, () => choose({ from: n === DEFAULT_DAYS ? null : f.addDays(lastDay(), 1 - n), to: null, day: null }), { class: "chip", id: `preset-${n}`, "aria-pressed": String(to === lastDay() && days === n) });
  const all = button("All", () => choose({ from: first, to: null, day: null }), { class: "chip", id: "preset-all", "aria-pressed": String(from === first && to === lastDay()) });
  const label = (name, id, input) => h("div", { class: "field" }, h("label", { for: id }, name), input);
  replace(fields,
    label("From", "from", date("from", from, (value) => choose({ from: value, to: chosen.to ?? to, day: null }))),
    label("To", "to", date("to", to, (value) => choose({ from: chosen.from ?? from, to: value, day: null }))),
    h("div", { class: "field chips", role: "group", "aria-label": "Period" }, PRESETS.map(preset), all),
    !uses("measure") ? null : label("Measure", "measure", h("select", { id: "measure", onchange: (event) => choose({ measure: event.target.value }) },
      h("optgroup", { label: "What happened" }, option("events", "all events", chosen.measure), Object.entries(events).map(([value, name]) => option(value, name, chosen.measure))),
      h("optgroup", { label: "What is claimed" }, Object.entries(effects).map(([value, name]) => option(value, name, chosen.measure))))),
    uses("measure") && isClaim() ? [
      label("Losses of", "side", h("select", { id: "side", onchange: (event) => choose({ side: event.target.value }) }, ["ru", "ua"].map((side) => option(side, f.side(side), chosen.side)))),
      label("As claimed by", "claimant", h("select", { id: "claimant", onchange: (event) => choose({ claimant: event.target.value }) },
        option("any", "anyone (the largest)", chosen.claimant), ["ua", "ru", "third"].map((side) => option(side, f.side(side), chosen.claimant)))),
    ] : null,
    !uses("front") ? null : label("Front", "front", h("select", { id: "front", onchange: (event) => choose({ front: event.target.value ? [event.target.value] : [] }) },
      option("", chosen.front.length > 1 ? `${chosen.front.length} fronts` : "all fronts", chosen.front.length === 1 ? null : ""), [...world.fronts.values()].map((front) => option(front.front_id, f.front(front.name), chosen.front.length === 1 ? chosen.front[0] : "")))),
    label("As known on", "known", date("known", chosen.known ?? "", (value) => choose({ known: value, day: null }))),
    chosen.known ? button("Now", () => choose({ known: null }), { class: "chip", id: "known-now" }) : null);
}

// What a view would ignore is not offered there.
function uses(name) {
  return { measure: ["overview", "contested"], front: ["overview", "contested", "timeline"] }[name].includes(chosen.view);
}

let all = null;

// All that was ever read, as a strip to brush a period on. The same can be typed into From and To.
async function drawStrip(strip) {
  const { first_day: first, last_day: last } = world.state;
  if (!first || f.daysBetween(first, last) < 7) return;
  all ??= ask("coverage", { from: first, to: last, known: null });
  const colors = palette();
  const { from, to } = period();
  const width = Math.max(200, strip.clientWidth - 4);
  const rows = (await all).rows;
  // Background of years ago may be told of today; what was read begins later.
  const start = rows.length && rows[0].day < from ? rows[0].day : from;
  const spec = {
    width, height: 34, data: { values: rows },
    params: [{ name: "brush", select: { type: "interval", encodings: ["x"], mark: { fill: colors.accent, fillOpacity: 0.16, stroke: colors.accent, strokeWidth: 1, cursor: "grab" } }, value: { x: [Date.parse(from), Date.parse(f.addDays(to, 1))] } }],
    mark: { type: "area", interpolate: "step-after", color: colors.third, opacity: 0.55 },
    encoding: {
      x: { field: "day", type: "temporal", title: null, scale: { type: "utc", domain: [start, f.addDays(last, 1)] }, axis: { format: f.daysBetween(start, last) > 200 ? "%b %Y" : "%e %b", labelOverlap: true, tickCount: Math.floor(width / 90), grid: false } },
      y: { field: "n_articles", type: "quantitative", title: null, axis: null },
    },
  };
  let waiting = null;
  const onBrush = (value) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const range = value.day;
      if (!range) return;
      const [begin, end] = range.map((ms) => new Date(ms).toISOString().slice(0, 10));
      const until = f.addDays(end, -1) < begin ? begin : f.addDays(end, -1);
      if (begin !== period().from || until !== period().to) choose({ from: begin, to: until, day: null });
    }, 350);
  };
  await draw(strip, spec, { label: "All that was read; drag to choose a period", signals: { brush: onBrush } });
}
