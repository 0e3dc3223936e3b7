// The Chromium that comes with `npm ci`: the package holds it packed, with the libraries and the font it needs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

export interface BrowserProgram {
  readonly executablePath: string;
  /** What it needs beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const PACKAGE = '@sparticuz/chromium';
/** Gone with `npm ci`, like the package it comes from. */
const CACHE = resolve('node_modules/.cache/chromium');
/** The package unpacks into the directory for temporary files, so a Node of its own gets another one. */
const UNPACK = `
  import { inflate } from '${PACKAGE}';
  const bin = new URL('../bin/', import.meta.resolve('${PACKAGE}'));
  const parts = ['chromium.br', 'swiftshader.tar.br', 'fonts.tar.br', 'al2023.tar.br'];
  await Promise.all(parts.map((part) => inflate(new URL(part, bin).pathname)));`;

/**
 * Unpacks it at the first call, which takes two seconds and 220 MB.
 * @returns undefined where it cannot run: it is for Linux on x64 alone
 * @throws Error when it cannot be unpacked
 */
export function npmChromium(): BrowserProgram | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const directory = join(CACHE, version());
  if (!existsSync(directory)) unpackInto(directory);
  return {
    executablePath: join(directory, 'chromium'),
    env: { LD_LIBRARY_PATH: join(directory, 'al2023/lib'), FONTCONFIG_FILE: join(directory, 'fonts.conf') },
  };
}

const version = (): string => {
  const entry = createRequire(resolve('package.json')).resolve(PACKAGE);
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as { version: string };
  return version;
};

/** Whole or not at all, also when several processes unpack at once or one of them is killed. */
function unpackInto(directory: string): void {
  mkdirSync(CACHE, { recursive: true });
  const unpacked = mkdtempSync(join(CACHE, 'unpacking-'));
  try {
    execFileSync(process.execPath, ['--input-type=module', '--eval', UNPACK], {
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: unpacked },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    writeFileSync(join(unpacked, 'fonts.conf'), fontsFrom(join(directory, 'fonts')));
    renameSync(unpacked, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}

/** The machine's fonts, where there are any, and the one that is always there. */
const fontsFrom = (directory: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${directory}</dir>
  <cachedir>${directory}/cache</cachedir>
</fontconfig>
`;
