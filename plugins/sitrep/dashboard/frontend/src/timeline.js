// Timeline: what happened, once each, by type; filters, and the list behind the bars.

import { ask } from "./api.js";
import { card } from "./card.js";
import { draw, palette } from "./charts.js";
import { button, h, told } from "./dom.js";
import * as f from "./format.js";
import { binOf } from "./fronts.js";
import { openList } from "./panel.js";
import { choose, chosen, frontName, period, sourceName, world } from "./state.js";

const PAGE = 50;

export function timelineCards() {
  return [barsCard(), listCard()];
}

function typeFilter() {
  const pick = (type) => choose({ type: chosen.type.includes(type) ? chosen.type.filter((other) => other !== type) : [...chosen.type, type] });
  const status = h("select", { id: "status", onchange: (event) => choose({ status: event.target.value }) },
    [["asserted", "asserted"], ["denied", "denied"], ["forecast", "expected"], ["any", "any status"]].map(([value, name]) => h("option", { value, selected: chosen.status === value }, name)));
  return h("div", { class: "chips", role: "group", "aria-label": "Types of event" },
    Object.entries(world.state.events).map(([type, name]) => button(name, () => pick(type), { class: "chip", "aria-pressed": String(chosen.type.includes(type)) })),
    h("label", { class: "inline" }, "Status ", status));
}

function barsCard() {
  const made = card("bars", "Events", { wide: true });
  made.load = async () => {
    const answer = await ask("timeline_counts");
    const { from, to } = period();
    const unit = binOf(from, to);
    made.setNote(`Events by ${unit} and type, each counted once however many sources tell it.`);
    made.setTools(answer);
    const chart = h("div", { class: "chart" });
    made.body.replaceChildren(typeFilter(), chart);
    if (!answer.rows.length) {
      chart.replaceChildren(h("p", {}, "No event fits this choice."));
      return;
    }
    const colors = palette();
    const names = world.state.events;
    const types = Object.keys(names).filter((type) => answer.rows.some((row) => row.type === type));
    const data = answer.rows.map((row) => ({ ...row, name: names[row.type], tip: `${unit === "day" ? f.longDay(row.day) : `${unit} from ${f.fullDay(row.day)}`}\n${row.n} ${row.n === 1 ? f.words(row.type) : names[row.type]}` }));
    const width = Math.max(240, chart.clientWidth - 60);
    const bins = Math.max(1, (f.daysBetween(from, to) + 1) / { day: 1, week: 7, month: 30.4 }[unit]);
    const spec = {
      data: { values: data }, width, height: 200,
      mark: { type: "bar", cursor: "pointer", width: Math.max(1, Math.min(20, (width / bins) * 0.8)) },
      encoding: {
        x: { field: "day", type: "temporal", timeUnit: "utcyearmonthdate", title: null, scale: { type: "utc", domain: [from, f.addDays(to, 1)] }, axis: { format: unit === "month" ? "%b %Y" : "%e %b", labelOverlap: true, tickCount: Math.max(2, Math.floor(width / 80)), grid: false } },
        y: { field: "n", type: "quantitative", title: null, axis: { tickCount: 4, tickMinStep: 1 } },
        color: { field: "name", type: "nominal", title: null, scale: { domain: types.map((type) => names[type]), range: Object.keys(names).map((type, i) => [type, colors.types[i]]).filter(([type]) => types.includes(type)).map(([, color]) => color) }, legend: { symbolType: "square", columns: width < 500 ? 2 : 8, labelLimit: 200 } },
        tooltip: { field: "tip" },
      },
    };
    const label = `Events by ${unit} and type, ${f.span(from, to)}`;
    await draw(chart, spec, { label, onClick: (datum) => datum.type && openBar(datum, unit) });
  };
  return made;
}

function openBar(datum, unit) {
  const next = { day: (day) => day, week: (day) => f.addDays(day, 6), month: (day) => f.addDays(`${f.addDays(day, 32).slice(0, 7)}-01`, -1) }[unit];
  const last = next(datum.day);
  openList(`${datum.name[0].toUpperCase()}${datum.name.slice(1)}, ${f.span(datum.day, last)}`, { events: { from: datum.day, to: last, type: [datum.type] } });
}

function listCard() {
  const made = card("timeline", "Timeline", { wide: true });
  let offset = 0;
  let rows = [];
  made.load = async () => {
    offset = 0;
    rows = [];
    await show();
  };
  const show = async () => {
    const answer = await ask("timeline", { limit: PAGE, offset });
    rows.push(...answer.rows);
    made.setTools(answer);
    const days = Map.groupBy ? Map.groupBy(rows, (row) => row.day) : group(rows);
    const list = [...days].map(([day, events]) => h("section", { class: "list" }, h("h3", {}, f.longDay(day)), h("ul", { class: "items" }, events.map((row) => h("li", {}, item(row))))));
    const more = answer.isCut ? button("Show more", async () => { offset += PAGE; await show(); }, { class: "quiet" }) : "";
    made.body.replaceChildren(...(list.length ? list : [h("p", {}, "No event fits this choice.")]), more);
  };
  return made;
}

function group(rows) {
  const days = new Map();
  for (const row of rows) days.set(row.day, [...(days.get(row.day) ?? []), row]);
  return days;
}

function item(row) {
  const tellings = row.n_stories > 1 ? ` · ${f.plural(row.n_stories, "story", "stories")} of ${f.plural(row.n_sources, "source")}` : "";
  return h("button", { type: "button", class: "item", onclick: () => choose({ open: `event:${row.event_id}` }) },
    h("span", { class: "kind" }, f.words(row.type)), row.place ? [" · ", told(row.place)] : null, row.status === "asserted" ? null : h("span", { class: "chip" }, row.status),
    h("span", { class: "words" }, told(row.quote ?? "", "q")),
    h("span", { class: "faint" }, `${f.front(frontName(row.front_id))} · first told by ${sourceName(row.source_id)}${tellings}`));
}
