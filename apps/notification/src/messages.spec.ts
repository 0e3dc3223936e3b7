// Every event has its words. That every language has the same ones is proven when they are read (libs/messages).
import { DRIVER_EVENTS, RIDE_EVENTS, TRIP_EVENTS } from './notification.types.js';
import { LANGUAGES, MESSAGE_KEYS, messageFor } from './messages.js';

it('has a message for somebody about every event', () => {
  const kinds = new Set(MESSAGE_KEYS.map((key) => key.replace(/\.(rider|driver)$/, '')));
  expect([...TRIP_EVENTS, ...RIDE_EVENTS, ...DRIVER_EVENTS].filter((type) => !kinds.has(type))).toEqual([]);
});

it('has a word for a place without a name', () => {
  expect(messageFor('en', 'trip.active.rider', { driver: 'Ana', destination: '' }).body).toBe(
    'You are riding with Ana to the destination.',
  );
});

it('tells of every ride event in a mail without a word of others', () => {
  const told = MESSAGE_KEYS.filter((key) => /^(trip|rider)\./.test(key)).map((key) =>
    key.split('.').slice(0, 2).join('.'),
  );
  const momentary = ['trip.offered', 'trip.arrived', 'trip.active', 'trip.declined', 'trip.expired'];
  for (const kind of new Set(told.filter((each) => !momentary.includes(each)))) {
    // Throws when a message has a placeholder.
    for (const language of LANGUAGES) expect(messageFor(language, `mail.${kind}`, {}).body).not.toBe('');
  }
});
