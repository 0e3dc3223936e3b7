// The live map shows each rider at their station and each trip with its car.
import type { Snapshot } from '../../api/api.types';
import { sceneOf } from './scene.core';

const position = { latitude: 40.7, longitude: -73.9 };
const snapshot = {
  time: '2026-09-23T12:01:00Z',
  stations: [
    { stationId: 's1', name: 'Flushing' },
    { stationId: 's2', name: 'Corona' },
  ],
  routes: [{ routeId: 'r1', driverId: 'd1', seats: 4 }],
  locations: [
    { driverId: 'd1', routeId: 'r1', point: { position, time: '2026-09-23T12:00:20Z', accuracyMeters: 5 } },
    { driverId: 'd2', routeId: 'r2', point: { position, time: '2026-09-23T12:01:05Z', accuracyMeters: 5 } },
  ],
  rides: [
    { rideId: 'late', stationId: 's1', status: 'offered', readyTime: '2026-09-23T12:03:00Z' },
    { rideId: 'early', stationId: 's1', status: 'waiting', readyTime: '2026-09-23T11:59:00Z' },
    { rideId: 'matched', stationId: 's1', status: 'scheduled', readyTime: '2026-09-23T11:58:00Z' },
  ],
  trips: [
    { tripId: 't1', driverId: 'd1', driverName: 'Ana', vehiclePlate: 'ABC 1', party: { people: 2 } },
    { tripId: 't2', driverId: 'd1', driverName: 'Ana', vehiclePlate: 'ABC 1', party: { people: 1 } },
  ],
  truncated: false,
} as unknown as Snapshot;

describe('sceneOf', () => {
  const scene = sceneOf(snapshot);

  it('counts at a station who has no car yet, longest wait first', () => {
    const [flushing, corona] = scene.stations;
    expect(flushing?.waiting.map(({ rideId }) => rideId)).toEqual(['early', 'late']);
    expect(corona?.waiting).toEqual([]);
    expect(scene.waitingCount).toBe(2);
  });

  it('gives a car its route, its riders and the age of its position', () => {
    const [car] = scene.cars;
    expect(car).toMatchObject({ plate: 'ABC 1', driverName: 'Ana', seatsTaken: 3, ageSeconds: 40 });
    expect(car?.route?.routeId).toBe('r1');
  });

  it('shows a car without trips or a known route, never younger than now', () => {
    const [, car] = scene.cars;
    expect(car).toMatchObject({ plate: undefined, route: undefined, seatsTaken: 0, ageSeconds: 0 });
  });
});
