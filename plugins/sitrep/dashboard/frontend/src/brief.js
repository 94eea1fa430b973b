// The day in ten seconds: what happened where, what the sides say of it, and how much was heard at all.

import { ask } from "./api.js";
import { button, h, replace, told } from "./dom.js";
import * as f from "./format.js";
import { openList } from "./panel.js";
import { choose, chosen, lastDay, period, shownDay, world } from "./state.js";

const LEADING = ["ru_loss_personnel", "ua_loss_personnel"];
const DISPUTE_DAYS = 7;

export function briefCard() {
  const element = h("section", { class: "brief", id: "brief", "aria-label": "The day in brief" });
  const load = async () => {
    const day = shownDay();
    const one = { from: day, to: day, front: chosen.front };
    const week = { from: f.addDays(day, 1 - DISPUTE_DAYS), to: day, measure: "events", front: chosen.front, limit: 1 };
    const [fronts, coverage, disputes, totals] = await Promise.all([
      ask("brief", { ...one, measure: "events" }), ask("coverage", one), ask("contested", week),
      ask("tallies_latest", { from: null, to: day, claimant: "any", series: [] }),
    ]);
    const rows = chosen.front.length ? fronts.rows.filter((row) => chosen.front.includes(row.front_id)) : fronts.rows;
    const claim = h("span", { class: "faint" }, " Numbers are what the named side claims; none is called true.");
    replace(element, dayLine(day), h("p", { class: "lead" }, lead(rows, coverage.rows[0]), claim),
      h("div", { class: "facts" }, eventsFact(rows, day), ...tallyFacts(totals.rows, day), disputeFact(disputes.rows[0]), coverageFact(coverage.rows[0])));
  };
  return { element, load, fail: (error) => replace(element, h("p", { class: "failure", role: "alert" }, error.message)) };
}

function dayLine(day) {
  const { from, to } = period();
  const go = (n) => choose({ day: f.addDays(day, n) });
  return h("div", { class: "day" },
    button("‹", () => go(-1), { "aria-label": "Day before", id: "day-before", disabled: day <= from }),
    h("h2", { id: "day" }, f.longDay(day)),
    button("›", () => go(1), { "aria-label": "Day after", id: "day-after", disabled: day >= to }),
    day === lastDay() ? h("span", { class: "chip" }, "latest") : null);
}

function lead(rows, coverage) {
  const busy = rows.filter((row) => row.n_events);
  const n = busy.reduce((sum, row) => sum + row.n_events, 0);
  if (!n && !coverage) return "No sources: not one article is known for this day. That says nothing about the war.";
  if (!n) return `Quiet: ${f.plural(coverage.n_articles, "article")} read, and no event on any front among them.`;
  const most = busy[0];
  const leads = busy.length > 1 && most.n_events > busy[1].n_events;
  const where = busy.length === 1 ? `, all on ${f.front(most.front)}` : ` on ${busy.length} fronts${leads ? `, most on ${f.front(most.front)}` : ""}`;
  return `${f.plural(n, "event")} reported${where}.`;
}

function fact(title, main, detail, onclick) {
  return h(onclick ? "button" : "div", { class: "fact", type: onclick ? "button" : null, onclick },
    h("span", { class: "over" }, title), h("span", { class: "main" }, main), h("span", { class: "detail" }, detail));
}

function eventsFact(rows, day) {
  const counts = Object.entries(world.state.events)
    .map(([type, name]) => [type, name, rows.reduce((sum, row) => sum + row[`n_${type}`], 0)])
    .filter(([, , n]) => n)
    .map(([type, name, n]) => [n === 1 ? f.words(type) : name, n])
    .sort((a, b) => b[1] - a[1]);
  const total = counts.reduce((sum, [, n]) => sum + n, 0);
  return fact("Events", f.number(total), counts.length ? counts.map(([name, n]) => `${n} ${name}`).join(" · ") : "none reported",
    total ? () => openList(`Events, ${f.fullDay(day)}`, { events: { from: day, to: day, type: [] } }) : null);
}

// One total of each side's losses, as the other side claims them, where there are any of late.
function tallyFacts(rows, day) {
  const fresh = rows.filter((row) => f.daysBetween(row.day, day) <= 14);
  const leading = LEADING.map((id) => fresh.find((row) => row.measure_id === id)).filter(Boolean);
  return (leading.length ? leading : fresh.slice(0, 1)).map((row) => {
    const step = row.increment_stated ?? row.increment_computed;
    const more = step === null ? "" : `${f.signed(step)} in a day · `;
    return fact(`${row.measure}, ${f.side(row.claimant_side)} says`, [f.number(row.total)], `${more}as of ${f.shortDay(row.day)}`, () => choose({ open: `figure:${row.figure_id}` }));
  });
}

function disputeFact(row) {
  if (!row) return fact("Most disputed this week", "–", "no incident that the sides value differently");
  const said = ["ua", "ru", "third"].filter((side) => row[`figure_id_${side}`])
    .map((side) => h("span", { class: `said side-${side}` }, h("b", {}, f.value(row[`value_low_${side}`], row[`value_high_${side}`], row[`value_${side}`])), ` ${f.side(side)} `));
  const denied = (row.denied_by ?? []).map((side) => h("span", { class: `said side-${side}` }, `${f.side(side)} denies it`));
  return fact("Most disputed this week", [...said, ...denied], [f.what(row), row.place ? [", ", told(row.place)] : "", `, ${f.shortDay(row.day)}`],
    () => choose({ view: "contested", day: row.day }));
}

function coverageFact(row) {
  if (!row) return fact("Read", "nothing", "no article is known for this day");
  return fact("Read", f.plural(row.n_stories, "story", "stories"), `${f.plural(row.n_articles, "article")} of ${f.plural(row.n_sources, "source")} · ${f.plural(row.n_figures, "figure")}`);
}

