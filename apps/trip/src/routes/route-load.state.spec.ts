import fc from 'fast-check';
import { ALONE } from '@lastmile/party';
import { load, offerOf } from '../../test/fixtures.js';
import { open, resize, seat } from './route-load.state.js';

const refusal = (reason: string) => expect.objectContaining({ reason });

test('a route takes parties until it is full, and never more', () => {
  const parties = fc.array(
    fc
      .record({ people: fc.integer({ min: 1, max: 6 }), wheelchair: fc.boolean() })
      .map((party) => ({ ...ALONE, ...party })),
  );
  fc.assert(
    fc.property(parties, fc.integer({ min: 1, max: 8 }), (wanted, seats) => {
      let current = load({ seats });
      for (const party of wanted) {
        const fuller = seat(current, party);
        const fits =
          current.seatsTaken + party.people <= seats && !(party.wheelchair && current.wheelchairPlacesTaken === 1);
        expect(fuller !== undefined).toBe(fits);
        current = fuller ?? current;
        expect(current.seatsTaken).toBeLessThanOrEqual(seats);
        expect(current.wheelchairPlacesTaken).toBeLessThanOrEqual(1);
      }
    }),
  );
});

describe('open', () => {
  it('starts empty', () => expect(open(undefined, offerOf(load({ seatsTaken: 2 })))).toEqual(load()));

  it('takes the newest data of a route that is open, and keeps who sits in it', () => {
    const known = load({ seatsTaken: 2 });
    expect(open(known, offerOf(load({ seats: 2, vehiclePlate: 'T 9' })))).toEqual(
      load({ seats: 2, vehiclePlate: 'T 9', seatsTaken: 2 }),
    );
    expect(() => open(known, offerOf(load({ seats: 1 })))).toThrow(refusal('SEATS_IN_USE'));
  });

  it('refuses a closed route and another driver', () => {
    expect(() => open(load({ open: false }), offerOf(load()))).toThrow(refusal('ROUTE_CLOSED'));
    expect(() => open(load({ driverId: 'other' }), offerOf(load()))).toThrow(refusal('INVALID_FIELD'));
  });
});

describe('resize', () => {
  it('keeps what is not named', () => {
    expect(resize(load(), { autoAccept: true })).toEqual(load({ autoAccept: true }));
    expect(resize(load(), { seats: 5 })).toEqual(load({ seats: 5 }));
  });

  it('does not take seats from riders, nor change a closed route', () => {
    expect(resize(load({ seatsTaken: 2 }), { seats: 2 }).seats).toBe(2);
    expect(() => resize(load({ seatsTaken: 2 }), { seats: 1 })).toThrow(refusal('SEATS_IN_USE'));
    expect(() => resize(load({ open: false }), { seats: 3 })).toThrow(refusal('ROUTE_CLOSED'));
  });

  it('leaves a newer offer alone when it comes late', () => {
    const known = load({ seats: 3, routeVersion: 4 });
    expect(resize(known, { seats: 5, routeVersion: 4 })).toBe(known);
    expect(open(known, offerOf(load({ seats: 5, routeVersion: 2 })))).toBe(known);
    expect(resize(known, { seats: 5, routeVersion: 5 })).toEqual(load({ seats: 5, routeVersion: 5 }));
  });
});
