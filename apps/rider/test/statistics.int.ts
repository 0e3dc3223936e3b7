// The counts of a day are what its rides say, however near midnight they were requested; lists are narrowed down alike.
import { RideStatus, type ListRidesRequest } from '@lastmile/contracts';
import { STATION } from './fixtures.js';
import { BARE_STATION, operator, Platform } from './platform.js';

const day = { fromTime: new Date('2026-09-23T04:00Z'), toTime: new Date('2026-09-24T04:00Z') };
const asOperator = { caller: operator() };
let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
  await requested('2026-09-23T03:59:59.999Z', 'completed');
  await requested('2026-09-24T04:00:00.000Z', 'completed');
  await requested('2026-09-23T05:10Z', 'completed');
  await requested('2026-09-23T05:20Z', 'no_show');
  await requested('2026-09-23T05:59:59.999Z', 'expired', 'WAITING_REASON_NO_SEAT');
  await requested('2026-09-23T06:00Z', 'waiting', 'WAITING_REASON_NO_SEAT', BARE_STATION);
  await requested('2026-09-23T06:00Z', 'scheduled');
  await requested('2026-09-24T03:59:59.999Z', 'expired');
});
afterAll(() => platform.stop());

/** A ride of a new rider, requested at that time, as it stands now. */
async function requested(createTime: string, status: string, reason: string | null = null, stationId?: string) {
  const { rideId } = await platform.newRide(await platform.newRider(), { ...(stationId && { stationId }) });
  const isOpen = ['waiting', 'scheduled'].includes(status);
  await platform.db.admin(
    'UPDATE rider.rides SET create_time = $2, status = $3, end_time = $4, waiting_reason = $5 WHERE ride_id = $1',
    [rideId, createTime, status, isOpen ? null : new Date(), reason],
  );
}

const none = { requested: 0, waiting: 0, underway: 0, served: 0, cancelled: 0, expired: 0, noShow: 0 };

describe('the rides of a day', () => {
  it('are counted whole and by hour', async () => {
    const { rides, hours } = await platform.client.getRideStatistics(day, asOperator);
    const whole = { requested: 6, waiting: 1, underway: 1, served: 1, cancelled: 0, expired: 2, noShow: 1 };
    expect(rides).toEqual(whole);
    expect(hours.map(({ startTime }) => startTime!.getTime())).toEqual(
      Array.from({ length: 24 }, (_, hour) => day.fromTime.getTime() + hour * 3_600_000),
    );
    expect(hours[1]!.rides).toEqual({ ...none, requested: 3, served: 1, expired: 1, noShow: 1 });
    expect(hours.map(({ rides: { requested: count } = none }) => count)).toEqual([0, 3, 2, ...Array(20).fill(0), 1]);
  });

  it('are counted by station, most requests first, and by why there was no car', async () => {
    const { stations, reasons } = await platform.client.getRideStatistics(day, asOperator);
    expect(stations.map(({ stationId, stationName, rides }) => [stationId, stationName, rides!.requested])).toEqual([
      [STATION.stationId, STATION.name, 5],
      [BARE_STATION, STATION.name, 1],
    ]);
    expect(reasons).toEqual([
      { reason: 'WAITING_REASON_NO_SEAT', waitingCount: 1, expiredCount: 1 },
      { reason: 'WAITING_REASON_UNSPECIFIED', waitingCount: 0, expiredCount: 1 },
    ]);
  });

  it('may be none', async () => {
    const empty = { fromTime: new Date('2030-01-01'), toTime: new Date('2030-01-01T01:30Z') };
    const answer = await platform.client.getRideStatistics(empty, asOperator);
    expect(answer).toMatchObject({ rides: none, stations: [], reasons: [] });
    expect(answer.hours.map(({ rides }) => rides)).toEqual([none, none]);
  });

  it.each([
    ['station', { stationId: BARE_STATION }, 1],
    ['time', { createFromTime: new Date('2026-09-23T05:59:59.999Z'), createToTime: day.toTime }, 4],
    ['a part of the rider’s name, in any case', { text: 'NA', createToTime: day.fromTime }, 1],
    ['a name nobody has', { text: 'Ana%' }, 0],
  ])('are listed by %s', async (_, filter, count) => {
    const all: ListRidesRequest = {
      ...{ riderId: '', status: RideStatus.RIDE_STATUS_UNSPECIFIED, openOnly: false, stationId: '', text: '' },
      ...{ pageSize: 0, pageToken: '' },
    };
    const { rides } = await platform.client.listRides({ ...all, ...filter }, asOperator);
    expect(rides).toHaveLength(count);
  });
});
