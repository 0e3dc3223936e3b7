// Every language says everything, with the same facts in it.
import { RIDE_EVENTS, TRIP_EVENTS } from './notification.types.js';
import { CATALOGUES, LANGUAGES, messageFor } from './messages.js';

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

describe.each(LANGUAGES)('catalogue %s', (language) => {
  it('has the keys of the English one', () => {
    expect(Object.keys(CATALOGUES[language]).sort()).toEqual(Object.keys(CATALOGUES.en).sort());
  });

  it.each(Object.keys(CATALOGUES.en))('names the same facts in %s', (key) => {
    const own = CATALOGUES[language][key]!;
    const english = CATALOGUES.en[key]!;
    expect(placeholders(own.title + own.body)).toEqual(placeholders(english.title + english.body));
    expect(own.title).not.toBe('');
  });
});

it('has a message for somebody about every event', () => {
  const kinds = new Set(Object.keys(CATALOGUES.en).map((key) => key.replace(/\.(rider|driver)$/, '')));
  expect([...TRIP_EVENTS, ...RIDE_EVENTS].filter((type) => !kinds.has(type))).toEqual([]);
});

describe('messageFor', () => {
  const params = { driver: 'Ana', destination: '21st Street' };

  it('speaks the language of the tag, whatever its region, and English when it does not know it', () => {
    expect(messageFor('es-MX', 'trip.active.rider', params).title).toBe('En camino');
    expect(messageFor('tlh', 'trip.active.rider', params).body).toBe('You are riding with Ana to 21st Street.');
  });

  it('has a word for a place without a name', () => {
    expect(messageFor('en', 'trip.active.rider', { ...params, destination: '' }).body).toBe(
      'You are riding with Ana to the destination.',
    );
  });

  it('leaves braces in names alone', () => {
    expect(messageFor('en', 'trip.active.rider', { ...params, driver: '{destination}' }).body).toBe(
      'You are riding with {destination} to 21st Street.',
    );
  });
});
