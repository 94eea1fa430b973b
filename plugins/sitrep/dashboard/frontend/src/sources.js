// Sources: who was asked, what came, what was turned away and why, and how much of it was understood.

import { ask } from "./api.js";
import { card, table } from "./card.js";
import { draw, palette } from "./charts.js";
import { h, told } from "./dom.js";
import * as f from "./format.js";
import { binOf } from "./fronts.js";
import { period, sourceName } from "./state.js";

const SHARES = { share_dated: "with a day", share_claimed: "with a claimant", share_placed: "with a place", share_on_front: "with a front" };

export function sourcesCards() {
  const coverage = card("coverage", "What was read", { wide: true });
  coverage.load = async () => {
    const answer = await ask("coverage");
    const { from, to } = period();
    const unit = binOf(from, to);
    coverage.setNote(`Articles by ${unit} of publication, and what share of their figures could be dated, placed and attributed.`);
    coverage.setTools(answer, () => coverageTable(answer.rows));
    const chart = h("div", { class: "chart" });
    coverage.body.replaceChildren(chart);
    if (!answer.rows.length) {
      chart.replaceChildren(h("p", {}, "Nothing was read in this period."));
      return;
    }
    await drawCoverage(chart, answer.rows, from, to, unit);
  };
  const health = card("sources", "Sources", { wide: true });
  health.load = async () => {
    const answer = await ask("sources");
    health.setNote("Requests and articles over the period; those with rejects and failures first. Delay: from publication to capture, the middle one.");
    health.setTools(answer);
    health.body.replaceChildren(answer.rows.length ? healthTable(answer.rows) : h("p", {}, "No source was asked in this period."));
  };
  return [coverage, health];
}

async function drawCoverage(chart, rows, from, to, unit) {
  const colors = palette();
  const width = Math.max(240, chart.clientWidth - 70);
  const bins = Math.max(1, (f.daysBetween(from, to) + 1) / { day: 1, week: 7, month: 30.4 }[unit]);
  const x = { field: "day", type: "temporal", timeUnit: "utcyearmonthdate", title: null, scale: { type: "utc", domain: [from, f.addDays(to, 1)] }, axis: { format: unit === "month" ? "%b %Y" : "%e %b", labelOverlap: true, tickCount: Math.max(2, Math.floor(width / 80)), grid: false } };
  const shares = rows.flatMap((row) => Object.entries(SHARES).filter(([name]) => row[name] !== null).map(([name, words]) => ({ day: row.day, words, share: row[name], tip: `${f.fullDay(row.day)}\n${f.percent(row[name])} of figures ${words}` })));
  const bars = rows.map((row) => ({ ...row, tip: `${f.longDay(row.day)}\n${f.plural(row.n_articles, "article")}, ${f.plural(row.n_stories, "story", "stories")}, ${f.plural(row.n_sources, "source")}\n${f.plural(row.n_figures, "figure")}, ${f.plural(row.n_events, "event")}` }));
  const spec = {
    spacing: 18,
    vconcat: [
      { width, height: 130, data: { values: bars }, mark: { type: "bar", color: colors.third, width: Math.max(1, Math.min(20, (width / bins) * 0.8)) },
        encoding: { x: { ...x, axis: { ...x.axis, labels: false } }, y: { field: "n_articles", type: "quantitative", title: "articles", axis: { tickCount: 3 } }, tooltip: { field: "tip" } } },
      { width, height: 130, data: { values: shares }, mark: { type: "line", point: { size: 18, filled: true }, strokeWidth: 1.6 },
        encoding: { x, y: { field: "share", type: "quantitative", title: "share of figures", scale: { domain: [0, 1] }, axis: { format: "%", tickCount: 3 } }, color: { field: "words", type: "nominal", title: null, scale: { domain: Object.values(SHARES), range: colors.types } }, tooltip: { field: "tip" } } },
    ],
    resolve: { scale: { color: "independent" } },
  };
  await draw(chart, spec, { label: `Articles read by ${unit}, ${f.span(from, to)}, and shares of figures understood` });
}

function coverageTable(rows) {
  const n = (title, name, show = f.number) => ({ title, isNumber: true, show: (row) => show(row[name]) });
  return table([
    { title: "Day", show: (row) => row.day }, n("Articles", "n_articles"), n("Stories", "n_stories"), n("Sources", "n_sources"), n("Figures", "n_figures"), n("Events", "n_events"),
    n("Dated", "share_dated", f.percent), n("Placed", "share_placed", f.percent), n("On a front", "share_on_front", f.percent), n("With claimant", "share_claimed", f.percent),
  ], rows.toReversed(), { caption: "Coverage by day" });
}

function healthTable(rows) {
  const n = (title, name, show = f.number) => ({ title, isNumber: true, show: (row) => show(row[name]) });
  return table([
    { title: "Source", show: (row) => told(row.source ?? sourceName(row.source_id)) },
    { title: "Voice", show: (row) => (row.party ? h("span", { class: `side-text side-${row.party}` }, f.side(row.party)) : "–") },
    n("Articles", "n_articles"), n("Entries", "n_entries"), n("Fetched", "n_fetched"), n("Unchanged", "n_unchanged"), n("Failed", "n_failed"), n("Rejected", "n_rejects"), n("Share", "share_rejected", f.percent),
    { title: "Why", show: (row) => told(row.rejects_by_reason ?? "") },
    { title: "Delay", isNumber: true, show: (row) => delay(row.median_delay_minutes) },
    { title: "Last day", show: (row) => f.fullDay(row.last_day) },
  ], rows, { caption: "Health of sources" });
}

function delay(minutes) {
  if (minutes === null) return "–";
  return minutes < 120 ? `${f.number(Math.round(minutes))} min` : `${f.number(Math.round(minutes / 60))} h`;
}
