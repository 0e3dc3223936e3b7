// The first process of a container: becomes the service that SERVICE names.
const { SERVICE } = process.env;
const entry = SERVICE === 'migrate' ? './dist/tools/database/migrate.js' : `./dist/apps/${SERVICE}/src/main.js`;
await import(entry);
