// Who is notified of what, event by event.
import { messagesOf, parametersOf, readCatalogueFiles } from '@lastmile/messages';
import { ALONE } from '@lastmile/party';
import { ALERTS } from '../cluster/cluster.types.js';
import { messageOf } from '../delivery/delivery.core.js';
import { LANGUAGES, MESSAGE_KEYS, messageFor } from '../messages.js';
import { notificationsFor } from './notification.core.js';
import { DRIVER_KINDS, namesOf, RIDE_KINDS, TRIP_KINDS, type TripKind } from '../notification-kind.types.js';
import type { Actor, RideFacts, TripFacts } from '../notification.types.js';

const TRIP_EVENTS = namesOf(TRIP_KINDS);
const RIDE_EVENTS = namesOf(RIDE_KINDS);
const DRIVER_EVENTS = namesOf(DRIVER_KINDS);

const time = new Date('2026-09-23T12:00:00Z');

const trip = (changes: Partial<TripFacts> = {}): TripFacts => ({
  tripId: 't1',
  rideId: 'r1',
  routeId: 'o1',
  stationId: 's1',
  riderId: 'rider',
  riderName: 'Ben',
  driverId: 'driver',
  driverName: 'Ana',
  status: 'scheduled',
  vehicleDescription: 'blue Kia',
  vehiclePlate: 'ABC 123',
  pickupName: 'North exit',
  destinationName: 'Library',
  party: { ...ALONE, people: 2 },
  addedDetourSeconds: 130,
  pickupTime: new Date('2026-09-23T12:04:40Z'),
  offerExpireTime: new Date('2026-09-23T12:00:30Z'),
  ...changes,
});

const ride: RideFacts = {
  rideId: 'r1',
  riderId: 'rider',
  stationId: 's1',
  stationName: 'Main St',
  status: 'expired',
  destinationName: 'Library',
  lineName: '7',
  waitingReason: 'no_driver',
};

const told = (type: TripKind, endedBy?: Actor) =>
  notificationsFor({ type, time, trip: trip({ endedBy }) }, time).map((draft) => draft.userId);

describe('audience', () => {
  it.each([
    ['trip.offered', ['driver']],
    ['trip.scheduled', ['rider', 'driver']],
    ['trip.arrived', ['rider']],
    ['trip.active', ['rider', 'driver']],
    ['trip.completed', ['rider', 'driver']],
    ['trip.declined', ['driver']],
    ['trip.expired', ['driver']],
    ['trip.no_show', ['rider', 'driver']],
  ] as const)('of %s: %j', (type, expected) => expect(told(type)).toEqual(expected));

  it.each([
    ['rider', ['driver']],
    ['driver', ['rider']],
    ['operator', ['rider', 'driver']],
    ['platform', ['rider', 'driver']],
  ] as const)('of a trip cancelled by the %s: %j', (endedBy, expected) =>
    expect(told('trip.cancelled', endedBy)).toEqual(expected),
  );

  it.each(RIDE_EVENTS)('of %s: the rider', (type) => {
    expect(notificationsFor({ type, time, ride }, time).map((draft) => draft.userId)).toEqual(['rider']);
  });
});

it('gives programs the ids, the status and, for offers only, when they lapse and what they cost', () => {
  const [offer] = notificationsFor({ type: 'trip.offered', time, trip: trip({ status: 'offered' }) }, time);
  expect(offer?.data).toEqual({
    trip_id: 't1',
    ride_id: 'r1',
    route_id: 'o1',
    station_id: 's1',
    driver_id: 'driver',
    rider_id: 'rider',
    status: 'offered',
    offer_expire_time: '2026-09-23T12:00:30.000Z',
    party_size: '2',
    added_detour_seconds: '130',
    pickup_time: '2026-09-23T12:04:40.000Z',
  });
  const [scheduled] = notificationsFor({ type: 'trip.scheduled', time, trip: trip() }, time);
  for (const key of ['offer_expire_time', 'party_size', 'added_detour_seconds']) {
    expect(scheduled?.data).not.toHaveProperty(key);
  }
  const [expired] = notificationsFor({ type: 'rider.ride_expired', time, ride }, time);
  expect(expired?.data).toEqual({
    ride_id: 'r1',
    rider_id: 'rider',
    station_id: 's1',
    status: 'expired',
    waiting_reason: 'no_driver',
  });
});

it('says how many minutes an offer adds', () => {
  const [offer] = notificationsFor({ type: 'trip.offered', time, trip: trip({ addedDetourSeconds: 130 }) }, time);
  expect(messageFor('en', 'trip.offered.driver', offer!.params).body).toContain('Adds 2 min to your drive');
});

