// The first process of a container: becomes the service or the tool that SERVICE names. Arguments go to a tool.
const TOOLS = {
  migrate: './dist/tools/database/migrate.js',
  loadgen: './dist/tools/loadgen/main.js',
  'service-keys': './dist/tools/service-keys/main.js',
};
const { SERVICE } = process.env;

// The first process of a container does not end by SIGTERM unless it says so. Services drain; a migration is one
// transaction after the other and may be cut off anywhere.
if (SERVICE === 'migrate') process.once('SIGTERM', () => process.exit(143));
await import(TOOLS[SERVICE] ?? `./dist/apps/${SERVICE}/src/main.js`);
