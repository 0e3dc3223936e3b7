/**
 * `npm run bench:web`: how soon the web app can be used on a phone. Each address is opened five times in a browser that has
 * nothing stored, on a processor as it is and on one slowed down four times, from the real platform with its timetable. Takes
 * about a minute, in the browser of the end-to-end tests; writes to a temporary directory only.
 *
 * - painted: First Contentful Paint, https://w3c.github.io/paint-timing/
 * - usable: what the page is for can be tapped
 * - interactive: usable, and the end of the last task of more than 50 ms (https://w3c.github.io/longtasks/) before two seconds
 *   without one
 */
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { findBrowser } from '../tools/browser/find-browser.js';
import { openBrowser } from '../tools/browser/open-browser.js';
import { useIdentity } from '@lastmile/grpc';
import { identityOf } from '../tools/service-keys/key-files.js';
import { importFeed } from '../tools/import/import-feed.js';
import { UNLIMITED } from '../tools/launcher/unlimited.js';
import { startPlatform } from '../tools/launcher/platform.js';
import { median } from './rpc/statistics.js';

const TIMES = 5;
const QUIET_MS = 2_000;
const PHONE = { width: 390, height: 844 };
const ACCOUNT = { email: 'rider@people.example', password: 'a-long-enough-password', displayName: 'Robin' };

interface Page {
  readonly name: string;
  readonly path: string;
  /** The first thing to tap. */
  readonly usable: string;
  readonly isSignedIn: boolean;
}
const PAGES: readonly Page[] = [
  { name: 'first visit', path: '/join', usable: 'form button', isSignedIn: false },
  { name: 'a rider who comes back', path: '/ride', usable: 'button.list-item', isSignedIn: true },
];

interface Opened {
  readonly painted: number;
  readonly usable: number;
  readonly interactive: number;
}

/** Milliseconds from the navigation's start, once the page has been quiet. */
async function open(context: BrowserContext, { path, usable }: Page, slowdown: number): Promise<Opened> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.addInitScript(`
    globalThis.lastTaskEnd = 0;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) globalThis.lastTaskEnd = startTime + duration;
    }).observe({ type: 'longtask', buffered: true });`);
  await page.goto(path, { waitUntil: 'commit' });
  return page.evaluate<Opened>(`
    new Promise((resolve) => {
      let usable;
      const look = () => {
        const now = performance.now();
        if (document.querySelector('${usable}')) usable ??= now;
        if (!usable || now - Math.max(usable, globalThis.lastTaskEnd) < ${QUIET_MS}) return requestAnimationFrame(look);
        const painted = performance.getEntriesByName('first-contentful-paint')[0].startTime;
        resolve({ painted, usable, interactive: Math.max(painted, usable, globalThis.lastTaskEnd) });
      };
      look();
    })`);
}

async function openOften(browser: Browser, baseURL: string, page: Page, slowdown: number): Promise<Opened> {
  const all: Opened[] = [];
  for (let i = 0; i < TIMES; i++) {
    const context = await browser.newContext({ baseURL, viewport: PHONE });
    if (page.isSignedIn) await signIn(context);
    all.push(await open(context, page, slowdown));
    await context.close();
  }
  const middle = (key: keyof Opened) => median(all.map((each) => each[key]));
  return { painted: middle('painted'), usable: middle('usable'), interactive: middle('interactive') };
}

/** In a page of its own that is not counted. */
async function signIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(ACCOUNT.email);
  await page.getByLabel('Password').fill(ACCOUNT.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/ride**');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.clearBrowserCache');
  await page.close();
}

async function main(): Promise<void> {
  const program = findBrowser();
  if (!program) throw new Error('no browser runs here: CHROMIUM_PATH may name one');
  const directory = await mkdtemp(join(tmpdir(), 'bench-web-'));
  const platform = await startPlatform({
    directory,
    freePorts: true,
    envOf: { gateway: { ...UNLIMITED } },
  });
  try {
    const feed = {
      gtfs: 'data/nyc-subway-7.gtfs.zip',
      stationAreas: 'data/nyc-subway-7.areas.csv',
      replayLastWeek: true,
    };
    useIdentity(identityOf(platform.keyDirectory, 'import'));
    await importFeed({ address: platform.addressOf('station'), ...feed });
    await signUp(platform.baseUrl);
    const browser = await openBrowser(program);
    console.log(`median of ${TIMES}, ms from the start of the navigation`);
    for (const page of PAGES) {
      for (const slowdown of [1, 4]) {
        const opened = await openOften(browser, platform.baseUrl, page, slowdown);
        const figures = Object.entries(opened).map(([key, ms]) => `${key} ${(ms as number).toFixed(0)}`);
        console.log(`${page.name}, processor ${slowdown}× slower: ${figures.join(', ')}`);
      }
    }
    await browser.close();
  } finally {
    await platform.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function signUp(baseUrl: string): Promise<void> {
  const response = await fetch(`${baseUrl}/v1/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'bench-web-rider-1' },
    body: JSON.stringify({ ...ACCOUNT, roles: ['rider'] }),
  });
  if (!response.ok) throw new Error(`signing up was answered ${response.status}: ${await response.text()}`);
}

await main();
