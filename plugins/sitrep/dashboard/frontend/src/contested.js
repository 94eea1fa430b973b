// Contested: one row an incident, each side's number on one scale, with the words of both.

import { ask } from "./api.js";
import { card } from "./card.js";
import { button, h, s, told } from "./dom.js";
import * as f from "./format.js";
import { openList } from "./panel.js";
import { choose, chosen, frontName, isClaim, period } from "./state.js";

const SIDES = ["ua", "ru", "third"];
const PAGE = 25;

export function contestedCard({ limit = PAGE, title = "Contested", isShort = false } = {}) {
  const made = card("contested", title, { wide: true });
  let offset = 0;
  const older = [];
  made.load = async () => {
    offset = 0;
    older.length = 0;
    await show();
  };
  const show = async () => {
    const answer = await ask("contested", { limit, offset });
    older.push(...answer.rows);
    const { from, to } = period();
    made.setNote(`Incidents of ${f.span(from, to)} that the sides value differently or deny${isClaim() ? `; only ${f.side(chosen.side)}’s ${f.effect(chosen.measure)}` : ""}. No figure is called true.`);
    made.setTools(answer);
    const more = answer.isCut && !isShort ? button("Show more", async () => { offset += limit; await show(); }, { class: "quiet" }) : "";
    const all = isShort && answer.isCut ? button("All contested incidents", () => choose({ view: "contested" }), { class: "quiet" }) : "";
    made.body.replaceChildren(older.length ? h("div", { class: "cases" }, older.map(incident)) : h("p", {}, "Nothing is contested in this period."), more, all);
  };
  return made;
}

function incident(row) {
  const stated = SIDES.filter((side) => row[`figure_id_${side}`]);
  const open = () => openList([f.what(row), row.place ? ", " : "", row.place ?? ""].join(""), { figures: { incident: row.incident_id, front: [], from: row.day_first, to: row.day_last } });
  return h("article", { class: "case" },
    h("header", {},
      h("h3", {}, f.what(row), row.place ? [", ", told(row.place)] : ""),
      h("p", { class: "faint" }, `${f.span(row.day_first, row.day_last)} · ${f.front(frontName(row.front_id))} · ${f.plural(row.n_stories, "story", "stories")} of ${f.plural(row.n_sources, "source")} `, button("All figures", open, { class: "quiet" }))),
    range(row, stated),
    h("div", { class: "sides" }, stated.map((side) => voice(row, side)), (row.denied_by ?? []).filter((side) => !stated.includes(side)).map(denial)));
}

function voice(row, side) {
  return h("button", { type: "button", class: `voice side-${side}`, onclick: () => choose({ open: `figure:${row[`figure_id_${side}`]}` }) },
    h("span", { class: "who" }, f.side(side)), h("span", { class: "value" }, f.value(row[`value_low_${side}`], row[`value_high_${side}`], row[`value_${side}`])),
    h("span", { class: "words" }, told(row[`quote_${side}`] ?? "", "q")));
}

function denial(side) {
  return h("div", { class: `voice side-${side}` }, h("span", { class: "who" }, f.side(side)), h("span", { class: "value" }, "denies it"));
}

// Each side's number on a scale from nothing to the largest; a bar where it is a range.
function range(row, sides) {
  const numbers = sides.flatMap((side) => [row[`value_${side}`], row[`value_low_${side}`], row[`value_high_${side}`]]).filter((n) => n !== null);
  const largest = Math.max(...numbers, 1);
  const x = (n) => 10 + (n / largest) * 580;
  const ordered = [...sides].sort((a, b) => row[`value_${a}`] - row[`value_${b}`]);
  const ends = [ordered[0], ordered.at(-1)].map((side) => x(row[`value_${side}`] ?? 0));
  const label = sides.map((side) => `${f.side(side)} ${f.number(row[`value_${side}`])}`).join(", ");
  return s("svg", { class: "range", viewBox: "0 0 600 26", role: "img", "aria-label": label, preserveAspectRatio: "none" },
    s("line", { x1: 10, x2: 590, y1: 13, y2: 13, class: "axis" }),
    s("line", { x1: ends[0], x2: ends[1], y1: 13, y2: 13, class: "spread" }),
    sides.map((side) => {
      const [low, high] = [row[`value_low_${side}`] ?? row[`value_${side}`], row[`value_high_${side}`] ?? row[`value_${side}`]];
      return s("rect", { x: x(low) - 5, y: 5, width: Math.max(10, x(high) - x(low) + 10), height: 16, rx: 5, class: `dot side-${side}` });
    }));
}
