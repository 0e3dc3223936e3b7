// `npm run check:web-size`: the JavaScript of a first visit, from dist/web: the page's scripts and all that the area it opens
// needs, gzipped. Fails above the limit, and when the map, which comes after the page can be used, is part of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = 'dist/web';
const ASSETS = join(ROOT, 'assets');
const LIMIT_KB = 250;
/** What a first address can open. */
const AREAS = ['rider-area', 'driver-area', 'operator-area', 'shared-trip', 'history', 'inbox', 'profile'];
const MAP = /map-canvas|maplibre/;

const sources = new Map(
  readdirSync(ASSETS)
    .filter((file) => file.endsWith('.js'))
    .map((file) => [file, readFileSync(join(ASSETS, file), 'utf8')]),
);

/** Adds a file and all that is loaded with it: `import … from "./x.js"` and `import "./x.js"`, not `import("./x.js")`. */
function withImports(file, found = new Set()) {
  if (found.has(file)) return found;
  if (!sources.has(file)) throw new Error(`${file} is not in ${ASSETS}`);
  found.add(file);
  const imports = sources.get(file).matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g);
  for (const [, name] of imports) withImports(name, found);
  return found;
}

function areaFile(area) {
  const file = [...sources.keys()].find((name) => name.startsWith(`${area}-`));
  if (!file) throw new Error(`no file of ${area} in ${ASSETS}`);
  return file;
}

const html = readFileSync(join(ROOT, 'index.html'), 'utf8');
const page = [...html.matchAll(/\/assets\/([\w.-]+\.js)/g)].map(([, name]) => name);
if (page.length === 0) throw new Error(`${ROOT}/index.html loads no script: run npm run build`);
/** The live connection opens with the first page of whoever is signed in. */
const live = [...sources]
  .filter(([file, source]) => /socket\.io/.test(source) && !MAP.test(file))
  .map(([file]) => file);
const kilobytes = (file) => gzipSync(sources.get(file), { level: 9 }).length / 1_000;

/** One language is loaded; the largest counts. */
const texts = [...sources.keys()]
  .filter((name) => name.startsWith('text-'))
  .sort((a, b) => kilobytes(b) - kilobytes(a));
if (texts.length < 2) throw new Error(`${texts.length} catalogues in ${ASSETS}`);

for (const area of AREAS) {
  const loaded = new Set();
  for (const file of [...page, ...live, areaFile(area), texts[0]]) withImports(file, loaded);
  const size = [...loaded].reduce((sum, file) => sum + kilobytes(file), 0);
  const maps = [...loaded].filter((file) => MAP.test(file));
  const problem = maps.length > 0 ? `  loads ${maps.join(', ')}` : size > LIMIT_KB ? '  TOO LARGE' : '';
  if (problem) process.exitCode = 1;
  console.log(`${area.padEnd(14)} ${size.toFixed(1).padStart(6)} kB${problem}`);
}
console.log(`gzipped JavaScript of a first visit, without the map: at most ${LIMIT_KB} kB`);
