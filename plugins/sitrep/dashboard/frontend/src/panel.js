// The drawer: the figures and events behind a mark, and the words behind each of them.

import { ask, get } from "./api.js";
import { button, copy, h, replace, told } from "./dom.js";
import * as f from "./format.js";
import { choose, chosen, frontName, isFramed, sourceName } from "./state.js";

const drawer = () => document.getElementById("drawer");
let opener = null;
let shown = 0;

export function closeDrawer() {
  if (drawer().hidden) return;
  drawer().hidden = true;
  shown += 1;
  if (chosen.open) choose({ open: null });
  opener?.focus?.();
}

function openDrawer(title, body) {
  if (drawer().hidden) opener = document.activeElement;
  drawer().hidden = false;
  const close = button("Close", closeDrawer, { class: "close" });
  replace(drawer(), h("div", { class: "drawer-head" }, h("h2", { tabindex: "-1", id: "drawer-title" }, title), close), body);
  drawer().scrollTop = 0;
  drawer().querySelector("h2").focus();
}

// Figures, events or both behind a mark; `query` is what the mark adds to the chosen filters.
export async function openList(title, { figures, events }) {
  const turn = (shown += 1);
  const body = h("div", {}, h("p", { class: "faint" }, "Loading…"));
  openDrawer(title, body);
  try {
    const [told_figures, told_events] = await Promise.all([
      figures ? ask("figures", { place: null, ...figures }) : null,
      events ? ask("events", { place: null, ...events }) : null,
    ]);
    if (turn !== shown) return;
    const parts = [];
    if (told_figures?.rows.length) parts.push(section(told_figures, "figure", "Figures", figureItem));
    if (told_events?.rows.length) parts.push(section(told_events, "telling", "Events, by who told them", eventItem));
    replace(body, parts.length ? parts : h("p", {}, "Nothing was reported here. Articles were read; none tells of it."));
  } catch (error) {
    replace(body, h("p", { class: "failure", role: "alert" }, error.message));
  }
}

function section(answer, noun, title, item) {
  const { rows, isCut } = answer;
  return h("section", { class: "list" },
    h("h3", {}, `${title} `, h("span", { class: "faint" }, isCut ? `first ${rows.length}` : f.plural(rows.length, noun))),
    h("ul", { class: "items" }, rows.map((row) => h("li", {}, item(row)))),
    button("Copy query", () => copy(answer.sql, "Query"), { class: "quiet" }));
}

function figureItem(row) {
  const who = row.claimant ? [told(row.claimant), row.claimant_side ? ` (${f.side(row.claimant_side)})` : ""] : "the reporter";
  return h("button", { type: "button", class: `item side-${row.claimant_side ?? "third"}`, onclick: () => choose({ open: `figure:${row.figure_id}` }) },
    h("span", { class: "value" }, f.stated(row)), " ", h("span", {}, f.what(row)), row.status === "denied" ? h("span", { class: "chip" }, "denied") : null,
    h("span", { class: "words" }, told(row.quote, "q")),
    h("span", { class: "faint" }, "said by ", who, ` · ${sourceName(row.source_id)} · ${f.at(row.known_at)}`, row.n_tellings > 1 ? ` · ${row.n_tellings} tellings` : ""));
}

function eventItem(row) {
  return h("button", { type: "button", class: "item", onclick: () => choose({ open: `event:${row.event_id}` }) },
    h("span", { class: "kind" }, f.words(row.type)), row.place ? [" · ", told(row.place)] : null, row.status === "asserted" ? null : h("span", { class: "chip" }, row.status),
    h("span", { class: "words" }, told(row.quote ?? "", "q")),
    h("span", { class: "faint" }, `${f.fullDay(row.day)} · ${frontName(row.front_id)} · ${sourceName(row.source_id)} · ${f.at(row.known_at)}`));
}

// One figure or event, as its address says: "figure:ID", "event:ID".
export async function openRecord(address) {
  const [kind, id] = [address.slice(0, address.indexOf(":")), address.slice(address.indexOf(":") + 1)];
  if (!["figure", "event"].includes(kind)) return;
  const turn = (shown += 1);
  try {
    const record = await get(`api/${kind}/${encodeURIComponent(id)}`);
    if (turn === shown) openDrawer(kind === "figure" ? `${f.stated(record)} · ${f.what(record)}` : f.words(record.type), describe(kind, record));
  } catch (error) {
    openDrawer(kind, h("p", { class: "failure", role: "alert" }, error.message));
  }
}

function describe(kind, record) {
  const quote = h("blockquote", { dir: "auto" }, record.text_before, h("mark", {}, record.quote), record.text_after);
  const facts = kind === "figure" ? figureFacts(record) : eventFacts(record);
  const rows = facts.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return h("div", { class: "record" },
    quote,
    h("p", { class: "source" }, h("strong", {}, told(record.title ?? "Without a title")), h("br"), `${sourceName(record.source_id)} · ${f.at(record.published_at)} `, link(record.url)),
    h("dl", {}, rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("h3", {}, `Tellings of this story (${record.tellings.length})`),
    h("ul", { class: "tellings" }, record.tellings.map((telling) =>
      h("li", {}, told(telling.title ?? "Without a title"), h("span", { class: "faint" }, ` ${sourceName(telling.source_id)} · ${f.at(telling.known_at)} `), link(telling.url)))),
    button("Copy id", () => copy(record.id, "Id"), { class: "quiet" }),
    button("Copy command", () => copy(`sitrep explain ${record.id}`, "Command"), { class: "quiet" }));
}

function link(url) {
  if (!url) return h("span", { class: "faint" }, "(no link)");
  const copyLink = button("Copy link", () => copy(url, "Link"), { class: "quiet" });
  // Airflow's frame forbids windows of its own.
  return isFramed() ? copyLink : [h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, "Open article"), " ", copyLink];
}

function figureFacts(record) {
  return [
    ["Claimed by", record.claimant ? [told(record.claimant), record.claimant_side ? ` (${f.side(record.claimant_side)})` : ""] : "the reporter’s own voice"],
    ["Status", record.status],
    ["Counts", `${f.words(record.kind)} · ${f.words(record.qualifier)}`],
    ...commonFacts(record),
    ["Part of", record.part_of && reference(record.part_of)],
    ["Supersedes", record.supersedes && reference(record.supersedes)],
  ];
}

function eventFacts(record) {
  return [["Acting side", record.actor_side ? f.side(record.actor_side) : null], ["Status", record.status], ...commonFacts(record)];
}

function commonFacts(record) {
  return [
    ["Day", record.date_start || record.date_end ? f.span(record.date_start, record.date_end) : "not stated"],
    ["Dated by", record.date_basis ? f.words(record.date_basis) : null],
    ["Place", record.place ? told(record.place) : "not stated"],
    ["Front", record.front_id ? frontName(record.front_id) : null],
    ["Rules", record.rules?.length ? h("code", {}, record.rules.join(", ")) : null],
    ["Published", `${f.at(record.published_at)} (by ${record.published_basis})`],
    ["Captured", [f.at(record.captured_at), record.revision ? `, revision ${record.revision}` : ""]],
    ["Capture", h("code", {}, `${record.capture_file} @ ${record.capture_offset}`)],
    ["Id", h("code", {}, record.id)],
  ];
}

function reference(id) {
  return button(id, () => choose({ open: `figure:${id}` }), { class: "quiet" });
}
