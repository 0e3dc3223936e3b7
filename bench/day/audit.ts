// Checks a replayed day from its ledger alone, knowing nothing of how it came about: every request ends once, no seat is
// oversold, every car can drive what it promised, and nobody is dropped off later than promised.
import { groupBy } from '../../apps/station/src/import/gtfs/stop-times.js';
import { MAX_WAIT_SECONDS, maxRideSeconds } from './demand.js';
import type { Ledger, Seat } from './ledger.js';
import type { Day } from './replay.js';
import { RULES } from './rules.js';
import { driveSeconds } from './town.js';

/** What is wrong, one line each; empty for a sound day. */
export function audit(day: Day, ledger: Ledger): string[] {
  const faults = endsOf(day, ledger);
  const { seats } = ledger;
  const { rows, starts } = groupBy(seats.length, day.passes.length, (i) => seats[i]!.pass);
  for (let pass = 0; pass < day.passes.length; pass++) {
    if (starts[pass] === starts[pass + 1]) continue;
    const aboard = Array.from(rows.subarray(starts[pass], starts[pass + 1]), (i) => seats[i]!);
    faults.push(...carFaults(day, ledger, pass, aboard).map((fault) => `pass ${pass}: ${fault}`));
  }
  return faults;
}

function endsOf({ demand }: Day, { seats, refusals }: Ledger): string[] {
  const [served, refused] = [new Uint8Array(demand.length), new Uint8Array(demand.length)];
  for (const { rider } of seats) served[rider]!++;
  for (const { rider } of refusals) refused[rider]!++;
  const faults: string[] = [];
  served.forEach((times, rider) => {
    if (times > 1) faults.push(`rider ${rider}: has ${times} seats`);
    else if (times + refused[rider]! !== 1) faults.push(`rider ${rider}: ends ${times + refused[rider]!} times`);
  });
  return faults;
}

function carFaults(day: Day, { departTime, endTime }: Ledger, pass: number, aboard: readonly Seat[]): string[] {
  const { demand, passes } = day;
  const faults: string[] = [];
  const people = aboard.reduce((sum, { rider }) => sum + demand.people[rider]!, 0);
  const wheelchairs = aboard.reduce((sum, { rider }) => sum + demand.wheelchair[rider]!, 0);
  if (people > passes.seats[pass]!) faults.push(`${people} people on ${passes.seats[pass]} seats`);
  if (wheelchairs > passes.wheelchairPlaces[pass]!) faults.push(`${wheelchairs} wheelchairs are too many`);
  const depart = departTime[pass]!;
  const eta = passes.eta[pass]!;
  if (depart < eta || depart > eta + RULES.maxHoldSeconds) faults.push(`leaves at ${depart}, but arrives at ${eta}`);
  for (const seat of aboard) faults.push(...seatFaults(day, seat, depart));
  return [...faults, ...driveFaults(day, pass, depart, endTime[pass]!, aboard)];
}

function seatFaults({ demand, passes }: Day, seat: Seat, depart: number): string[] {
  const { rider, pass, pickupTime, dropoffTime } = seat;
  const ready = demand.readyTime[rider]!;
  const broken: [boolean, string][] = [
    [demand.station[rider] !== passes.station[pass], 'waits at another station'],
    [seat.commitTime < demand.requestTime[rider]!, 'has a seat before asking'],
    [seat.commitTime > pickupTime, 'has a seat after getting in'],
    [pickupTime < Math.max(ready, passes.eta[pass]!) || pickupTime > depart, 'cannot get in then'],
    [pickupTime > ready + MAX_WAIT_SECONDS, 'waits too long'],
    [dropoffTime - pickupTime > maxRideSeconds(demand.directSeconds[rider]!), 'rides too long'],
    [dropoffTime > seat.latestDropoffTime, 'is home later than promised'],
  ];
  return broken.filter(([isBroken]) => isBroken).map(([, what]) => `rider ${rider} ${what}`);
}

/** Drives the stops in the order of their times. */
function driveFaults(
  { around, demand, passes }: Day,
  pass: number,
  depart: number,
  end: number,
  aboard: readonly Seat[],
) {
  const eta = passes.eta[pass]!;
  const travel = around[passes.station[pass]!]!.travelAt(eta);
  const faults: string[] = [];
  let [at, clock] = [0, depart];
  for (const { rider, dropoffTime } of aboard.toSorted((a, b) => a.dropoffTime - b.dropoffTime)) {
    const place = demand.place[rider]!;
    clock += driveSeconds(travel, at, place);
    if (clock !== dropoffTime) faults.push(`is with rider ${rider} at ${clock}, not at ${dropoffTime}`);
    at = place;
  }
  clock += driveSeconds(travel, at, passes.destination[pass]!);
  if (clock !== end) faults.push(`ends at ${clock}, not at ${end}`);
  const detour = clock - eta - passes.straightSeconds[pass]!;
  if (detour > passes.detourBudgetSeconds[pass]!) faults.push(`has a detour of ${detour} s`);
  return faults;
}
