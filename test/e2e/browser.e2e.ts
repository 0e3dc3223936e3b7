// The web app as people use it: a rider on a phone, a driver at a desk, an operator watching, a friend with a link.
import { waitFor } from '@lastmile/testing';
import type { Browser, Page } from 'playwright-core';
import { findBrowser } from '../../tools/browser/find-browser.js';
import { openBrowser } from '../../tools/browser/open-browser.js';
import { checkSizes } from './browser/check-screen.js';
import { farAreaOf } from './browser/far-area.js';
import { keptTimes, positionAnswers } from './browser/kept-fixes.js';
import { DESKTOP, Person, PHONE } from './browser/windows.js';
import { OPERATOR, startCity, type E2eCity } from './city.js';

const STATION = 'Flushing-Main St';
const MINUTES = 60_000;

const program = findBrowser();
const withBrowser = program ? describe : describe.skip;

withBrowser(program ? 'a ride home, in four windows' : 'a ride home: no browser runs here', () => {
  let city: E2eCity;
  let browser: Browser;
  let rider: Person;
  let driver: Person;
  let operator: Person;
  let friend: Person;
  let home: string;
  let link: string;
  let otherTab: Page;
  let driverReview: string;

  /** A step of one story: after one has failed, the rest would only wait in vain. */
  let failed: string | undefined;
  const step = (name: string, act: () => Promise<void>): void =>
    it(
      name,
      async () => {
        if (failed !== undefined) throw new Error(`not tried, since this failed: ${failed}`);
        failed = name;
        await act().catch(async (error: unknown) => {
          for (const person of [rider, driver, operator, friend])
            await person.screenshot(`failed-${person.name}`, { fullPage: true });
          throw error;
        });
        failed = undefined;
      },
      // Each screen is drawn and judged twice by two cores that also run the platform.
      8 * MINUTES,
    );

  beforeAll(async () => {
    // Slow enough to click, fast enough for a test; people get a minute to answer an offer.
    const envOf = { trip: { OFFER_SECONDS: '300' }, driver: { DRIVER_AUTO_APPROVAL: 'false' } };
    city = await startCity(5, { envOf });
    browser = await openBrowser(program!);
    const { baseUrl } = city.platform;
    rider = await Person.at(browser, baseUrl, 'Robin Featherstonehaugh-Longbottom', { viewport: PHONE });
    driver = await Person.at(browser, baseUrl, 'Dana', { viewport: DESKTOP });
    operator = await Person.at(browser, baseUrl, 'Olga', { viewport: DESKTOP, colorScheme: 'dark', timezoneId: 'UTC' });
    friend = await Person.at(browser, baseUrl, 'Fran', {
      viewport: PHONE,
      colorScheme: 'dark',
      locale: 'ko-KR',
      timezoneId: 'Asia/Seoul',
    });
  }, 3 * MINUTES);
  afterAll(async () => {
    await browser?.close();
    await city?.destroy();
  });

  step('the driver describes the car; an operator looks at it, and approves', async () => {
    const { page } = driver;
    await driver.signUp('driver');
    await page.getByLabel('Number plate').fill('LM 0001');
    await page.getByLabel('Description').fill('Blue hatchback');
    await driver.screenshot('driver-1-car');
    await page.getByRole('button', { name: 'Save' }).click();
    const isToWait = page.getByText('An operator has to approve you');
    await isToWait.waitFor();
    await driver.screenshot('driver-2-pending');
    await operator.signIn(OPERATOR.email, OPERATOR.password);
    await operator.page.waitForURL('**/operate**');
    await operator.page.getByRole('link', { name: 'Drivers', exact: true }).click();
    await operator.page.getByRole('link', { name: /Dana/ }).click();
    const approve = operator.page.getByRole('button', { name: 'Approve' });
    await approve.waitFor();
    driverReview = new URL(operator.page.url()).pathname;
    await operator.screenshot('operator-1-review');
    await approve.click();
    await isToWait.waitFor({ state: 'hidden' });
  });

  step('the driver chooses a way past the station and starts', async () => {
    const { page } = driver;
    await page.getByRole('link', { name: 'New route' }).click();
    for (const station of ['Mets-Willets Point', STATION]) {
      await page.getByLabel('Search a station').fill(station);
      await page.getByRole('button', { name: `Add ${station}` }).click();
    }
    home = await farAreaOf(city.platform.baseUrl, STATION);
    await page.getByLabel('Search a destination').fill(home);
    await page.getByRole('button', { name: home }).first().click();
    await driver.seesMap();
    await driver.screenshot('driver-3-route');
    await page.getByRole('button', { name: 'Start driving' }).click();
    await page.getByRole('heading', { name: 'On the way' }).waitFor();
    await driver.screenshot('driver-4-on-duty');
  });

  step('the rider picks station, train and destination, reads the promise and requests', async () => {
    const { page } = rider;
    await rider.signUp('rider');
    await page.getByRole('heading', { name: 'Where do you get off?' }).waitFor();
    await rider.seesMap();
    await rider.screenshot('rider-1-station');
    await page.getByLabel('Search stations').fill('flushing');
    await page.getByRole('listitem').getByRole('button', { name: STATION }).click();
    await page.getByRole('heading', { name: 'Which train are you on?' }).waitFor();
    await rider.screenshot('rider-2-train');
    await page
      .getByRole('button', { name: /to .* in \d+ min/ })
      .first()
      .click();
    await page.getByLabel('Search places').fill(home);
    await rider.seesMap();
    await rider.screenshot('rider-3-destination');
    await page.getByRole('listitem').getByRole('button', { name: home }).first().click();
    await page.getByText('Picked up by').waitFor();
    const people = page.getByRole('group', { name: 'How many people?' });
    // The choice is a part of the page's address, and shown once it is there.
    await people.getByRole('radio', { name: '2' }).click();
    await people.getByRole('radio', { name: '2', checked: true }).waitFor();
    await rider.screenshot('rider-4-promise');
    await page.getByRole('button', { name: 'Request ride' }).click();
    await page.getByRole('heading', { name: /Looking for a driver|Asking a driver/ }).waitFor();
    await rider.screenshot('rider-5-waiting');
  });

  step('the operator sees who waits, and why', async () => {
    const { page } = operator;
    await page.getByRole('link', { name: 'Live map' }).click();
    await page.getByText('Waiting').first().waitFor();
    await operator.seesMap();
    await operator.screenshot('operator-2-live');
  });

  step('the driver comes near, is asked, and accepts; the rider learns who comes, in each of two tabs', async () => {
    const { page } = driver;
    otherTab = await rider.openTab();
    await otherTab.goto('/inbox');
    await otherTab.getByRole('heading', { name: 'Inbox' }).waitFor();
    const atTheKerb = onTheClock(await rider.page.locator('dt:has-text("Be there") + dd').innerText());
    // Then the car, two minutes away, does not have to wait for the train.
    await waitFor(() => city.clock.now().getTime() > atTheKerb - MINUTES, { timeoutSeconds: 150, what: 'the train' });
    await page.getByRole('radio', { name: 'Simulated drive' }).check();
    await page.getByRole('radio', { name: '5×' }).check();
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    await page.getByText(/^\+.*, 2 riders$/).waitFor();
    await driver.screenshot('driver-5-offer');
    await page.getByRole('button', { name: 'Accept' }).click();
    await rider.page.getByRole('heading', { name: 'Dana is coming' }).waitFor();
    // This list reads nothing by itself: the tab has heard of the entry, though the other tab of the browser has, too.
    await otherTab.getByRole('listitem').getByText('Dana is coming').waitFor();
    await otherTab.close();
    await rider.page.getByText('Plate LM 0001').waitFor();
    await rider.seesMap();
    await rider.screenshot('rider-6-coming');
  });

  step('the rider loses nothing by a reload, nor by airplane mode', async () => {
    const { page } = rider;
    await page.reload();
    await page.getByRole('heading', { name: /Dana is (coming|here)/ }).waitFor();
    await rider.setOffline(true);
    await page.getByText('No connection').waitFor();
    await rider.screenshot('rider-7-offline');
    await rider.setOffline(false);
    await page.getByText('No connection').waitFor({ state: 'hidden' });
  });

  step('a friend follows by a link, in their own language', async () => {
    const { page } = rider;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    // Only the window in front may use the clipboard.
    await page.bringToFront();
    await page.getByRole('button', { name: 'Share this trip' }).click();
    await page.getByText('Link copied').waitFor();
    link = await page.evaluate<string>('navigator.clipboard.readText()');
    await friend.page.goto(link);
    await friend.page.getByText('LM 0001').first().waitFor();
    await friend.seesMap();
    await friend.screenshot('friend-1-trip');
  });

  step('the driver meets the rider with the PIN and drives home', async () => {
    const { page } = driver;
    await rider.page.getByText('Your PIN').waitFor();
    await page.getByRole('button', { name: 'I am here' }).first().click();
    await rider.page.getByRole('heading', { name: 'Dana is here' }).waitFor();
    await rider.screenshot('rider-8-here');
    const pin = (await rider.page.locator('.pin-digits').innerText()).replace(/\D/g, '');
    await page.getByLabel(/PIN of/).fill(pin === '0000' ? '0001' : '0000');
    await page.getByRole('button', { name: 'Aboard' }).click();
    await page.getByRole('alert').first().waitFor();
    await driver.screenshot('driver-6-wrong-pin');
    await page.getByLabel(/PIN of/).fill(pin);
    await page.getByRole('button', { name: 'Aboard' }).click();
    await rider.page.getByRole('heading', { name: 'On the way' }).waitFor();
    await rider.screenshot('rider-9-aboard');
    await operator.page.getByText('Trips now 1').waitFor();
    await operator.screenshot('operator-3-trip');
    await driver.screenshot('driver-7-aboard');
    await page
      .getByRole('button', { name: /Dropped off/ })
      .first()
      .click();
  });

  step('the rider has arrived and rates; the link shows nothing any more', async () => {
    const { page } = rider;
    await page.getByRole('heading', { name: 'You have arrived' }).waitFor();
    await rider.screenshot('rider-10-arrived');
    await page.getByRole('radio').last().check();
    await page.getByRole('button', { name: 'Send rating' }).click();
    await page.getByText('You gave 5 of 5').waitFor();
    await friend.page.getByRole('heading', { name: '이동이 끝났습니다' }).waitFor();
    await friend.screenshot('friend-2-over');
  });

  step(
    'positions that the driver’s browser could not send outlast a reload, and are sent with the next network',
    async () => {
      const { page } = driver;
      await driver.keptFiles('/assets/');
      await driver.setOffline(true);
      await page.getByText('No connection').waitFor();
      await waitFor(async () => (await keptTimes(page)).length >= 20, { what: 'positions are kept' });
      await page.reload();
      const kept = await keptTimes(page);
      expect(kept.length).toBeGreaterThanOrEqual(20);
      const answers = positionAnswers(page);
      await driver.setOffline(false);
      await page.getByRole('heading', { name: 'On the way' }).waitFor();
      await waitFor(async () => !(await keptTimes(page)).some((time) => kept.includes(time)), {
        what: 'the kept positions are sent',
      });
      const accepted = answers.reduce((sum, { acceptedCount }) => sum + acceptedCount, 0);
      const refused = answers.flatMap(({ rejected }) => rejected);
      // Those whose answer the network lost had arrived.
      expect(refused.filter(({ reason }) => reason !== 'stale')).toEqual([]);
      expect(accepted).toBeGreaterThan(0);
      expect(accepted + refused.length).toBeGreaterThanOrEqual(kept.length);
    },
  );

  const screens = {
    rider: ['/ride', '/history', '/inbox', '/profile'],
    driver: ['/drive', '/drive/car', '/history', '/inbox', '/profile'],
    operator: [
      '',
      '/day',
      '/rides',
      '/trips',
      '/drivers',
      '/stations',
      '/timetables',
      '/broadcast',
      '/roles',
      '/audit',
      '/cluster',
    ]
      .map((path) => `/operate${path}`)
      .concat('/profile'),
    friend: ['/sign-in', '/join', '/forgot', '/reset-password', '/confirm-email', '/nowhere'],
  };
  step('every screen can be read by everybody, on a phone and on a desk, by day and by night', async () => {
    const wrong: string[] = [];
    for (const [name, paths] of Object.entries(screens)) {
      const person = { rider, driver, operator, friend }[name as keyof typeof screens];
      for (const path of paths) {
        await person.page.goto(path);
        wrong.push(...(await checkSizes(person, `${name}${path.replaceAll('/', '-')}`)));
      }
    }
    // What asks before it does anything.
    await rider.page.goto('/profile');
    await rider.page.getByRole('button', { name: 'Delete my account' }).click();
    wrong.push(...(await checkSizes(rider, 'rider-delete-account')));
    await operator.page.goto(driverReview);
    wrong.push(...(await checkSizes(operator, 'operator-driver-review')));
    await operator.page.getByRole('button', { name: 'Suspend' }).click();
    wrong.push(...(await checkSizes(operator, 'operator-suspend-driver')));
    expect(wrong).toEqual([]);
  });

  it('no window complained', () => {
    for (const person of [rider, driver, operator, friend]) {
      expect({ name: person.name, complaints: person.complaints }).toEqual({ name: person.name, complaints: [] });
    }
  });
});

/** A time of day of the city's evening, in milliseconds. */
const onTheClock = (text: string): number => Date.parse(`2026-09-23 ${text} GMT-0400`);
