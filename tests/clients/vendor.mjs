// Writes the libraries of the dashboard from the pinned packages: one minified module for each, named by its version.

import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { drawWorld } from "./world.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

/** What the dashboard imports of each package. */
const LIBRARIES = {
  lit: 'export { LitElement, css, html, nothing, svg, unsafeCSS } from "lit";',
  "graphql-ws": 'export { createClient } from "graphql-ws/client";',
};

/** The versions and licences of the packages. */
const head = async (name) => {
  const { version, license } = JSON.parse(await readFile(join(HERE, "node_modules", name, "package.json"), "utf8"));
  return { version, banner: `/* ${name} ${version}, ${license}; see LICENCES.txt */` };
};

const { folder } = JSON.parse(process.argv[2]);
const written = [];
for (const [name, contents] of Object.entries(LIBRARIES)) {
  const { version, banner } = await head(name);
  const outfile = join(folder, `${name}-${version}.js`);
  await build({
    stdin: { contents, resolveDir: HERE },
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["production", "browser", "import"],
    banner: { js: banner },
    legalComments: "none",
    logLevel: "error",
  });
  written.push(outfile);
}
// uPlot's own minified file is smaller than what esbuild makes of it
const { version, banner } = await head("uplot");
const uplot = (file) => readFile(join(HERE, "node_modules", "uplot", "dist", file), "utf8");
const [script, sheet] = await Promise.all([uplot("uPlot.iife.min.js"), uplot("uPlot.min.css")]);
const outfile = join(folder, `uplot-${version}.js`);
await writeFile(outfile, `${banner}\n${script.trim()}\nexport { uPlot as default };\nexport const sheet = ${JSON.stringify(sheet.trim())};\n`);
written.push(outfile);
// of the atlas only what is drawn: paths by country, projected once
const atlas = await head("world-atlas");
const world = drawWorld(JSON.parse(await readFile(join(HERE, "node_modules", "world-atlas", "countries-110m.json"), "utf8")));
const map = join(folder, `world-atlas-${atlas.version}.js`);
await writeFile(map, [atlas.banner, ...Object.entries(world).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`), ""].join("\n"));
written.push(map);
console.log(JSON.stringify(written));
