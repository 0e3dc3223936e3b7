import type { Notification } from '../notification.types.js';
import { expireTimeOf, messageOf } from './delivery.core.js';

const createTime = new Date('2026-09-23T12:00:00Z');
const entry = (about: Partial<Notification>): Notification => ({
  userId: 'ana',
  sequence: 7,
  kind: 'trip.completed',
  title: 'Title',
  body: 'Body',
  data: {},
  createTime,
  ...about,
});

describe('messageOf', () => {
  it('carries what a tap opens and nothing else of the facts', () => {
    const data = { trip_id: 'trip', ride_id: 'ride', driver_id: 'driver', pickup_time: '2026' };
    expect(messageOf(entry({ data }))).toMatchObject({ sequence: 7, data: { trip_id: 'trip', ride_id: 'ride' } });
  });

  it('cuts a long body between characters', () => {
    expect(messageOf(entry({ body: '🚇'.repeat(300) })).body).toBe('🚇'.repeat(300));
    expect(messageOf(entry({ body: '🚇'.repeat(301) })).body).toBe(`${'🚇'.repeat(299)}…`);
  });

  it.each([
    ['trip.offered', true, true],
    ['trip.scheduled', true, false],
    ['trip.cancelled', true, false],
    ['trip.active', false, true],
    ['trip.completed', false, false],
    ['broadcast', false, false],
  ])('%s: urgent %s, momentary %s', (kind, isUrgent, isMomentary) => {
    expect(messageOf(entry({ kind }))).toMatchObject({ isUrgent, isMomentary });
  });
});

describe('expireTimeOf', () => {
  it.each<[string, Partial<Notification>, string]>([
    [
      'with the offer',
      { kind: 'trip.offered', data: { offer_expire_time: '2026-09-23T12:00:20.000Z' } },
      '2026-09-23T12:00:20.000Z',
    ],
    ['after ten minutes when it is of the moment', { kind: 'trip.arrived' }, '2026-09-23T12:10:00.000Z'],
    ['after a day otherwise', { kind: 'broadcast' }, '2026-09-24T12:00:00.000Z'],
  ])('%s', (_, about, expected) => {
    expect(expireTimeOf(entry(about)).toISOString()).toBe(expected);
  });
});
