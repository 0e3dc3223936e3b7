// Browser windows for the end-to-end tests: one person each, with what went wrong in the page kept.
import { mkdirSync } from 'node:fs';
import { waitFor } from '@lastmile/testing';
import type { Browser, Page } from 'playwright-core';

/** Ignored by git; CI keeps it. */
const SCREENSHOTS = 'artifacts/screenshots';
/** Two cores draw four windows and run the platform. */
const WAIT_MS = 60_000;

/** A network that is away and a request that is refused are part of the story. */
const ON_PURPOSE = /^Failed to load resource|ERR_INTERNET_DISCONNECTED/;

/** Evaluated in the page: the addresses of all that is kept. */
const KEPT_FILES = `(async () => {
  const caches = await Promise.all((await self.caches.keys()).map((name) => self.caches.open(name)));
  const requests = await Promise.all(caches.map((cache) => cache.keys()));
  return requests.flat().map(({ url }) => url);
})()`;

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

export interface Look {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  readonly timezoneId?: string;
}

/** A person at their own browser. */
export class Person {
  /** Uncaught errors, and what the browser complained of: a refused script, a file that is not there. */
  readonly complaints: string[] = [];

  private constructor(
    readonly name: string,
    readonly page: Page,
  ) {
    this.listenTo(page);
  }

  static async at(browser: Browser, baseUrl: string, name: string, look: Look): Promise<Person> {
    const { viewport, colorScheme = 'light', locale = 'en-US', timezoneId = 'America/New_York' } = look;
    const context = await browser.newContext({ baseURL: baseUrl, viewport, colorScheme, locale, timezoneId });
    return new Person(name, await context.newPage());
  }

  async signUp(role: 'rider' | 'driver'): Promise<void> {
    const { page } = this;
    await page.goto('/join');
    await page.getByLabel('Your name').fill(this.name);
    await page.getByLabel('E-mail').fill(`${this.name.replace(/\W/g, '').toLowerCase()}@people.example`);
    await page.getByLabel('Password').fill('a-long-enough-password');
    if (role === 'driver') {
      await page.getByLabel('Offer seats in my car').check();
      await page.getByLabel('Ride from the station').uncheck();
    }
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL(role === 'rider' ? '**/ride**' : '**/drive**');
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.goto('/sign-in');
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Beside the first, of the same browser: both are signed in. */
  async openTab(): Promise<Page> {
    const tab = await this.page.context().newPage();
    this.listenTo(tab);
    return tab;
  }

  /** Airplane mode. */
  async setOffline(isOffline: boolean): Promise<void> {
    await this.page.context().setOffline(isOffline);
  }

  /** The files with `part` in their address that the service worker keeps, as soon as there is one. */
  async keptFiles(part: string): Promise<string[]> {
    const read = async () => (await this.page.evaluate<string[]>(KEPT_FILES)).filter((url) => url.includes(part));
    await waitFor(async () => (await read()).length > 0, { what: `the service worker keeps ${part}` });
    return read();
  }

  /** Waits until the map fills its frame. */
  async seesMap(): Promise<void> {
    const heightOf = async (part: string) => (await this.page.locator(part).first().boundingBox())?.height ?? 0;
    await this.page.locator('.map canvas').waitFor();
    await waitFor(async () => (await heightOf('.map canvas')) > (await heightOf('.map')) - 4, {
      what: 'the map fills its frame',
    });
  }

  async screenshot(name: string, { fullPage = false } = {}): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage });
  }

  private listenTo(page: Page): void {
    page.setDefaultTimeout(WAIT_MS);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !ON_PURPOSE.test(message.text())) this.complaints.push(message.text());
    });
  }
}
