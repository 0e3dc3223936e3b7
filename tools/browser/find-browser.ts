// Which browser drives the web app: the one asked for, else the machine's, else the one that comes with `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { npmChromium, type BrowserProgram } from './npm-chromium.js';

export type { BrowserProgram };

/** On Linux by name; macOS has programs in places of their own. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * `CHROMIUM_PATH` names a program, or says `npm` for npm's even where the machine has one.
 * @returns undefined when there is none that runs here
 * @throws Error when the one asked for does not run
 */
export function findBrowser(environment: NodeJS.ProcessEnv = process.env): BrowserProgram | undefined {
  const { CHROMIUM_PATH: wanted, PATH = '' } = environment;
  if (wanted) {
    const program = wanted === 'npm' ? npmChromium() : { executablePath: wanted };
    if (program && runs(program)) return program;
    throw new Error(`CHROMIUM_PATH asks for a browser that does not run here: ${wanted}`);
  }
  const named = PATH.split(delimiter).flatMap((directory) => NAMES.map((name) => join(directory, name)));
  const ofMachine = [...named, ...PLACES]
    .filter((path) => existsSync(path))
    .map((executablePath) => ({ executablePath }));
  const program = ofMachine.find(runs) ?? npmChromium();
  return program && runs(program) ? program : undefined;
}

/** A library may be missing, or the program only tells where to get the real one. */
const runs = ({ executablePath, env }: BrowserProgram): boolean =>
  spawnSync(executablePath, ['--version'], { env: { ...process.env, ...env }, timeout: 30_000 }).status === 0;
