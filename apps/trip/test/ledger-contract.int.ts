// The trip service keeps the contract that the double of the ledger is held to as well.
import { randomUUID } from 'node:crypto';
import { TripStatus, type Trip } from '@lastmile/contracts';
import { ledgerContract, testDatabase, type TestDatabase } from '@lastmile/testing';
import { driver, rider, startTrip, type RunningTripService } from './start-trip.js';

let db: TestDatabase;
let service: RunningTripService;

const on = ({ tripId }: Trip) => ({ requestId: randomUUID(), tripId });

ledgerContract(
  async () => {
    db = await testDatabase('trip');
    service = await startTrip(db);
    const { client } = service;
    return {
      client,
      decline: async (trip) => {
        await client.declineTrip({ ...on(trip), reason: '' }, { caller: driver(trip.driverId) });
      },
      board: async (trip) => {
        const byDriver = { caller: driver(trip.driverId) };
        await client.updateTripStatus({ ...on(trip), status: TripStatus.TRIP_STATUS_ARRIVED }, byDriver);
        const { pin } = (await client.getTripDetails(trip, { caller: rider(trip.riderId) })).trip!;
        await client.confirmPickup({ ...on(trip), pin }, byDriver);
      },
      told: async (aggregateId) => {
        const jobs = await db.admin<{ type: string }>(
          `SELECT payload->>'type' AS type FROM events._private_jobs WHERE payload->>'aggregateId' = $1
           GROUP BY payload->>'id', payload->>'type' ORDER BY min(id)`,
          [aggregateId],
        );
        return jobs.map(({ type }) => type);
      },
    };
  },
  async () => {
    await service.stop();
    await db.close();
  },
);
