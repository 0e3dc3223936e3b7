// Jest: stops the PostgreSQL that global-setup started and removes its files.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export default function globalTeardown(_global: unknown, project: { rootDir: string }): void {
  const { directory } = JSON.parse(process.env.LASTMILE_TEST_SERVER ?? '{}') as { directory?: string };
  if (!directory) return;
  const script = join(project.rootDir, 'libs/testing/src/test-server.ts');
  const hooks = join(project.rootDir, 'tools/typescript.mjs');
  execFileSync(process.execPath, ['--import', hooks, script, 'stop', directory], { cwd: project.rootDir });
}
