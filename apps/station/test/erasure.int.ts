// An erased operator: of what they asked of the station service only its effect stays.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { Erasing, waitFor } from '@lastmile/testing';
import { startStation, type StartedStation } from './start-station.js';

let station: StartedStation;
let erasing: Erasing;
beforeAll(async () => {
  station = await startStation();
  erasing = new Erasing(station.db, 'station');
});
afterAll(() => station?.stop());

const operator = (): Caller => ({ userId: randomUUID(), roles: ['operator'] });
const edit = (name: string) => ({
  requestId: randomUUID(),
  stationId: `manual:${name}`,
  name,
  position: { latitude: 48.1, longitude: 11.5 },
  timeZone: 'Europe/Berlin',
  pickupPoints: [],
});
const change = (caller: Caller, name: string) => station.client.upsertStation(edit(name), { caller });
const names = async (): Promise<string[]> =>
  (await station.db.admin<{ name: string }>('SELECT name FROM station.stations ORDER BY 1')).map(({ name }) => name);

test('their stored requests go, the stations stay, and nothing more is done in their name', async () => {
  const [gone, other] = [operator(), operator()];
  await change(gone, 'Alt');
  await change(other, 'Neu');
  expect(await erasing.traces(gone.userId)).toContain('station.requests');
  await erasing.tell(gone.userId);
  await erasing.done();
  expect(await erasing.traces(gone.userId)).toEqual([]);
  expect(await erasing.traces(other.userId)).toEqual(['station.requests']);
  await expect(change(gone, 'Spät')).rejects.toMatchObject({ kind: 'unauthenticated', reason: 'ACCOUNT_ERASED' });
  expect(await names()).toEqual(['Alt', 'Neu']);
  expect(await erasing.traces(gone.userId)).toEqual([]);
});

test('what they ask for while they are erased is done or refused, and leaves no trace of them', async () => {
  const people = Array.from({ length: 10 }, (_, n) => ({ caller: operator(), name: `Halt ${n}` }));
  const done: string[] = [];
  await Promise.all(
    people.flatMap(({ caller, name }, n) => {
      const asking = async () => {
        const outcome = await change(caller, name).then(
          () => 'done',
          (error: unknown) => (error as { reason: string }).reason,
        );
        if (outcome === 'done') done.push(name);
        else expect(outcome).toBe('ACCOUNT_ERASED');
      };
      const both = [asking, () => erasing.tell(caller.userId)];
      return (n % 2 ? both : both.reverse()).map((act) => act());
    }),
  );
  await erasing.done();
  expect((await names()).filter((name) => name.startsWith('Halt'))).toEqual(done.sort());
  for (const { caller } of people) expect(await erasing.traces(caller.userId)).toEqual([]);
});

test('a job that was cut off goes on where it ended, and a repeated erasure changes nothing', async () => {
  const gone = operator();
  await change(gone, 'Rand');
  await station.db.admin(`CREATE OR REPLACE FUNCTION station.cut_off() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'cut off'; END $$`);
  await station.db.admin(
    'CREATE TRIGGER cut_off BEFORE DELETE ON station.requests FOR EACH STATEMENT EXECUTE FUNCTION station.cut_off()',
  );
  const person = await erasing.tell(gone.userId);
  const failed = async () => (await erasing.waiting()).some(({ last_error }) => last_error?.includes('cut off'));
  await waitFor(failed, { what: 'the job is cut off' });
  expect(await erasing.traces(gone.userId)).toEqual(['station.requests', 'queue']);
  await station.db.admin('DROP TRIGGER cut_off ON station.requests');
  await erasing.done();
  await erasing.tell(person.userId, person.pseudonymId);
  await erasing.done();
  expect(await erasing.traces(gone.userId)).toEqual([]);
  expect(await names()).toContain('Rand');
});
