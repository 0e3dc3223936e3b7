// `npm run call-graph`: the services call and hear what their service.json files declare, nothing else, without a cycle.
// With --write it draws the graph into docs/ARCHITECTURE.md; without, a drawing that is out of date is a failure.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const DOCUMENT = 'docs/ARCHITECTURE.md';
const services = readdirSync('apps', { withFileTypes: true })
  // The web app is no service: it sees what every client sees.
  .filter(({ name }) => existsSync(`apps/${name}/service.json`))
  .map(({ name }) => {
    const source = readdirSync(`apps/${name}/src`, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name.endsWith('.ts') && !file.name.endsWith('.spec.ts'))
      .map((file) => readFileSync(`${file.parentPath}/${file.name}`, 'utf8'))
      .join('\n');
    return { ...JSON.parse(readFileSync(`apps/${name}/service.json`, 'utf8')), source };
  });
const names = new Set(services.map(({ name }) => name));
const told = new Map(services.flatMap(({ name, tells }) => tells.map((type) => [type, name])));
const failures = [];
const matches = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, found]) => found))];

/** The keys of people's access tokens come from the user service, through libs/grpc. */
const asksForKeys = ({ name, callers }) => name !== 'user' && /"(person|anybody)"/.test(JSON.stringify(callers));

for (const service of services) {
  const { name, calls, hears, source } = service;
  const written = matches(source, /['"]([A-Z]+)_ADDRESS['"]/g).map((key) => key.toLowerCase());
  const called = asksForKeys(service) ? [...new Set([...written, 'user'])] : written;
  for (const callee of calls)
    if (!names.has(callee)) failures.push(`${name} declares a call to ${callee}, which is no service`);
  for (const callee of called)
    if (!calls.includes(callee)) failures.push(`${name} calls ${callee} and does not declare it`);
  for (const callee of calls)
    if (!called.includes(callee)) failures.push(`${name} declares a call to ${callee} and has no client for it`);

  const handled = [...typesOfOnEvent(source), ...typesOfOnEvents(service)];
  if (erasesWhenTold(service))
    handled.push(...typesOfOnEvent(readFileSync('libs/privacy/src/erasure.listener.ts', 'utf8')));
  for (const type of Object.keys(hears))
    if (!told.has(type)) failures.push(`${name} hears ${type}, which nobody tells`);
  for (const type of handled) if (!(type in hears)) failures.push(`${name} handles ${type} and does not declare it`);
  for (const type of Object.keys(hears))
    if (!handled.includes(type)) failures.push(`${name} declares ${type} and has no handler for it`);
}

/** The listener for erased accounts comes with `privacyProviders` of libs/privacy. */
function erasesWhenTold({ source }) {
  return /\bprivacyProviders\(/.test(source);
}

function typesOfOnEvent(source) {
  return matches(source, /@OnEvent\(\s*['"]([a-z_.]+)['"]/g);
}

/** The events of `@OnEvents(['trip.offered', …], …)`, and of `@OnEvents(namesOf(TRIP_KINDS), …)`: the keys of that table. */
function typesOfOnEvents({ name, source }) {
  const listed = matches(source, /@OnEvents\(\s*\[([^\]]*)\]/g).flatMap((list) => matches(list, /['"]([a-z_.]+)['"]/g));
  const inTables = matches(source, /@OnEvents\(\s*namesOf\((\w+)\)/g).flatMap((table) => {
    const [, rows] = new RegExp(`const ${table} = \\{([\\s\\S]*?)\\n\\}`).exec(source) ?? [];
    if (rows === undefined) failures.push(`${name} handles the events of ${table}, which is no table of its own`);
    return matches(rows ?? '', /^ {2}'([a-z_.]+)':/gm);
  });
  return [...listed, ...inTables];
}

/** Depth-first search; returns the first cycle of calls. */
function findCycle() {
  const done = new Set();
  const visit = (name, path) => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const callee of services.find((service) => service.name === name)?.calls ?? []) {
      const cycle = visit(callee, [...path, name]);
      if (cycle) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const { name } of services) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
}
const cycle = findCycle();
if (cycle) failures.push(`calls go round: ${cycle.join(' -> ')}`);

/** Solid arrows are calls, dotted ones events; the gateway, which calls all, is drawn with one arrow. */
function draw() {
  const lines = ['```mermaid', 'flowchart LR', '  clients([phones, dashboards]) --> gateway'];
  for (const { name, calls } of services) {
    if (calls.length === names.size - 1) lines.push(`  ${name} ==>|calls all| services`, '  subgraph services');
  }
  lines.push(...services.filter(({ name }) => name !== 'gateway').map(({ name }) => `    ${name}`), '  end');
  for (const { name, calls } of services) {
    if (calls.length < names.size - 1) lines.push(...calls.map((callee) => `  ${name} --> ${callee}`));
    const sources = new Set(Object.keys(hears(name)).map((type) => told.get(type)));
    lines.push(...[...sources].map((source) => `  ${source} -.-> ${name}`));
  }
  return [...lines, '```'].join('\n');
}
function hears(name) {
  return services.find((service) => service.name === name)?.hears ?? {};
}

const document = readFileSync(DOCUMENT, 'utf8');
const drawn = document.replace(/(<!-- call-graph -->\n)[\s\S]*?(\n<!-- \/call-graph -->)/, `$1${draw()}$2`);
if (!drawn.includes('flowchart LR')) failures.push(`${DOCUMENT} has no call-graph markers`);
else if (process.argv.includes('--write')) writeFileSync(DOCUMENT, drawn);
else if (drawn !== document)
  failures.push(`${DOCUMENT}: the drawn call graph is out of date: run npm run call-graph -- --write`);

for (const failure of failures) console.error(failure);
const calls = services.reduce((sum, service) => sum + service.calls.length, 0);
console.log(
  `call graph: ${services.length} services, ${calls} calls, ${told.size} event types, ${failures.length} violations`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
