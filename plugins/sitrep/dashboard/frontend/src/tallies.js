// Tallies: official running totals by claimant, with increments, and with what does not add up.

import { ask } from "./api.js";
import { card, table } from "./card.js";
import { draw, palette } from "./charts.js";
import { button, h } from "./dom.js";
import * as f from "./format.js";
import { choose, chosen, period } from "./state.js";

const FLAGS = { misread: "does not fit its neighbours", retracted: "taken back later", correction: "lower than before: a correction" };

export function talliesCards() {
  const list = card("series", "Official series", { wide: true });
  const one = card("tallies", "Running total", { wide: true });
  let latest = [];
  const key = (row) => `${row.measure_id}:${row.claimant_side}`;
  list.load = async () => {
    const answer = await ask("tallies_latest", { series: [] });
    latest = answer.rows;
    list.setNote("The latest total that each side states. Killed, lost and casualties of one series are one; the wording is kept.");
    list.setTools(answer);
    list.body.replaceChildren(latest.length ? seriesTable(latest, chosenSeries(latest), key) : h("p", {}, "No official total is known up to this day."));
  };
  one.load = async () => {
    if (!latest.length) await list.load();
    const row = chosenSeries(latest);
    if (!row) {
      one.element.hidden = true;
      return;
    }
    one.element.hidden = false;
    const answer = await ask("tallies", { series: [row.measure_id], claimant: row.claimant_side });
    const { from, to } = period();
    one.setTitle(`${row.measure}: ${f.side(row.claimant_side)} says`);
    one.setNote(`Total and daily increase, ${f.span(from, to)}. Bars: the increase as stated, else as computed from the day before. Choose a mark for its words.`);
    one.setTools(answer, () => dayTable(answer.rows));
    const chart = h("div", { class: "chart" });
    const breaks = answer.rows.filter((day) => day.flag || day.is_gap || day.agrees === false);
    one.body.replaceChildren(chart, breaks.length ? breakList(breaks) : h("p", { class: "faint" }, "No gap, correction or disagreement in this period."));
    if (answer.rows.length) await drawSeries(chart, answer.rows, row);
    else chart.replaceChildren(h("p", {}, "No total was stated in this period."));
  };
  return [one, list];

  function chosenSeries(rows) {
    const [measure, side] = (chosen.series[0] ?? "").split(":");
    return rows.find((row) => row.measure_id === measure && (!side || row.claimant_side === side)) ?? rows[0];
  }
}

function seriesTable(rows, current, key) {
  return table([
    { title: "Series", show: (row) => button(row.measure, () => choose({ series: [key(row)] }), { class: "link", "aria-pressed": String(row === current) }) },
    { title: "Says", show: (row) => h("span", { class: `side-text side-${row.claimant_side}` }, f.side(row.claimant_side)) },
    { title: "Total", isNumber: true, show: (row) => f.number(row.total) },
    { title: "A day", isNumber: true, show: (row) => (row.increment_stated ?? row.increment_computed) === null ? "–" : f.signed(row.increment_stated ?? row.increment_computed) },
    { title: "As of", show: (row) => f.fullDay(row.day) },
    { title: "Days", isNumber: true, show: (row) => f.number(row.n_days) },
    { title: "Words", show: (row) => button("Show words", () => choose({ open: `figure:${row.figure_id}` }), { class: "quiet", "aria-label": `Words for ${row.measure}` }) },
  ], rows, { caption: "Official series" });
}

