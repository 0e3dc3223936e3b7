// What the end of a file's name says about it: `trip.repository.ts` is a repository. docs/ARCHITECTURE.md has the table in words.
//
// `.dependency-cruiser.cjs` makes rules of `mayNotImport`; `problemsIn` finds files without a known role, and what an import
// rule cannot see: which names of a library a file uses.

/** The apps that follow the table: all services. */
const SERVICES = ['station', 'location', 'trip', 'matching', 'driver', 'rider', 'notification', 'gateway', 'user'];

/** Roles that reach outside of the process: pure code imports none of them. */
const IO = [
  'repository',
  'client',
  'publisher',
  'queue',
  'feed',
  'listener',
  'jobs',
  'controller',
  'service',
  'server',
  'operations',
  'module',
];

/** By role: the roles that it may not import. `plain` is a file without a role in its name. */
const MAY_NOT_IMPORT = {
  config: IO,
  types: IO,
  core: IO,
  state: IO,
  row: IO,
  wire: IO,
  requests: IO,
  error: IO,
  controller: ['controller', 'repository', 'row', 'client', 'publisher', 'queue', 'feed', 'listener', 'jobs', 'module'],
  service: ['controller', 'listener', 'jobs', 'module', 'requests', 'wire'],
  repository: ['controller', 'service', 'client', 'listener', 'jobs', 'feed', 'module', 'requests', 'wire'],
  feed: ['controller', 'service', 'client', 'publisher', 'queue', 'listener', 'jobs', 'module', 'requests', 'wire'],
  client: ['controller', 'service', 'repository', 'publisher', 'queue', 'feed', 'listener', 'jobs', 'module'],
  publisher: ['controller', 'service', 'repository', 'client', 'feed', 'listener', 'jobs', 'module'],
  queue: ['controller', 'service', 'repository', 'client', 'feed', 'listener', 'jobs', 'module', 'wire'],
  listener: ['controller', 'repository', 'row', 'client', 'publisher', 'queue', 'feed', 'jobs', 'module'],
  jobs: ['controller', 'repository', 'row', 'client', 'publisher', 'feed', 'listener', 'module', 'wire'],
  schema: IO,
  operations: ['controller', 'server', 'module'],
  server: ['controller', 'repository', 'row', 'queue', 'feed', 'listener', 'jobs'],
  module: [],
  plain: [
    'controller',
    'server',
    'operations',
    'service',
    'repository',
    'publisher',
    'queue',
    'feed',
    'listener',
    'jobs',
    'module',
  ],
};

/** Libraries that only some roles may import: the database, the event queue, the contracts and the RPC library. */
const LIBRARIES = {
  postgres: ['repository', 'publisher', 'queue', 'feed', 'module'],
  events: ['publisher', 'queue', 'listener', 'jobs', 'module'],
  contracts: ['controller', 'wire', 'requests', 'client', 'publisher', 'listener', 'module', 'main'],
  grpc: ['controller', 'wire', 'requests', 'client', 'config', 'module', 'main'],
};

/** Without a domain of its own: all of it works on the messages of the contracts. */
const TRANSLATOR = '^apps/gateway/';

/** Names that only one role, or two, may use. */
const NAMES = [
  { pattern: /\b(?:EventBus|Outbox)\b/, name: 'EventBus or Outbox', roles: ['publisher'] },
  {
    pattern: /\b(?:Jobs|Timers)\b(?=[^'"]*['"]@lastmile\/events)/,
    name: 'Jobs or Timers',
    roles: ['publisher', 'queue'],
  },
  { pattern: /@OnEvents?\(/, name: '@OnEvent', roles: ['listener'] },
  { pattern: /@On(?:Job|Timer)\(/, name: '@OnJob or @OnTimer', roles: ['jobs'] },
  { pattern: /@RpcController\(/, name: '@RpcController', roles: ['controller'] },
  { pattern: /@InjectClient\(/, name: '@InjectClient', roles: ['client'] },
  { pattern: /\bloadConfig\(|\bprocess\.env\b/, name: 'the environment', roles: ['config'] },
];

const TEST = /\.(?:spec|int|fixture)\.ts$/;

/** `repository` of `apps/trip/src/trips/trip.repository.ts`, `main` of `main.ts`, `plain` without any; undefined for another one. */
function roleOf(path) {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (file === 'main.ts') return 'main';
  const [, role] = /^[a-z0-9-]+(?:\.([a-z]+))?\.ts$/.exec(file) ?? [undefined, 'unknown'];
  if (role === undefined) return 'plain';
  return role in MAY_NOT_IMPORT ? role : undefined;
}

const isOfService = (path) => SERVICES.some((app) => path.startsWith(`apps/${app}/src/`));

/** What is wrong with one file, in words; empty for tests, and for what is no service's. */
function problemsIn(path, text) {
  if (!isOfService(path) || TEST.test(path)) return [];
  const role = roleOf(path);
  if (role === undefined) return [`${path}: the end of its name is no role (docs/ARCHITECTURE.md)`];
  return NAMES.filter(({ pattern, roles }) => pattern.test(text) && !roles.includes(role)).map(
    ({ name, roles }) =>
      `${path}: uses ${name}, which is for files named ${roles.map((each) => `*.${each}.ts`).join(' or ')}`,
  );
}

const ROOT = `^apps/(?:${SERVICES.join('|')})/src`;

/** A pattern for the files of some roles in all services; one that dependency-cruiser takes for safe. */
const filesOf = (roles) =>
  roles.map((role) => {
    if (role === 'main') return `${ROOT}/main\\.ts$`;
    return role === 'plain' ? `${ROOT}[^.]*/[^/.]+\\.ts$` : `${ROOT}/.*\\.${role}\\.ts$`;
  });

/** Rules for dependency-cruiser: one for each role, one for each library. */
const importRules = () => [
  ...Object.entries(MAY_NOT_IMPORT)
    .filter(([, refused]) => refused.length > 0)
    .map(([role, refused]) => ({
      name: `role-${role}`,
      comment: `A file of this role imports none of: ${refused.join(', ')}.`,
      severity: 'error',
      from: { path: filesOf([role]), pathNot: filesOf(['main']) },
      // Whoever translates has no use cases of its own between its controller and the services behind it.
      to: { path: filesOf(refused), pathNot: `${TRANSLATOR}.*\\.client\\.ts$` },
    })),
  ...Object.entries(LIBRARIES).map(([library, roles]) => ({
    name: `library-${library}`,
    comment: `libs/${library} is for: ${roles.join(', ')}.`,
    severity: 'error',
    from: { path: `${ROOT}/`, pathNot: [...filesOf(roles), TEST.source, TRANSLATOR] },
    to: { path: `^libs/${library}/` },
  })),
];

module.exports = { SERVICES, importRules, LIBRARIES, MAY_NOT_IMPORT, problemsIn, roleOf };
