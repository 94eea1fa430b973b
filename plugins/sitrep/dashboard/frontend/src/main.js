// Start: read the address, ask what is published, show the view.

import { ApiError, get } from "./api.js";
import { briefCard } from "./brief.js";
import { contestedCard } from "./contested.js";
import { controls } from "./controls.js";
import { button, copy, h, replace } from "./dom.js";
import { frontsCard } from "./fronts.js";
import * as f from "./format.js";
import { mapCard } from "./map.js";
import { closeDrawer, openRecord } from "./panel.js";
import { sourcesCards } from "./sources.js";
import { choose, chosen, isFramed, readAddress, shareableAddress, subscribe, VIEWS, world } from "./state.js";
import { talliesCards } from "./tallies.js";
import { timelineCards } from "./timeline.js";

const page = document.getElementById("page");
const CARDS = {
  overview: () => [briefCard(), frontsCard(), mapCard(), contestedCard({ limit: 4, title: "Contested in this period", isShort: true })],
  contested: () => [contestedCard()],
  tallies: talliesCards,
  timeline: timelineCards,
  sources: sourcesCards,
};
let shownView = null;
let cards = [];
let bar = null;

async function start() {
  setTheme(localStorage.getItem("sitrep-theme") ?? themeOfFrame());
  readAddress();
  try {
    world.state = await get("api/state");
  } catch (error) {
    fail(error);
    return;
  }
  world.fronts = new Map(world.state.fronts.map((front) => [front.front_id, front]));
  showHeader();
  if (!world.state.is_published || !world.state.last_day) {
    showNothing();
    return;
  }
  bar = controls();
  replace(page, bar.element, h("div", { id: "cards" }));
  subscribe(show);
  addEventListener("popstate", () => { readAddress(); show({}); });
  addEventListener("keydown", onKey);
  addEventListener("resize", onResize);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show({ theme: true }));
  await show({});
}

// What changed decides what is loaded: a day moves the brief and the map, an opened record moves nothing.
async function show(changes) {
  showTabs();
  const names = Object.keys(changes);
  const onlyOpens = names.length > 0 && names.every((name) => name === "open");
  if (!onlyOpens) {
    if (shownView !== chosen.view) {
      shownView = chosen.view;
      cards = CARDS[chosen.view]();
      replace(document.getElementById("cards"), cards.map((made) => made.element)).className = chosen.view;
    }
    await Promise.all([bar.load().catch(fail), ...cards.map(load)]);
    performance.mark("drawn");
    document.documentElement.dataset.ready = String(Number(document.documentElement.dataset.ready ?? 0) + 1);
  }
  if (chosen.open) openRecord(chosen.open);
  else if (!names.length) closeDrawer();
}

async function load(made) {
  made.element.setAttribute("aria-busy", "true");
  try {
    await made.load();
  } catch (error) {
    if (!(error instanceof ApiError)) console.error(error);
    made.fail(error);
  } finally {
    made.element.removeAttribute("aria-busy");
  }
}

function fail(error) {
  replace(page, h("p", { class: "failure", role: "alert" }, error.message));
}

function showHeader() {
  const { is_sample: isSample, published_at: published } = world.state;
  const theme = button("Light or dark", () => {
    setTheme(isDark() ? "light" : "dark");
    localStorage.setItem("sitrep-theme", isDark() ? "dark" : "light");
    if (bar) show({ theme: true });
  }, { id: "theme", class: "quiet" });
  replace(document.getElementById("status"),
    isSample ? h("span", { class: "chip sample" }, "sample: an invented press") : null,
    published ? h("span", { class: "faint" }, `published ${f.at(published)}`) : null,
    button("Copy link", () => copy(shareableAddress(), "Link to this view"), { id: "copy-link", class: "quiet" }), theme);
}

function showTabs() {
  replace(document.getElementById("tabs"), Object.entries(VIEWS).map(([view, name]) =>
    h("a", { href: `?view=${view}`, "aria-current": chosen.view === view ? "page" : null, onclick: (event) => { if (!event.metaKey && !event.ctrlKey) { event.preventDefault(); choose({ view, open: null }); } } }, name)));
}

function showNothing() {
  const { message } = world.state;
  replace(page, h("section", { class: "card empty", id: "nothing" }, h("h2", {}, "Nothing to show yet"), h("p", {}, message),
    h("p", {}, "To see it work, on the bundled sample:"), h("pre", {}, "sitrep demo\nsitrep serve --sample"),
    h("p", {}, "On the live feeds:"), h("pre", {}, "sitrep nightly\nsitrep serve"), h("p", { class: "faint" }, "Then load this page again.")));
}

function onKey(event) {
  if (event.key === "Escape") closeDrawer();
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "[") document.getElementById("day-before")?.click();
  if (event.key === "]") document.getElementById("day-after")?.click();
}

let resizing = null;
let width = innerWidth;

function onResize() {
  clearTimeout(resizing);
  resizing = setTimeout(() => {
    if (innerWidth === width) return;
    width = innerWidth;
    show({ size: true });
  }, 250);
}

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
}

function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

// Inside Airflow, look as Airflow looks.
function themeOfFrame() {
  if (!isFramed()) return null;
  try {
    const { classList } = window.parent.document.documentElement;
    if (classList.contains("dark")) return "dark";
    return classList.contains("light") ? "light" : null;
  } catch {
    return null;
  }
}

start();
