// A card: a heading, what it shows, and the query behind it to copy or to take along.

import { downloadPath } from "./api.js";
import { button, copy, h } from "./dom.js";

export function card(id, title, { note = "", wide = false } = {}) {
  const body = h("div", { class: "body" }, h("p", { class: "faint" }, "Loading…"));
  const hint = h("p", { class: "note" }, note);
  const tools = h("div", { class: "tools" });
  const extra = h("div", { class: "extra" });
  const heading = h("div", { class: "heading" }, h("h2", { id: `${id}-title` }, title), extra);
  const element = h("section", { class: wide ? "card wide" : "card", id, "aria-labelledby": `${id}-title` }, heading, hint, body, tools);
  return {
    element, body, extra,
    setTitle: (text) => heading.querySelector("h2").replaceChildren(text),
    setNote: (text) => hint.replaceChildren(text),
    setTools: (answer, table) => tools.replaceChildren(...makeTools(answer, table)),
    fail: (error) => body.replaceChildren(h("p", { class: "failure", role: "alert" }, error.message)),
  };
}

function makeTools(answer, table) {
  const sql = h("details", { class: "sql" }, h("summary", {}, "Show query"), h("pre", { tabindex: "0" }, answer.sql));
  const parts = [
    button("Copy query", () => copy(answer.sql, "Query"), { class: "quiet copy-query" }),
    h("a", { class: "quiet", href: downloadPath(answer, "csv"), download: `sitrep-${answer.view}.csv` }, "CSV"),
    h("a", { class: "quiet", href: downloadPath(answer, "parquet"), download: `sitrep-${answer.view}.parquet` }, "Parquet"),
    sql,
  ];
  if (table) {
    const holder = h("details", { class: "as-table" }, h("summary", {}, "Show as table"));
    // Built when it is opened: most are not.
    holder.addEventListener("toggle", () => holder.open && holder.childElementCount === 1 && holder.append(table()), { once: false });
    parts.push(holder);
  }
  return parts;
}

export function table(columns, rows, { caption, limit = 400 } = {}) {
  const head = h("tr", {}, columns.map((column) => h("th", { scope: "col", class: column.isNumber ? "n" : null }, column.title)));
  const lines = rows.slice(0, limit).map((row) =>
    h("tr", {}, columns.map((column) => h("td", { class: column.isNumber ? "n" : null }, column.show(row)))),
  );
  const more = rows.length > limit ? h("p", { class: "faint" }, `${rows.length - limit} more rows: take the CSV.`) : null;
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption ?? "Table" },
    h("table", {}, caption ? h("caption", { class: "offscreen" }, caption) : null, h("thead", {}, head), h("tbody", {}, lines)), more);
}
