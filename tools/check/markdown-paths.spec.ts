// Documents name what exists: links, headings, paths, file names and npm scripts of every Markdown file.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { missingIn, type Repository } from './markdown-paths.js';

const ROOT = join(__dirname, '../..');
/** What is made, and not kept in the repository; folders of some name anywhere. */
const SKIPPED = new Set(['node_modules', 'dist', 'artifacts', '.git', '.lastmile', '.stryker-tmp']);

function thisRepository(): Repository {
  const files: string[] = [];
  const folders = new Set<string>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (SKIPPED.has(entry.name)) continue;
      if (!entry.isDirectory()) files.push(relative(ROOT, path));
      else {
        folders.add(relative(ROOT, path));
        walk(path);
      }
    }
  };
  walk(ROOT);
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  return { files, folders, scripts: new Set(Object.keys(scripts)), textOf };
}

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

it('nothing in this repository’s documents is missing', () => {
  const repository = thisRepository();
  const documents = repository.files.filter((file) => file.endsWith('.md'));
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/ARCHITECTURE.md']));
  expect(documents.flatMap((file) => missingIn(file, textOf(file), repository))).toEqual([]);
});

describe('of a small repository', () => {
  const texts: Record<string, string> = { 'docs/a.md': '# One `thing`, twice\n' };
  const repository: Repository = {
    files: ['README.md', 'docs/a.md', 'apps/trip/README.md', 'apps/trip/src/trips/trip.state.ts', 'tools/x.sh'],
    folders: new Set(['docs', 'apps', 'apps/trip', 'apps/trip/src', 'apps/trip/src/trips', 'tools']),
    scripts: new Set(['demo']),
    textOf: (file) => texts[file] ?? '',
  };

  it.each([
    ['README.md', '[a](docs/a.md) [b](docs/a.md#one-thing-twice) [c](https://example.com/gone.md)'],
    ['docs/a.md', '[up](../README.md) [here](#one-thing-twice)'],
    ['README.md', '`apps/*/src`, `apps/<app>/README.md`, `trip.state.ts`, `*.state.ts`, `dist/web`, `npm run demo`'],
    ['docs/a.md', '`trips/`'],
    ['apps/trip/README.md', '`trips/` and `trips/trip.state.ts`'],
    ['README.md', '`GET /v1/trips`, `text/plain`, `@nestjs/common`, `*.core`'],
    ['README.md', '```sh\ntools/x.sh\nnpm run --silent demo\n```\n'],
    ['README.md', '`jest tools/x.sh --selectProjects unit`, `jest --selectProjects unit --runInBand tools/x.sh`'],
  ])('%s may say %s', (file, text) => expect(missingIn(file, text, repository)).toEqual([]));

  it.each([
    ['README.md', '[a](docs/b.md)', 'docs/b.md'],
    ['docs/a.md', '[up](README.md)', 'README.md'],
    ['docs/a.md', '[out](../../README.md)', '../../README.md'],
    ['README.md', '[a](docs/a.md#two)', 'docs/a.md#two'],
    ['README.md', 'in `apps/trip/src/trip.state.ts`.', 'apps/trip/src/trip.state.ts'],
    ['README.md', '`apps/<app>/test`', 'apps/*/test'],
    ['README.md', '`ride.state.ts`', 'ride.state.ts'],
    ['apps/trip/README.md', '`routes/`', 'routes/'],
    ['docs/a.md', '`routes/`', 'routes/'],
    ['apps/trip/README.md', '`trips/ride.state.ts`', 'trips/ride.state.ts'],
    ['README.md', '```\ntools/y.sh trip\n```\n', 'tools/y.sh'],
    ['README.md', '`npm run fly`', 'npm run fly'],
    ['README.md', '`jest --selectProjects unit tools/x.sh`', "tools/x.sh is no project's name"],
  ])('%s may not say %s', (file, text, name) =>
    expect(missingIn(file, text, repository)).toEqual([`${file}: ${name}`]),
  );
});
