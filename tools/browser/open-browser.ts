// Opens the browser for tests and benches.
import { chromium, type Browser } from 'playwright-core';
import type { BrowserProgram } from './find-browser.js';

/** Maps are drawn without a graphics card. */
const ARGS = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

export const openBrowser = ({ executablePath, env }: BrowserProgram): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGS, env: { ...process.env, ...env } });
