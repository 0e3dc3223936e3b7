import { audit } from './audit.js';
import { Ledger, type Seat } from './ledger.js';
import { policyOf } from './policies.js';
import { type Day, replay } from './replay.js';
import { handmadeDay } from './test/handmade.js';

const day = handmadeDay(
  [
    { place: 1, at: 500 },
    { place: 3, at: 510 },
    { place: 2, at: 520, people: 2 },
  ],
  [{ eta: 1100, seats: 3, detourBudgetSeconds: 300 }],
);

/** A sound ledger: riders 0 and 2 have seats, rider 1 is refused. */
function sound(): Ledger {
  return replay(day, policyOf('first-come', { seed: 1, iterations: 0, plan: { cars: 1, riders: 3 } })).ledger;
}

/** The sound ledger with the seat of a rider changed. */
function withSeat(rider: number, change: (seat: Seat) => Partial<Seat>): Ledger {
  const ledger = sound();
  const at = ledger.seats.findIndex((seat) => seat.rider === rider);
  ledger.seats[at] = { ...ledger.seats[at]!, ...change(ledger.seats[at]!) };
  return ledger;
}

const faults = (ledger: Ledger, of: Day = day): string => audit(of, ledger).join('\n');

describe('audit', () => {
  it('finds nothing wrong with a sound day', () => {
    expect(sound().seats.map(({ rider }) => rider)).toEqual([0, 2]);
    expect(audit(day, sound())).toEqual([]);
  });

  it('finds a rider with two seats, with two ends, and with none', () => {
    const twice = sound();
    twice.seats.push(twice.seats[0]!);
    expect(faults(twice)).toContain('rider 0: has 2 seats');
    const both = sound();
    both.refusals.push({ rider: 2, reason: 'no_seat' });
    expect(faults(both)).toContain('rider 2: ends 2 times');
    const lost = sound();
    lost.refusals.pop();
    expect(faults(lost)).toContain('rider 1: ends 0 times');
  });

  it('finds an oversold car and a wheelchair without a place', () => {
    const smaller = { ...day, passes: { ...day.passes, seats: Uint8Array.of(2) } };
    expect(faults(sound(), smaller)).toContain('3 people on 2 seats');
    const rolling = { ...day, demand: { ...day.demand, wheelchair: Uint8Array.of(1, 0, 0) } };
    expect(faults(sound(), rolling)).toContain('1 wheelchairs are too many');
  });

  it.each<[string, (seat: Seat) => Partial<Seat>]>([
    ['is home later than promised', ({ dropoffTime }) => ({ latestDropoffTime: dropoffTime - 1 })],
    ['is with rider 0 at 1400, not at 1399', ({ dropoffTime }) => ({ dropoffTime: dropoffTime - 1 })],
    ['has a seat before asking', () => ({ commitTime: 499 })],
    ['has a seat after getting in', () => ({ commitTime: 1101 })],
    ['cannot get in then', () => ({ pickupTime: 1099 })],
    ['cannot get in then', () => ({ pickupTime: 1101 })],
    ['rides too long', () => ({ dropoffTime: 1100 + 691 })],
  ])('finds that rider 0 %s', (fault, change) => expect(faults(withSeat(0, change))).toContain(fault));

  it('finds a car that leaves late, drives too far around, or claims another end', () => {
    const late = sound();
    late.departTime[0] = 1281;
    expect(faults(late)).toContain('leaves at 1281');
    const hurried = { ...day, passes: { ...day.passes, detourBudgetSeconds: Int32Array.of(-1) } };
    expect(faults(sound(), hurried)).toContain('has a detour of 0 s');
    const lying = sound();
    lying.endTime[0] = 1699;
    expect(faults(lying)).toContain('ends at 1700, not at 1699');
  });

  it('finds who waited too long, and who waits elsewhere', () => {
    const early = { ...day, demand: { ...day.demand, readyTime: Int32Array.of(199, 810, 820) } };
    expect(faults(sound(), early)).toContain('rider 0 waits too long');
    const elsewhere = { ...day, demand: { ...day.demand, station: Int32Array.of(1, 0, 0) } };
    expect(faults(sound(), elsewhere)).toContain('rider 0 waits at another station');
  });
});
