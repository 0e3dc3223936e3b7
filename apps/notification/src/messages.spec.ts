// Every event has its texts. libs/messages checks that all languages have the same keys.
import { LANGUAGES, MESSAGE_KEYS, messageFor } from './messages.js';
import { DRIVER_KINDS, kindOf, namesOf, RIDE_KINDS, TRIP_KINDS } from './notification-kind.types.js';

it('has a message for everybody whom an event tells', () => {
  const kinds = [...namesOf(TRIP_KINDS), ...namesOf(RIDE_KINDS), ...namesOf(DRIVER_KINDS)];
  const wanted = kinds.flatMap((kind) => kindOf(kind)!.tells.map((audience) => `${kind}.${audience}`));
  expect(wanted.length).toBeGreaterThanOrEqual(20);
  expect(wanted.filter((key) => !MESSAGE_KEYS.includes(key))).toEqual([]);
});

it('has a word for a place without a name', () => {
  expect(messageFor('en', 'trip.active.rider', { driver: 'Ana', destination: '' }).body).toBe(
    'You are riding with Ana to the destination.',
  );
});

it('tells of every ride event in a mail without a word of others', () => {
  const kinds = [...namesOf(TRIP_KINDS), ...namesOf(RIDE_KINDS)];
  for (const kind of kinds.filter((each) => !kindOf(each)!.isMomentary)) {
    // Throws when a message has a placeholder.
    for (const language of LANGUAGES) expect(messageFor(language, `mail.${kind}`, {}).body).not.toBe('');
  }
});
