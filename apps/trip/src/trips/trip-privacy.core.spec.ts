// What each side sees of the other, from the offer to one day after the end.
import { distanceMeters } from '@lastmile/geo';
import { after, START, trip } from '../../test/fixtures.js';
import { HIDDEN_AFTER_SECONDS, ROUNDED_METERS, seenBy } from './trip-privacy.core.js';
import { ENDED_STATUSES, ACTORS, type Trip } from '../trip.types.js';

const full = (changes: Partial<Trip> = {}): Trip => trip({ riderName: 'Ana María Ruiz', ...changes });
const accepted = (changes: Partial<Trip> = {}) => full({ status: 'scheduled', acceptTime: START, ...changes });
const DAY = HIDDEN_AFTER_SECONDS;

test('nobody but the rider sees the PIN', () => {
  for (const actor of ACTORS)
    expect(seenBy(accepted(), actor, START).pin).toBe(actor === 'rider' ? accepted().pin : '');
});

test('operators and services see all else, whenever', () => {
  for (const actor of ['operator', 'platform'] as const) {
    const old = full({ status: 'completed', endTime: START });
    expect(seenBy(old, actor, after(DAY * 30))).toEqual({ ...old, pin: '' });
    expect(seenBy(full(), actor, START)).toEqual({ ...full(), pin: '' });
  }
});

test.each(['offered', ...ENDED_STATUSES.filter((status) => status !== 'completed')] as const)(
  'a driver who has not accepted sees a first name and a rough destination: %s',
  (status) => {
    const seen = seenBy(full({ status, endTime: status === 'offered' ? undefined : START }), 'driver', START);
    expect(seen.riderName).toBe('Ana');
    expect(seen.destination.name).toBe('');
    expect(seen.destination.position).not.toEqual(full().destination.position);
    const { position } = full().destination;
    expect(distanceMeters(seen.destination.position, position)).toBeLessThanOrEqual(ROUNDED_METERS * Math.SQRT1_2 + 1);
    expect(seen.pickup).toEqual(full().pickup);
    expect(JSON.stringify(seen)).not.toContain('Ruiz');
  },
);

test('a driver who has accepted sees name and door until a day after the end', () => {
  expect(seenBy(accepted(), 'driver', START)).toEqual({ ...accepted(), pin: '' });
  const ended = accepted({ status: 'completed', endTime: START, endReason: 'said the rider' });
  expect(seenBy(ended, 'driver', after(DAY - 1))).toEqual({ ...ended, pin: '' });
  const later = seenBy(ended, 'driver', after(DAY));
  expect(later).toMatchObject({ riderName: '', endReason: '', destination: { name: '' } });
  expect(later.destination.position).not.toEqual(ended.destination.position);
  expect(later).toMatchObject({ driverName: ended.driverName, vehiclePlate: ended.vehiclePlate });
});

test('a rider sees driver and car until a day after the end, and the own destination always', () => {
  const ended = accepted({ status: 'completed', endTime: START });
  expect(seenBy(ended, 'rider', after(DAY - 1))).toEqual(ended);
  const hidden = { driverName: '', vehiclePlate: '', vehicleDescription: '', endReason: '', pin: '' };
  expect(seenBy(ended, 'rider', after(DAY))).toEqual({ ...ended, ...hidden });
});
