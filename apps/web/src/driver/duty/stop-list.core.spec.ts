import { ALONE } from '@lastmile/party';
import { seatsOf, stopsAhead } from './stop-list.core';
import type { DropoffStop, PickupStatus, Route } from './stop.types';

type Trip = DropoffStop['trip'];
const position = { latitude: 35.1, longitude: 129 };
const at = (minute: number) => new Date(Date.UTC(2026, 8, 23, 8, minute)).toISOString();

const route = (...stations: [string, PickupStatus?][]): Route =>
  ({
    routeId: 'r',
    stops: stations.map(([stationId, pickupStatus = 'ahead']) => ({
      stationId,
      name: stationId,
      position,
      pickupStatus,
    })),
    destination: { position, name: 'home' },
  }) as Route;

const trip = (tripId: string, more: Partial<Trip>): Trip =>
  ({
    tripId,
    routeId: 'r',
    stationId: 'A',
    status: 'scheduled',
    party: ALONE,
    dropoffOrder: 0,
    pickup: { position },
    destination: { position },
    pickupTime: at(5),
    dropoffTime: at(20),
    ...more,
  }) as Trip;
const keys = (...args: Parameters<typeof stopsAhead>) => stopsAhead(...args).map(({ key }) => key);

it('picks up at the station first, then sets down in the order of the plan', () => {
  const trips = [trip('t2', { dropoffOrder: 2 }), trip('t1', { dropoffOrder: 1 })];
  expect(keys(route(['A']), trips)).toEqual(['station:A', 'dropoff:t1', 'dropoff:t2', 'destination']);
  const [station] = stopsAhead(route(['A']), trips);
  expect(station).toMatchObject({ trips: [{ tripId: 't1' }, { tripId: 't2' }], time: at(5) });
});

it('sets down those aboard before a station that is planned later', () => {
  const aboard = trip('aboard', { status: 'active', dropoffTime: at(12) });
  const later = trip('later', { stationId: 'B', pickupTime: at(15), dropoffTime: at(25), dropoffOrder: 1 });
  const stops = [['A', 'departed'], ['B']] as [string, PickupStatus?][];
  expect(keys(route(...stops), [later, aboard])).toEqual([
    ...['dropoff:aboard', 'station:B', 'dropoff:later', 'destination'],
  ]);
  expect(keys(route(['B', 'arrived']), [later, aboard])[0]).toBe('station:B');
});

it('never sets anybody down before they got in, whatever the times say', () => {
  const odd = trip('odd', { stationId: 'B', pickupTime: at(30), dropoffTime: at(20) });
  expect(keys(route(['A'], ['B']), [odd])).toEqual(['station:A', 'station:B', 'dropoff:odd', 'destination']);
});

it('knows stations without riders, with the time the platform expects', () => {
  const aboard = trip('aboard', { status: 'active', dropoffTime: at(12) });
  const etas = (minute: number) => new Map([['B', at(minute)]]);
  expect(keys(route(['B']), [aboard], etas(10))).toEqual(['station:B', 'dropoff:aboard', 'destination']);
  expect(keys(route(['B']), [aboard], etas(14))).toEqual(['dropoff:aboard', 'station:B', 'destination']);
  expect(keys(route(['B']), [aboard])).toEqual(['station:B', 'dropoff:aboard', 'destination']);
});

it('leaves out stations that are left, unless somebody is still promised there', () => {
  expect(keys(route(['A', 'skipped'], ['B', 'departed']), [])).toEqual(['destination']);
  expect(keys(route(['A', 'departed']), [trip('t', {})])).toEqual(['station:A', 'dropoff:t', 'destination']);
});

it('leaves out offers and trips of other routes', () => {
  const trips = [trip('offer', { status: 'offered' }), trip('other', { routeId: 'x' })];
  expect(keys(route(['A']), trips)).toEqual(['station:A', 'destination']);
});

it('counts seats by party', () => {
  const trips = [
    trip('a', { status: 'active', party: { ...ALONE, people: 2 } }),
    trip('b', { party: { ...ALONE, people: 3 } }),
  ];
  expect(seatsOf([...trips, trip('c', { status: 'offered' })])).toEqual({ aboard: 2, promised: 4 });
});
