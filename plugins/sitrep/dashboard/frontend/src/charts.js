// Draw Vega-Lite specifications under a policy that forbids eval: expressions are interpreted, never compiled.

import { parse, View, Error as LogErrors } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import { h } from "./dom.js";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const views = new Map();

export function palette() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: read("ink"), soft: read("soft"), line: read("line"), paper: read("paper"), tint: read("tint"), land: read("land"),
    abroad: read("abroad"), border: read("border"), sea: read("sea"), gap: read("gap"), quiet: read("quiet"), accent: read("accent"),
    ua: read("ua"), ru: read("ru"), third: read("third"), other: read("third"),
    heat: read("heat").split(/\s*,\s*/), types: read("types").split(/\s*,\s*/),
  };
}

function config(colors) {
  return {
    background: "transparent",
    font: FONT,
    padding: 2,
    view: { stroke: null },
    axis: {
      labelColor: colors.soft, titleColor: colors.soft, gridColor: colors.line, domain: false, ticks: false, labelFontSize: 11.5,
      titleFontWeight: "normal", titleFontSize: 11.5, labelPadding: 5,
    },
    legend: { labelColor: colors.soft, titleColor: colors.soft, titleFontWeight: "normal", labelFontSize: 11.5, titleFontSize: 11.5, orient: "top", offset: 6 },
    header: { labelColor: colors.ink, labelFontSize: 12, labelAnchor: "start" },
  };
}

export async function draw(container, spec, { label, onClick, renderer = "svg", signals = {} } = {}) {
  views.get(container)?.finalize();
  const runtime = parse(compile(spec, { config: config(palette()) }).spec, null, { ast: true });
  const view = new View(runtime, { expr: expressionInterpreter, renderer, hover: true, logLevel: LogErrors, tooltip: showTip });
  views.set(container, view);
  container.replaceChildren();
  await view.initialize(container).runAsync();
  const drawing = container.querySelector("svg, canvas");
  drawing?.setAttribute("role", "img");
  drawing?.setAttribute("aria-label", label ?? "");
  if (onClick) view.addEventListener("click", (event, item) => item?.datum && onClick(item.datum, event));
  for (const [name, listener] of Object.entries(signals)) view.addSignalListener(name, (_, value) => listener(value, view));
  return view;
}

export function forget(container) {
  views.get(container)?.finalize();
  views.delete(container);
}

let tip = null;

function showTip(_handler, event, _item, value) {
  tip ??= document.body.appendChild(h("div", { class: "tip", role: "tooltip", hidden: true }));
  if (!value) {
    tip.hidden = true;
    return;
  }
  tip.textContent = String(value);
  tip.hidden = false;
  const { clientX: x, clientY: y } = event;
  const box = tip.getBoundingClientRect();
  const left = x + 14 + box.width > innerWidth ? x - 14 - box.width : x + 14;
  const top = y + 14 + box.height > innerHeight ? y - 14 - box.height : y + 14;
  Object.assign(tip.style, { left: `${Math.max(4, left)}px`, top: `${Math.max(4, top)}px` });
}

addEventListener("scroll", () => tip && (tip.hidden = true), { passive: true });
