// Whom an operator has read of is told to the log: once for a person, however often the screen asks, and before the answer.
import { randomUUID } from 'node:crypto';
import { RideStatus, type ListRidesRequest } from '@lastmile/contracts';
import { personHash } from '@lastmile/privacy';
import { operator, Platform, rider } from './platform.js';

let platform: Platform;
beforeAll(async () => void (platform = await Platform.start()));
afterAll(() => platform.stop());

const LIST: ListRidesRequest = {
  ...{ pageSize: 0, pageToken: '', riderId: '', stationId: '', text: '', openOnly: false },
  status: RideStatus.RIDE_STATUS_UNSPECIFIED,
};
/** What the log was told that this person did: action, kind and whom. */
const told = async (actorId: string) =>
  (
    await platform.db.admin<{ said: string }>(
      `SELECT concat_ws(' ', payload->'data'->>'action', payload->'data'->>'subjectKind', payload->'data'->>'subject') AS said
       FROM events._private_jobs WHERE payload->>'type' = 'rider.operator_acted' AND payload->'data'->>'actorHash' = $1
       ORDER BY id`,
      [personHash(actorId)],
    )
  ).map(({ said }) => said.trim());

test('an operator who reads rides and riders is noted once for each, riders who read their own are not', async () => {
  const [by, another] = [operator(), operator()];
  const first = await platform.newRider();
  const second = await platform.newRider();
  const { rideId } = await platform.newRide(first);
  const { client } = platform;
  for (let time = 0; time < 3; time++) {
    await client.getRideStatus({ rideId }, { caller: by });
    await client.getRider({ riderId: second.userId }, { caller: by });
    await client.listRides({ ...LIST, riderId: first.userId }, { caller: by });
    await client.listRides(LIST, { caller: by });
  }
  await client.getRideStatus({ rideId }, { caller: another });
  expect(await told(by.userId)).toEqual([
    `GetRideStatus user ${personHash(first.userId)}`,
    `GetRider user ${personHash(second.userId)}`,
    `ListRides user ${personHash(first.userId)}`,
    'ListRides rides',
  ]);
  expect(await told(another.userId)).toEqual([`GetRideStatus user ${personHash(first.userId)}`]);

  await client.getRideStatus({ rideId }, { caller: first });
  await client.listRides(LIST, { caller: first });
  await client.getRider({ riderId: '' }, { caller: first });
  await expect(client.getRideStatus({ rideId: randomUUID() }, { caller: by })).rejects.toThrow();
  expect(await told(first.userId)).toEqual([]);
  expect(await told(by.userId)).toHaveLength(4);
});

test('neither ids of people nor names are in what the log is told', async () => {
  const by = operator();
  const caller = rider();
  await platform.client.registerRider({ requestId: randomUUID(), name: 'Zora Z', wheelchair: false }, { caller });
  await platform.client.getRider({ riderId: caller.userId }, { caller: by });
  const jobs = JSON.stringify(
    await platform.db.admin(`SELECT payload FROM events._private_jobs WHERE payload->>'type' = 'rider.operator_acted'`),
  );
  expect(jobs).toContain(personHash(caller.userId));
  for (const text of [caller.userId, by.userId, 'Zora']) expect(jobs).not.toContain(text);
});
