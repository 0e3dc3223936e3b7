// A ride, a rider, a station and a train as every test needs them, to be varied by what a test is about.
import type { LatLng } from '@lastmile/geo';
import { ALONE, partyWish } from '@lastmile/party';
import type { Ride, Rider, RideRequest, Station, Train } from '../src/rider.types.js';

export const NOW = new Date('2026-09-23T12:00:00Z');
export const after = (seconds: number, from: Date = NOW): Date => new Date(from.getTime() + seconds * 1000);

export const MAIN_ST: LatLng = { latitude: 40.7596, longitude: -73.83 };
/** So many metres north of the station. */
export const north = (meters: number): LatLng => ({ ...MAIN_ST, latitude: MAIN_ST.latitude + meters / 111_195 });

export const RIDER: Rider = { riderId: 'rider', name: 'Ana', wheelchair: false, createTime: NOW };

export const STATION: Station = {
  stationId: '7:701',
  name: 'Main St',
  position: MAIN_ST,
  timeZone: 'America/New_York',
  pickupPoints: [
    { pickupPointId: 'far', name: '39th Ave', position: north(150), walkSeconds: 210 },
    { pickupPointId: 'near', name: 'Roosevelt Ave', position: north(30), walkSeconds: 110 },
  ],
};

export const TRAIN: Train = {
  trainId: 'T1',
  serviceDate: '2026-09-23',
  lineName: '7',
  headsign: 'Flushing',
  arriveTime: after(600),
};

export const RIDE_REQUEST: RideRequest = {
  stationId: STATION.stationId,
  trainId: TRAIN.trainId,
  serviceDate: TRAIN.serviceDate,
  destination: { position: north(2000), name: 'home' },
  party: partyWish(),
  maxWaitSeconds: 900,
  pickupPointId: '',
};

export const aRide = (changes: Partial<Ride> = {}): Ride => ({
  rideId: 'ride',
  riderId: RIDER.riderId,
  riderName: RIDER.name,
  status: 'waiting',
  stationId: STATION.stationId,
  stationName: STATION.name,
  train: TRAIN,
  pickupPointId: 'near',
  pickup: { position: north(30), name: 'Roosevelt Ave' },
  destination: RIDE_REQUEST.destination,
  party: ALONE,
  readyTime: after(710),
  latestPickupTime: after(1610),
  directSeconds: 400,
  maxRideSeconds: 840,
  excludedDriverIds: [],
  createTime: NOW,
  version: 1,
  ...changes,
});
