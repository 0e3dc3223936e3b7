import { expoConfig, webPushConfig } from './delivery.config.js';

const VAPID_PRIVATE_KEY = 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw';
const env = { VAPID_PRIVATE_KEY, VAPID_SUBJECT: 'mailto:ops@lastmile.example' };

it('everything is off without keys, and with the empty ones of docker-compose', () => {
  expect([webPushConfig({}), expoConfig({})]).toEqual([undefined, undefined]);
  expect(webPushConfig({ VAPID_PRIVATE_KEY: '', VAPID_SUBJECT: '', WEB_PUSH_HOSTS: '' })).toBeUndefined();
  expect(expoConfig({ EXPO_ACCESS_TOKEN: '' })).toBeUndefined();
});

it('Web Push calls the known push services unless told otherwise', () => {
  expect(webPushConfig(env)).toMatchObject({
    subject: 'mailto:ops@lastmile.example',
    hosts: expect.arrayContaining(['fcm.googleapis.com', 'push.services.mozilla.com']) as string[],
  });
  expect(webPushConfig({ ...env, WEB_PUSH_HOSTS: ' Push.example, other.example,' })).toMatchObject({
    hosts: ['push.example', 'other.example'],
  });
});

it.each([
  [{ ...env, VAPID_SUBJECT: undefined }, 'VAPID_SUBJECT is not set'],
  [{ ...env, VAPID_SUBJECT: 'ops' }, 'VAPID_SUBJECT:'],
  [{ ...env, VAPID_PRIVATE_KEY: 'hunter2' }, 'VAPID_PRIVATE_KEY:'],
  [{ ...env, VAPID_PRIVATE_KEY: Buffer.alloc(32).toString('base64url') }, 'VAPID_PRIVATE_KEY:'],
])('a bad key is named, and never shown: %j', (bad, message) => {
  expect(() => webPushConfig(bad)).toThrow(message);
  expect(() => webPushConfig(bad)).not.toThrow(/hunter2/);
});
