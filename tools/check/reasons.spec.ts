// Every reason that the code can give is in an enum of the contracts, so that clients can switch over all of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const filesBelow = (root: string, ending: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));

const isSource = (path: string): boolean => !/\.(spec|int)\.ts$|\/test\/|\/gen\/|libs\/testing/.test(path);

function declaredReasons(): Set<string> {
  const text = filesBelow('proto/lastmile', '_error.proto')
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  return new Set([...text.matchAll(/_ERROR_REASON_(\w+) = \d+;/g)].map(([, reason]) => reason!));
}

function usedReasons(): Map<string, string> {
  const used = new Map<string, string>();
  const patterns = [
    /(?:failedPrecondition|aborted|unauthenticated)\(\s*'([A-Z_]+)'/g,
    /new DomainError\(\s*'[a-z_]+',\s*'([A-Z_]+)'/g,
  ];
  for (const path of ['apps', 'libs'].flatMap((root) => filesBelow(root, '.ts')).filter(isSource)) {
    const source = readFileSync(path, 'utf8');
    for (const pattern of patterns) for (const [, reason] of source.matchAll(pattern)) used.set(reason!, path);
    for (const [, what] of source.matchAll(/notFound\('([a-z_]+)'/g))
      used.set(`${what!.toUpperCase()}_NOT_FOUND`, path);
  }
  return used;
}

it('every reason in the code is declared in a contract', () => {
  const declared = declaredReasons();
  const used = usedReasons();
  expect(used.size).toBeGreaterThan(50);
  expect([...used].filter(([reason]) => !declared.has(reason)).map(([reason, path]) => `${reason} in ${path}`)).toEqual(
    [],
  );
});
