import { PlannedTrip, RequestRideRequest, RideEvent, Trip } from '@lastmile/contracts';
import { z } from 'zod';
import {
  ALONE,
  MOST_PEOPLE,
  partyColumns,
  partyFields,
  partyFor,
  partyOf,
  partyOfRow,
  partySchema,
  partyWish,
  partyWishSchema,
  withParty,
  withPartyWish,
  type Party,
} from './index.js';

/** What the previous version sends, and has left in the queue. */
const OLD = { partySize: 3, wheelchair: true };
const OLD_PARTY: Party = { ...ALONE, people: 3, wheelchair: true };
const PARTY: Party = { ...OLD_PARTY };
const bytesOf = (trip: Trip) => Trip.encode(trip).finish();

describe('a message', () => {
  const trip = Trip.fromPartial(partyFields(PARTY));

  it('tells the party', () => {
    expect(Trip.decode(bytesOf(trip)).party).toEqual(PARTY);
    expect(partyOf(Trip.decode(bytesOf(trip)))).toEqual(PARTY);
  });

  it('tells the version before what it reads', () => {
    expect(Trip.decode(bytesOf(trip))).toMatchObject(OLD);
    expect(RideEvent.toJSON(RideEvent.fromPartial({ ride: partyFields(PARTY) }))).toMatchObject({ ride: OLD });
  });

  it('of the version before is read, alone and in an event', () => {
    expect(partyOf(Trip.decode(bytesOf(Trip.fromPartial(OLD))))).toEqual(OLD_PARTY);
    // proto3 omits false.
    expect(partyOf(RideEvent.fromJSON({ ride: { partySize: 2 } }).ride!)).toEqual({ ...ALONE, people: 2 });
  });

  it.each([
    ['as it is', PlannedTrip.fromPartial(partyFields(PARTY)), PARTY],
    ['of the version before', PlannedTrip.fromPartial(OLD), OLD_PARTY],
  ])('is parsed: %s', (_, message, party) => {
    expect(withParty(z.object({ party: partySchema() })).parse(message)).toEqual({ party });
  });

  it.each([
    ['people', { ...ALONE, people: 0 }],
    ['people', { ...ALONE, people: MOST_PEOPLE + 1 }],
    ['people', { ...ALONE, people: 1.5 }],
    ['wheelchair', partyWish()],
  ])('is refused for its %s: %j', (field, party) => {
    const read = withParty(z.object({ party: partySchema() })).safeParse({ ...PlannedTrip.fromPartial({}), party });
    expect(read.error?.issues.map(({ path }) => path)).toEqual([['party', field]]);
  });
});

describe('a request', () => {
  const request = withPartyWish(z.object({ party: partyWishSchema() }));

  it.each<[string, object, unknown]>([
    ['everything', partyFields(PARTY), PARTY],
    ['the version before', OLD, OLD_PARTY],
    ['people alone', { party: { people: 2 } }, partyWish({ people: 2 })],
    ['the need alone', { party: { wheelchair: false } }, ALONE],
    ['the need alone, the version before', { wheelchair: false }, ALONE],
    ['nothing', {}, partyWish()],
  ])('says %s', (_, wish, party) => {
    expect(request.parse(RequestRideRequest.fromPartial(wish)).party).toEqual(party);
  });

  it('leaves open what the profile says', () => {
    expect(partyFor(partyWish({ people: 2 }), { wheelchair: true })).toEqual({ ...ALONE, people: 2, wheelchair: true });
    expect(partyFor(ALONE, { wheelchair: true })).toEqual(ALONE);
    expect(partyFor(partyWish(), null)).toEqual(ALONE);
  });
});

it('comes back from its columns', () => {
  expect(partyOfRow(partyColumns(PARTY))).toEqual(PARTY);
});
