// The choice of the viewer lives in the address, so that an address restores the view.

import { addDays } from "./format.js";

export const VIEWS = { overview: "Overview", contested: "Contested", tallies: "Tallies", timeline: "Timeline", sources: "Sources" };
const DEFAULTS = { view: "overview", measure: "events", side: "ru", claimant: "any", status: "asserted" };
const SINGLE = ["view", "from", "to", "day", "measure", "side", "claimant", "known", "status", "place", "open"];
const MULTIPLE = ["front", "type", "series"];
const FILTERS = ["from", "to", "known", "front", "measure", "side", "claimant", "type", "status", "place", "series", "incident", "happening", "limit", "offset"];
export const DEFAULT_DAYS = 60;

const listeners = [];
export const chosen = {};
export const world = { state: null };

export function subscribe(listener) {
  listeners.push(listener);
}

export function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const name of SINGLE) chosen[name] = query.get(name) ?? DEFAULTS[name] ?? null;
  for (const name of MULTIPLE) chosen[name] = query.getAll(name);
  if (!(chosen.view in VIEWS)) chosen.view = "overview";
}

export function choose(changes, { replaces = false } = {}) {
  Object.assign(chosen, changes);
  const query = addressQuery();
  const address = `${location.pathname}${query ? `?${query}` : ""}`;
  history[replaces ? "replaceState" : "pushState"](null, "", address);
  for (const listener of listeners) listener(changes);
}

export function addressQuery() {
  const query = new URLSearchParams();
  for (const name of SINGLE) if (chosen[name] && chosen[name] !== DEFAULTS[name]) query.set(name, chosen[name]);
  for (const name of MULTIPLE) for (const value of chosen[name]) query.append(name, value);
  return query.toString();
}

// Inside Airflow the frame's own address is not what a colleague can open: Airflow's is, with our query.
export function shareableAddress() {
  const query = addressQuery();
  const base = isFramed() ? window.parent.location : location;
  return `${base.origin}${base.pathname}${query ? `?${query}` : ""}`;
}

export function isFramed() {
  return window.self !== window.top;
}

export function lastDay() {
  const last = world.state.last_day;
  return chosen.known && chosen.known < last ? chosen.known : last;
}

export function period() {
  const to = chosen.to ?? lastDay();
  const from = chosen.from ?? addDays(to, -(DEFAULT_DAYS - 1));
  return from <= to ? { from, to } : { from: to, to: from };
}

export function shownDay() {
  const { from, to } = period();
  return chosen.day && chosen.day >= from && chosen.day <= to ? chosen.day : to;
}

// The filters that the server knows, from what is chosen and what a chart adds.
export function filters(extra = {}) {
  const { from, to } = period();
  const all = { ...chosen, from, to, ...extra };
  const query = new URLSearchParams();
  for (const name of FILTERS) {
    const value = all[name];
    if (Array.isArray(value)) for (const item of value) query.append(name, item);
    else if (value !== null && value !== undefined && value !== DEFAULTS[name]) query.set(name, value);
  }
  return query.toString();
}

export const isClaim = () => chosen.measure in world.state.effects;
export const frontName = (id) => world.fronts.get(id)?.name ?? id ?? "–";
export const sourceName = (id) => world.state.sources[id] ?? (id ?? "–").replaceAll("_", " ");
