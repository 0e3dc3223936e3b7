// The order in which a browser is looked for; programs are shell scripts here, but for npm's.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './find-browser.js';
import { npmChromium } from './npm-chromium.js';
import { openBrowser } from './open-browser.js';

describe('findBrowser', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'browsers-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const program = (name: string, exitCode: number): string => {
    const path = join(directory, name);
    writeFileSync(path, `#!/bin/sh\nexit ${exitCode}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it('takes the one that CHROMIUM_PATH names before one of the machine', () => {
    program('chromium', 0);
    const wanted = program('another', 0);
    expect(findBrowser({ PATH: directory, CHROMIUM_PATH: wanted })?.executablePath).toBe(wanted);
  });

  it('takes one of the machine before npm’s, and passes over one that does not run', () => {
    program('chromium', 127);
    const runs = program('google-chrome', 0);
    expect(findBrowser({ PATH: directory })?.executablePath).toBe(runs);
  });

  it('refuses the one that CHROMIUM_PATH names when it does not run', () => {
    program('chromium', 0);
    for (const wanted of [join(directory, 'absent'), program('broken', 1)]) {
      expect(() => findBrowser({ PATH: directory, CHROMIUM_PATH: wanted })).toThrow(wanted);
    }
  });

  const onLinux = npmChromium() ? it : it.skip;
  onLinux('takes npm’s when told so, which draws maps and text', async () => {
    program('chromium', 0);
    const found = findBrowser({ PATH: directory, CHROMIUM_PATH: 'npm' })!;
    expect(found).toEqual(npmChromium());
    const browser = await openBrowser(found);
    const page = await browser.newPage();
    const drawn = await page.evaluate<{ hasWebGl: boolean; textWidth: number }>(`(() => {
      const text = document.createElement('canvas').getContext('2d');
      const hasWebGl = document.createElement('canvas').getContext('webgl2') !== null;
      return { hasWebGl, textWidth: text.measureText('LastMile').width };
    })()`);
    await browser.close();
    expect(drawn).toEqual({ hasWebGl: true, textWidth: expect.any(Number) });
    expect(drawn.textWidth).toBeGreaterThan(0);
  });
});
