import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

const SOURCE = readFileSync('apps/web/public/service-worker.js', 'utf8');

/** The service worker with the browser's side played here. */
function start(windows: object[] = []) {
  const heard: Record<string, (event: object) => void> = {};
  const shown: unknown[] = [];
  const opened: string[] = [];
  const self = {
    __SHELL__: ['/'],
    location: { origin: 'https://lastmile.example' },
    addEventListener: (name: string, listener: (event: object) => void) => (heard[name] = listener),
    registration: { showNotification: (...about: unknown[]) => Promise.resolve(shown.push(about)) },
    clients: { matchAll: async () => windows, openWindow: async (path: string) => opened.push(path) },
  };
  runInNewContext(SOURCE, { self, URL, encodeURIComponent });
  const tell = async (name: string, event: object): Promise<boolean> => {
    const promises: Promise<unknown>[] = [];
    const keep = (promise: Promise<unknown>) => promises.push(promise);
    heard[name]!({ ...event, waitUntil: keep, respondWith: keep });
    await Promise.all(promises);
    return promises.length > 0;
  };
  return { tell, shown, opened };
}
const click = (data: object) => ({ notification: { data, close: () => undefined } });

describe('the service worker', () => {
  it('shows what is pushed, the same entry once', async () => {
    const { tell, shown } = start();
    const entry = { sequence: 7, title: 'Kim is coming', body: 'Blue van', data: { trip_id: 't1' } };
    await tell('push', { data: { json: () => entry } });
    expect(shown).toEqual([
      ['Kim is coming', expect.objectContaining({ body: 'Blue van', data: { trip_id: 't1' }, tag: 'entry-7' })],
    ]);
  });

  it.each([
    [{ trip_id: 't 1', ride_id: 'r1' }, '/trips/t%201'],
    [{ ride_id: 'r1' }, '/ride/r1'],
    [{}, '/inbox'],
  ])('a tap on a message about %j opens %s', async (data, path) => {
    const { tell, opened } = start();
    await tell('notificationclick', click(data));
    expect(opened).toEqual([path]);
  });

  it('a tap leads there in the window that is open', async () => {
    const visited: string[] = [];
    const open = { focus: async () => undefined, navigate: async (path: string) => visited.push(path) };
    const { tell, opened } = start([open]);
    await tell('notificationclick', click({ ride_id: 'r1' }));
    expect([visited, opened]).toEqual([['/ride/r1'], []]);
  });

  it.each([
    ['POST', 'https://lastmile.example/v1/rides', 'cors'],
    ['GET', 'https://lastmile.example/v1/rides', 'cors'],
    ['GET', 'https://lastmile.example/app-config.json', 'cors'],
    ['GET', 'https://tiles.example/assets/1.js', 'cors'],
  ])('leaves %s %s to the network', async (method, url, mode) => {
    expect(await start().tell('fetch', { request: { method, url, mode } })).toBe(false);
  });
});
