// Ask the server. Paths are relative, so that the page works under any prefix.

import { filters } from "./state.js";

export class ApiError extends Error {}

export async function get(path) {
  const response = await fetch(path, { headers: { Accept: "application/json" } });
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  if (response.status === 401) throw new ApiError("You are logged out. Log in again and reload this page.");
  const detail = Array.isArray(body.detail) ? body.detail.map((part) => `${part.loc.at(-1)}: ${part.msg}`).join("; ") : body.detail;
  throw new ApiError(detail ?? `The server answered ${response.status}.`);
}

// A view's rows as objects, with the query that gives them.
export async function ask(view, extra = {}) {
  const query = filters(extra);
  const table = await get(`api/${view}?${query}`);
  const rows = table.rows.map((row) => Object.fromEntries(table.columns.map((name, i) => [name, row[i]])));
  return { view, rows, sql: table.sql, isCut: table.is_cut, query };
}

export function downloadPath(answer, suffix) {
  return `api/download/${answer.view}.${suffix}?${answer.query}`;
}
