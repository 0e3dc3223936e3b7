// A second factor as people use it, on a platform that asks operators for one: turned on in the profile, asked for at the next
// sign-in and before the account is deleted, replaced by a recovery code, and taken away by an operator from somebody who has
// lost it.
import { waitFor } from '@lastmile/testing';
import { TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { findBrowser } from '../../tools/browser/find-browser.js';
import { openBrowser } from '../../tools/browser/open-browser.js';
import { signInOperator } from '../../tools/flow/operator.js';
import { Api } from '../../tools/simulate/api.js';
import { checkScreen } from './browser/check-screen.js';
import { Person, PHONE } from './browser/windows.js';
import { OPERATOR, startCity, type E2eCity } from './city.js';

const MINUTES = 60_000;
const STEP_MS = 30_000;
const program = findBrowser();
const withBrowser = program ? describe : describe.skip;

withBrowser(program ? 'a second factor' : 'a second factor: no browser runs here', () => {
  let city: E2eCity;
  let browser: Browser;
  let operator: Person;
  let secret: string;
  let recoveryCodes: string[];
  /** When the code was made that was used last: the next has to be a later one. */
  let usedTime = 0;
  const wrong: string[] = [];
  const look = async (name: string, who = operator) => void wrong.push(...(await checkScreen(who, name)));
  const button = (name: string) => operator.page.getByRole('button', { name, exact: true });

  /** One that was not used; the server takes the next one, too. */
  function nextCode(): string {
    usedTime = Math.max(Date.now(), usedTime + STEP_MS);
    return new TOTP({ secret }).generate({ timestamp: usedTime });
  }

  async function signOut(): Promise<void> {
    await operator.page.goto('/profile');
    await button('Sign out').click();
    await operator.page.waitForURL('**/sign-in');
  }

  beforeAll(async () => {
    city = await startCity(1, { envOf: { user: { REQUIRE_OPERATOR_TOTP: 'true' } } });
    browser = await openBrowser(program!);
    operator = await Person.at(browser, city.platform.baseUrl, 'Olga', { viewport: PHONE });
  }, 3 * MINUTES);
  afterAll(async () => {
    await operator?.screenshot('second-factor-last');
    await browser?.close();
    await city?.destroy();
  }, MINUTES);

  const login = (code?: string) =>
    signInOperator(city.platform.baseUrl, { ...OPERATOR, code }, AbortSignal.timeout(MINUTES));

  it('an operator without one may do nothing as an operator', async () => {
    const api = await login();
    await expect(api.get('/v1/users/me')).resolves.toMatchObject({ roles: ['operator'] });
    await expect(api.get('/v1/snapshot')).rejects.toMatchObject({ status: 403 });
    await expect(api.get('/v1/users/me/second-factor')).resolves.toMatchObject({ isOn: false, isRequired: true });
  });

  it(
    'an operator without one is led to the profile, turns it on there, and is an operator',
    async () => {
      const { page } = operator;
      await operator.signIn(OPERATOR.email, OPERATOR.password);
      await page.waitForURL('**/profile');
      await page.getByText('Turn on a second factor to work as one').waitFor();
      expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
      await look('second-factor-needed');
      await button('Turn on').click();
      await page.getByLabel('Password').fill(OPERATOR.password);
      await button('Next').click();
      await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor();
      secret = (await page.locator('.secret-key').innerText()).replaceAll(' ', '');
      await page.getByRole('dialog').locator('h2:focus').waitFor();
      await look('second-factor-secret');
      await page.getByLabel('Code', { exact: true }).fill('no code');
      await page.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click();
      await page.locator('dialog input[aria-invalid="true"]:focus').waitFor();
      expect(await page.evaluate<string>(DESCRIPTION_OF_FOCUS)).toContain('This code is wrong');
      await page.getByLabel('Code', { exact: true }).fill(nextCode());
      const confirmation = page.waitForRequest('**/second-factor/confirmation');
      await page.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click();
      expect((await confirmation).postDataJSON()).toMatchObject({
        deviceToken: expect.stringMatching(/^[\w-]{43}$/) as string,
      });
      await page.getByRole('list', { name: 'Recovery codes' }).waitFor();
      recoveryCodes = await page.locator('.recovery-codes li').allInnerTexts();
      expect(new Set(recoveryCodes).size).toBe(10);
      await page.getByRole('dialog').locator('h2:focus').waitFor();
      await look('second-factor-recovery-codes');
      await triesToLoseDialog(page);
      expect(await page.locator('.recovery-codes li').allInnerTexts()).toEqual(recoveryCodes);
      await page.evaluate(NO_CLIPBOARD);
      await button('Copy').click();
      await page.getByText('The codes could not be copied').waitFor();
      expect((await page.evaluate<string>('String(getSelection())')).split(/\s+/)).toEqual(recoveryCodes);
      await look('second-factor-not-copied');
      const saved = page.waitForEvent('download');
      await button('Save as a file').click();
      expect((await saved).suggestedFilename()).toBe('lastmile-recovery-codes.txt');
      await button('I have kept them').click();
      await page.locator('h2:focus', { hasText: 'Second factor' }).waitFor();
      await page.getByText('10 recovery codes left').waitFor();
      await look('second-factor-on');
      await page.getByRole('link', { name: 'Operations' }).click();
      await page.waitForURL('**/operate');
    },
    5 * MINUTES,
  );

  it(
    'signing in asks for a code, refuses a wrong one, and takes the next one',
    async () => {
      const { page } = operator;
      await signOut();
      await operator.signIn(OPERATOR.email, OPERATOR.password);
      await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
      await look('sign-in-code');
      await page.getByLabel('Code', { exact: true }).fill('no code');
      await button('Sign in').click();
      await page.getByText('This code is wrong or was used before').waitFor();
      await look('sign-in-wrong-code');
      await page.getByLabel('Code', { exact: true }).fill(nextCode());
      await button('Sign in').click();
      await page.waitForURL('**/operate**');
    },
    5 * MINUTES,
  );

  it(
    'a program shows a code, too',
    async () => {
      await expect(login()).rejects.toMatchObject({ status: 401, reason: 'SECOND_FACTOR_REQUIRED' });
      await expect(login('000 000 0')).rejects.toMatchObject({ status: 401, reason: 'SECOND_FACTOR_WRONG' });
      // The authenticator's next code comes in half a minute; a recovery code does at once.
      const api = await login(recoveryCodes[1]);
      await expect(api.get('/v1/snapshot')).resolves.toBeDefined();
    },
    2 * MINUTES,
  );

  it(
    'a recovery code does instead, and is used up',
    async () => {
      const { page } = operator;
      await signOut();
      await operator.signIn(OPERATOR.email, OPERATOR.password);
      await button('Use a recovery code').click();
      await page.getByLabel('Recovery code', { exact: true }).fill(recoveryCodes[0]!);
      await look('sign-in-recovery-code');
      await button('Sign in').click();
      await page.waitForURL('**/operate**');
      await page.goto('/profile');
      await page.getByText('8 recovery codes left').waitFor();
      await button('New recovery codes').click();
      await look('second-factor-new-codes');
      await page.keyboard.press('Escape');
      await button('Turn off').click();
      await look('second-factor-turn-off');
      await page.keyboard.press('Escape');
    },
    5 * MINUTES,
  );

  it(
    'an operator takes it away from somebody who has lost it',
    async () => {
      const { page } = operator;
      const rider = { name: 'Rida', email: 'rida@people.example', password: 'a-long-enough-password' };
      const { userId: riderId } = await withFactor(city.platform.baseUrl, rider);
      const signIn = () =>
        new Api(city.platform.baseUrl, new AbortController().signal).logIn(rider.email, rider.password);
      await expect(signIn()).rejects.toMatchObject({ status: 401, reason: 'SECOND_FACTOR_REQUIRED' });
      await page.goto(`/operate/roles?user=${riderId}`);
      await button('Take second factor away').click();
      await page.getByRole('dialog').getByText('For Rida').waitFor();
      await look('operator-reset-second-factor');
      await page.getByRole('dialog').getByRole('button', { name: 'Take second factor away' }).click();
      await page.getByText('The second factor is taken away').waitFor();
      await waitFor(
        async () =>
          signIn().then(
            () => true,
            () => undefined,
          ),
        { what: 'a sign-in without a code' },
      );
    },
    3 * MINUTES,
  );

  it(
    'an account with one is deleted with a code only',
    async () => {
      const rider = { name: 'Rosa', email: 'rosa@people.example', password: 'a-long-enough-password' };
      const { recoveryCodes: codes } = await withFactor(city.platform.baseUrl, rider);
      const rosa = await Person.at(browser, city.platform.baseUrl, rider.name, { viewport: PHONE });
      const { page } = rosa;
      await rosa.signIn(rider.email, rider.password);
      await page.getByRole('button', { name: 'Use a recovery code' }).click();
      await page.getByLabel('Recovery code', { exact: true }).fill(codes[0]!);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL('**/ride**');
      await page.goto('/profile');
      await page.getByText('9 recovery codes left').waitFor();
      await page.getByRole('button', { name: 'Delete my account' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Code', { exact: true }).fill('no code');
      await dialog.getByLabel('Password').fill(rider.password);
      await dialog.getByRole('button', { name: 'Delete for good' }).click();
      await page.getByText('This code is wrong or was used before').waitFor();
      await look('delete-account-wrong-code', rosa);
      await dialog.getByRole('button', { name: 'Use a recovery code' }).click();
      await dialog.getByLabel('Recovery code', { exact: true }).fill(codes[1]!);
      await dialog.getByRole('button', { name: 'Delete for good' }).click();
      await page.waitForURL('**/sign-in');
      const signIn = new Api(city.platform.baseUrl, new AbortController().signal).logIn(rider.email, rider.password);
      await expect(signIn).rejects.toMatchObject({ status: 401, reason: 'WRONG_CREDENTIALS' });
      expect(rosa.complaints).toEqual([]);
    },
    3 * MINUTES,
  );

  it('says so where accounts are kept elsewhere', async () => {
    const { page } = operator;
    // As the user service answers with Supabase.
    await page.route('**/v1/users/me/second-factor', (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(NOT_OFFERED) }),
    );
    await page.goto('/profile');
    await page.getByText('there is no second factor here').waitFor();
    await page.unroute('**/v1/users/me/second-factor');
  });

  it('every screen can be read by everybody, and no window complained', () => {
    expect(wrong).toEqual([]);
    expect(operator.complaints).toEqual([]);
  });
});

/** What is read out for the field that has the focus, beside its name. Evaluated in the page. */
const DESCRIPTION_OF_FOCUS =
  "document.getElementById(document.activeElement.getAttribute('aria-describedby'))?.textContent ?? ''";

/** A browser that lets nobody write to the clipboard. Evaluated in the page. */
const NO_CLIPBOARD = "navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'))";

const NOT_OFFERED = { status: 409, reason: 'NOT_OFFERED_BY_PROVIDER', detail: 'not offered' };

/** What closes other dialogs: Escape, twice since browsers give way to the second one, and a click beside it. */
async function triesToLoseDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
}

/** Makes a rider who has one. */
async function withFactor(
  baseUrl: string,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<{ userId: string; recoveryCodes: string[] }> {
  const api = new Api(baseUrl, new AbortController().signal);
  await api.signIn(email, password, name, ['rider']);
  const { secret } = await api.post<{ secret: string }>('/v1/users/me/second-factor', { password });
  const code = new TOTP({ secret }).generate();
  const { recoveryCodes } = await api.post<{ recoveryCodes: string[] }>('/v1/users/me/second-factor/confirmation', {
    code,
  });
  const { userId } = await api.get<{ userId: string }>('/v1/users/me');
  return { userId, recoveryCodes };
}
