// Without a network the app opens all the same, in the language that was read.
import { clockFromEnv } from '@lastmile/config';
import { createLogger } from '@lastmile/telemetry';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { setHeaders } from '../../apps/gateway/src/http/headers.js';
import { registerWebApp } from '../../apps/gateway/src/http/web-app.js';
import { findBrowser } from '../../tools/browser/find-browser.js';
import { openBrowser } from '../../tools/browser/open-browser.js';
import { Person, PHONE } from './browser/windows.js';

const program = findBrowser();
const withBrowser = program ? describe : describe.skip;

withBrowser(program ? 'the app without a network' : 'the app without a network: no browser runs here', () => {
  let server: FastifyInstance;
  let browser: Browser;
  let reader: Person;

  beforeAll(async () => {
    server = Fastify();
    // Workers may load what their own file's headers allow.
    setHeaders(server, { hsts: false });
    await registerWebApp(server, {
      mapStyleUrl: undefined,
      clock: clockFromEnv({}),
      logger: createLogger({ service: 'offline', level: 'silent' }),
    });
    const baseUrl = await server.listen({ host: '127.0.0.1', port: 0 });
    browser = await openBrowser(program!);
    reader = await Person.at(browser, baseUrl, 'Fran', { viewport: PHONE, locale: 'ko-KR' });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('loads one language, and keeps it', async () => {
    const { page } = reader;
    await page.goto('/sign-in');
    await page.getByRole('button', { name: '로그인' }).waitFor();
    expect(await reader.keptFiles('/assets/text-ko-')).toHaveLength(1);
    expect(await reader.keptFiles('/assets/text-')).toHaveLength(1);
  });

  it('opens in that language', async () => {
    await reader.setOffline(true);
    await reader.page.reload();
    await reader.page.getByRole('button', { name: '로그인' }).waitFor();
  });

  it('keeps what is in use when it cannot load another language', async () => {
    const { page } = reader;
    await page.getByRole('combobox').first().selectOption('es');
    await page.getByText('지금 LastMile에 연결할 수 없습니다').waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('ko');
  });

  it('changes the language when there is a network again', async () => {
    const { page } = reader;
    await reader.setOffline(false);
    await page.getByRole('combobox').first().selectOption('es');
    await page.getByRole('button', { name: 'Iniciar sesión' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('es');
    await reader.keptFiles('/assets/text-es-');
  });
});