async function drawSeries(chart, rows, series) {
  const colors = palette();
  const color = colors[series.claimant_side] ?? colors.third;
  const data = rows.map((row) => ({
    ...row,
    step: row.increment_stated ?? row.increment_computed,
    state: row.flag ? "flagged" : row.agrees === false ? "disagrees" : "fits",
    tip: [f.longDay(row.day), `total ${f.number(row.total)}`,
      row.increment_stated === null ? null : `stated increase ${f.number(row.increment_stated)}`,
      row.increment_computed === null ? null : `computed ${f.number(row.increment_computed)}`,
      row.flag ? FLAGS[row.flag] ?? row.flag : null, row.is_gap ? `no total since ${f.fullDay(row.previous_day)}` : null].filter(Boolean).join("\n"),
  }));
  const width = Math.max(240, chart.clientWidth - 80);
  const x = { field: "day", type: "temporal", timeUnit: "utcyearmonthdate", title: null, axis: { format: "%e %b %Y", labelOverlap: true, tickCount: Math.max(2, Math.floor(width / 110)), grid: false }, scale: { type: "utc" } };
  // What was misread must not flatten the rest: it is marked at the edge.
  const good = data.filter((row) => row.flag === null).map((row) => row.total);
  const totals = good.length ? { zero: false, domain: [Math.min(...good), Math.max(...good)], clamp: true, nice: true } : { zero: false };
  const onlyGood = [{ filter: "datum.flag === null" }];
  const tooltip = { field: "tip" };
  const spec = {
    data: { values: data },
    spacing: 14,
    vconcat: [
      { width, height: 210, encoding: { x: { ...x, axis: { ...x.axis, labels: false } } },
        layer: [
          { transform: onlyGood, mark: { type: "line", color, strokeWidth: 2.2, interpolate: "linear" }, encoding: { y: { field: "total", type: "quantitative", title: "total", scale: totals, axis: { format: "~s" } } } },
          { transform: onlyGood, mark: { type: "point", filled: true, size: data.length > 200 ? 8 : 34, color, cursor: "pointer" }, encoding: { y: { field: "total", type: "quantitative" }, tooltip } },
          { transform: [{ filter: "datum.flag !== null" }], mark: { type: "point", shape: "cross", angle: 45, size: 110, filled: true, color: colors.accent, cursor: "pointer" }, encoding: { y: { field: "total", type: "quantitative" }, tooltip } },
          { transform: [{ filter: "datum.is_gap && datum.flag === null" }], mark: { type: "rule", strokeDash: [3, 3], color: colors.soft }, encoding: { tooltip } },
        ] },
      { width, height: 100, transform: [{ filter: "datum.step !== null && datum.flag === null" }], mark: { type: "bar", cursor: "pointer", width: Math.max(1, Math.min(14, (width / Math.max(1, f.daysBetween(data[0].day, data.at(-1).day) + 1)) * 0.75)) },
        encoding: { x, y: { field: "step", type: "quantitative", title: "a day", axis: { format: "~s", tickCount: 4 } },
          color: { condition: { test: "datum.state === 'disagrees'", value: colors.accent }, value: color }, tooltip } },
    ],
  };
  const label = `${series.measure}, ${f.side(series.claimant_side)} says: ${f.number(data[0].total)} on ${f.fullDay(data[0].day)} to ${f.number(data.at(-1).total)} on ${f.fullDay(data.at(-1).day)}`;
  await draw(chart, spec, { label, onClick: (datum) => datum.figure_id && choose({ open: `figure:${datum.figure_id}` }) });
}

function breakList(rows) {
  const say = (row) => {
    if (row.flag) return FLAGS[row.flag] ?? row.flag;
    if (row.is_gap) return `gap: no total since ${f.fullDay(row.previous_day)}`;
    return `stated increase ${f.number(row.increment_stated)}, computed ${f.number(row.increment_computed)}`;
  };
  return h("details", { class: "breaks", open: rows.length <= 6 },
    h("summary", {}, `${f.plural(rows.length, "break")}: gaps, corrections, increases that do not add up`),
    h("ul", {}, rows.slice(-60).toReversed().map((row) => h("li", {}, button(`${f.fullDay(row.day)}: ${f.number(row.total)}`, () => choose({ open: `figure:${row.figure_id}` }), { class: "link" }), ` ${say(row)}`))));
}

function dayTable(rows) {
  return table([
    { title: "Day", show: (row) => row.day },
    { title: "Total", isNumber: true, show: (row) => f.number(row.total) },
    { title: "Stated increase", isNumber: true, show: (row) => f.number(row.increment_stated) },
    { title: "Computed", isNumber: true, show: (row) => f.number(row.increment_computed) },
    { title: "Note", show: (row) => (row.flag ? FLAGS[row.flag] ?? row.flag : row.is_gap ? "gap" : "") },
    { title: "Words", show: (row) => button("Show words", () => choose({ open: `figure:${row.figure_id}` }), { class: "quiet", "aria-label": `Words for ${row.day}` }) },
  ], rows.toReversed(), { caption: "Running total by day" });
}
