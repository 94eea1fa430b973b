// Bundle src/ into ../static/app.js, and write the licences of all that went into it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile } = await build({
  entryPoints: ["src/main.js"],
  outfile: "../static/app.js",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
});

const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
const used = new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput).map(([path]) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]));
used.delete(undefined);

const notices = [...used].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`));
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} brings no licence text`);
  return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
});
const rule = `\n${"-".repeat(80)}\n\n`;
writeFileSync("../static/licences.txt", `app.js holds these packages beside our own code.\n${rule}${notices.join(rule)}`);
