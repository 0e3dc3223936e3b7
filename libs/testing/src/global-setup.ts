// Jest: one temporary PostgreSQL for the whole integration run. Jest maps no module names here, so a child process does
// the work, which runs the sources like Node.
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TEST_SERVER_VARIABLE = 'LASTMILE_TEST_SERVER';

/** Runs `test-server.ts`; standard error goes to the terminal. */
export function testServer(rootDirectory: string, command: 'start' | 'stop', directory: string): string {
  const script = join(rootDirectory, 'libs/testing/src/test-server.ts');
  const hooks = join(rootDirectory, 'tools/typescript.mjs');
  return execFileSync(process.execPath, ['--import', hooks, script, command, directory], {
    cwd: rootDirectory,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

export default function globalSetup(_global: unknown, project: { rootDir: string }): void {
  const directory = mkdtempSync(join(tmpdir(), 'lastmile-test-'));
  process.env[TEST_SERVER_VARIABLE] = testServer(project.rootDir, 'start', directory);
  // After Ctrl-C Jest does not run the teardown.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      testServer(project.rootDir, 'stop', directory);
      process.exit(130);
    });
  }
}