it('counts the minutes to the pickup from the event, never below zero', () => {
  const minutes = (pickupTime?: Date) =>
    notificationsFor({ type: 'trip.scheduled', time, trip: trip({ pickupTime }) }, time)[0]?.params.minutes;
  expect(minutes(new Date('2026-09-23T12:04:40Z'))).toBe('5');
  expect(minutes(new Date('2026-09-23T11:50:00Z'))).toBe('0');
  expect(minutes(undefined)).toBe('0');
});

it('fills every message it asks for', () => {
  const drafts = [
    ...TRIP_EVENTS.flatMap((type) => notificationsFor({ type, time, trip: trip({ endedBy: 'platform' }) }, time)),
    ...RIDE_EVENTS.flatMap((type) => notificationsFor({ type, time, ride }, time)),
  ];
  for (const { kind, audience, params } of drafts) {
    const { title, body } = messageFor('ko', `${kind}.${audience}`, params);
    expect(title + body).not.toMatch(/[{}]|undefined/);
  }
});

it('has no message that nobody is told', () => {
  const driver = { driverId: 'driver', statusReason: '' };
  const actors: readonly (Actor | undefined)[] = [undefined, 'rider', 'driver'];
  const drafts = [
    ...actors.flatMap((endedBy) =>
      TRIP_EVENTS.flatMap((type) => notificationsFor({ type, time, trip: trip({ endedBy }) }, time)),
    ),
    ...RIDE_EVENTS.flatMap((type) => notificationsFor({ type, time, ride }, time)),
    ...DRIVER_EVENTS.flatMap((type) => notificationsFor({ type, time, driver }, time)),
  ];
  const entry = { userId: 'u', sequence: 1, title: '', body: '', data: {}, createTime: time };
  const mailed = [...TRIP_EVENTS, ...RIDE_EVENTS].filter((kind) => !messageOf({ ...entry, kind }).isMomentary);
  const messages = [...messagesOf(readCatalogueFiles('apps/notification/src/messages').get('en')!).values()];
  const parameters = messages.flatMap((message) => [...parametersOf(message).keys()]);
  const used = new Set([
    ...drafts.map(({ kind, audience }) => `${kind}.${audience}`),
    ...[...ALERTS.map((kind) => `cluster.${kind}.operator`), 'platform.jobs_failed.operator'],
    ...[...mailed.map((kind) => `mail.${kind}`), 'mail.footer', 'person.erased'],
    ...parameters.map((name) => `unnamed.${name}`),
  ]);
  expect(MESSAGE_KEYS.filter((key) => !used.has(key))).toEqual([]);
});

it.each(TRIP_EVENTS)('%s tells a driver neither where a rider goes nor who they are but for a first name', (type) => {
  const facts = trip({ riderName: 'Ben Ruiz', destinationName: '12 Elm Street', endedBy: 'operator' });
  const drafts = notificationsFor({ type, time, trip: facts }, time).filter(({ audience }) => audience === 'driver');
  for (const { kind, audience, params, data } of drafts) {
    for (const language of LANGUAGES) {
      const told = JSON.stringify([messageFor(language, `${kind}.${audience}`, params), data, params]);
      expect(told).not.toContain('Ruiz');
      expect(told).not.toContain('Elm');
    }
  }
});

it.each(TRIP_EVENTS)('%s tells a rider the driver’s first name only', (type) => {
  const facts = trip({ driverName: 'Ana Kim', endedBy: 'operator' });
  for (const { audience, params } of notificationsFor({ type, time, trip: facts }, time)) {
    if (audience === 'rider') expect(params.driver).toBe('Ana');
  }
});

it('tells a driver that they may drive, or not and why', () => {
  const driver = { driverId: 'driver', statusReason: 'stolen plate' };
  const [draft, ...more] = notificationsFor({ type: 'driver.suspended', time, driver }, time);
  expect(more).toEqual([]);
  expect(draft).toMatchObject({ userId: 'driver', kind: 'driver.suspended', audience: 'driver' });
  expect(messageFor('en', 'driver.suspended.driver', draft!.params).body).toContain('stolen plate');
});

it('tells nobody of an offer that is over', () => {
  const offered = { type: 'trip.offered', time, trip: trip({ status: 'offered' }) } as const;
  expect(notificationsFor(offered, new Date('2026-09-23T12:00:29Z'))).toHaveLength(1);
  expect(notificationsFor(offered, new Date('2026-09-23T12:00:30Z'))).toEqual([]);
});
