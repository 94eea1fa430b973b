// Words for codes, numbers and days.

const integer = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });
const long = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const withYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const instant = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

export const SIDES = { ua: "Ukraine", ru: "Russia", third: "third parties", other: "others" };
const ENTITIES = {
  people: "people", military: "soldiers", person: "people", child: "children", armoured_vehicle: "armoured vehicles",
  mlrs: "rocket launchers", air_defence: "air-defence systems", area_km2: "km²", aircraft: "aircraft",
  artillery: "artillery pieces",
};
const QUALIFIERS = { at_least: "at least ", at_most: "up to ", about: "about ", vague: "about " };
const DAY_MS = 86_400_000;

export const number = (value) => (value === null || value === undefined ? "–" : integer.format(value));
export const brief = (value) => (Math.abs(value) < 10_000 ? number(value) : compact.format(value));
export const signed = (value) => (value > 0 ? `+${number(value)}` : number(value));
export const percent = (value) => (value === null || value === undefined ? "–" : `${Math.round(value * 100)} %`);
export const plural = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

export const longDay = (day) => long.format(new Date(`${day}T00:00:00Z`)).replace(",", "");
export const shortDay = (day) => short.format(new Date(`${day}T00:00:00Z`));
export const fullDay = (day) => (day ? withYear.format(new Date(`${day}T00:00:00Z`)) : "–");
export const at = (iso) => (iso ? `${instant.format(new Date(iso))} UTC` : "–");

export function addDays(day, n) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(first, last) {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS);
}

export function span(first, last) {
  if (!first || first === last) return fullDay(last ?? first);
  return `${first.slice(0, 4) === last?.slice(0, 4) ? shortDay(first) : fullDay(first)} – ${fullDay(last)}`;
}

export const entity = (code) => (code ? (ENTITIES[code] ?? `${code.replaceAll("_", " ")}s`) : "");
export const words = (code) => (code ?? "").replaceAll("_", " ");
export const effect = (code) => (code === "casualties" ? "killed or wounded" : words(code));
export const side = (code) => SIDES[code] ?? "nobody named";
export const front = (name) => (name.split(" (")[0].length > 28 ? `${name.split(" (")[0].slice(0, 27)}…` : name.split(" (")[0]);

export function what(row) {
  const whose = row.side && SIDES[row.side] ? `${SIDES[row.side]}’s ` : "";
  const text = `${whose}${entity(row.entity_group ?? row.entity)} ${effect(row.effect)}`;
  return text[0].toUpperCase() + text.slice(1);
}

export function value(low, high, exact) {
  if (exact === 0) return "none";
  if (low === null && high === null) return number(exact);
  if (high === null) return `at least ${number(low)}`;
  if (low === null) return `up to ${number(high)}`;
  return low === high ? number(low) : `${number(low)}–${number(high)}`;
}

export function stated(row) {
  if (row.value === 0) return "none";
  const high = row.qualifier === "range" ? (row.value_max ?? row.value_high) : null;
  if (high && high !== row.value) return `${number(row.value)}–${number(high)}`;
  return `${QUALIFIERS[row.qualifier] ?? ""}${number(row.value)}`;
}
