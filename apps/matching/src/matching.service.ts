// Match: reads the station, plans it, commits the calling driver's part, and plans again for riders the ledger refused.
//
// Nothing is stored between calls. The data read may be out of date. The ledger refuses conflicts, so two replicas that
// match the same station at the same time cannot seat a rider twice.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { DomainError, failedPrecondition, isDomainError } from '@lastmile/errors';
import { localHour } from '@lastmile/geo';
import type { Budget } from './engine/engine.types.js';
import { withinTime } from './engine/time-budget.js';
import { DriverClient } from './sources/driver.client.js';
import { MatchingConfig } from './matching.config.js';
import { commitOf, unservedBy } from './plan/match-round.core.js';
import type { Commit, MatchCommand, RefusalReason, Route, Station, Unserved, WaitingRide } from './matching.types.js';
import { mostUrgent, placesOf } from './plan/plan-scope.core.js';
import { planStation } from './plan/plan.core.js';
import type { Plan } from './plan/plan.types.js';
import { RiderClient } from './sources/rider.client.js';
import { StationClient } from './sources/station.client.js';
import { planInput, stopsAt } from './plan/station-state.core.js';
import { TravelTime } from './travel/travel-time.js';
import { TripClient, type CommitAnswer, type LedgerTrip } from './sources/trip.client.js';

export interface MatchResult {
  /** All trips made for the calling driver, over all rounds. */
  readonly trips: readonly LedgerTrip[];
  /** The plan of the last round. */
  readonly plan: Plan;
  readonly unserved: readonly Unserved[];
}

/** What stays the same during all rounds of one Match. */
interface Matching {
  readonly command: MatchCommand;
  readonly station: Station;
  readonly route: Route;
  readonly routes: readonly Route[];
  readonly etas: ReadonlyMap<string, Date>;
}

const MAX_ROUNDS = 3;

/** Maximum time. Plans of ordinary stations end much earlier, with a proof that none is better (docs/matching.md). */
const PLAN_MILLISECONDS = 20;

@Injectable()
export class MatchingService {
  private readonly logger = new Logger(MatchingService.name);

  constructor(
    private readonly drivers: DriverClient,
    private readonly riders: RiderClient,
    private readonly stations: StationClient,
    private readonly ledger: TripClient,
    private readonly travelTime: TravelTime,
    private readonly config: MatchingConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError not_found ROUTE_NOT_STARTED, failed_precondition STATION_NOT_AHEAD */
  async match(command: MatchCommand): Promise<MatchResult> {
    const { matching, waiting } = await this.prepare(command);
    const refused = new Map<string, RefusalReason>();
    const trips: LedgerTrip[] = [];
    for (let round = 1; ; round++) {
      const seen = round === 1 ? waiting : this.waiting(matching);
      const { plan, known, waiting: rides } = await this.plan(matching, seen, refused);
      const commit = commitOf(plan, command, known, round);
      // The reasons for riders left out are true whatever the ledger answers, so both calls run at once.
      const [answer] = await Promise.all([
        commit && this.commit(matching, commit),
        this.record(unservedBy(plan, command.driverId, refused), rides),
      ]);
      trips.push(...(answer?.trips ?? []));
      answer?.refused.forEach(({ rideId, reason }) => refused.set(rideId, reason));
      if (answer?.isFinal !== false || round === MAX_ROUNDS) {
        const unserved = unservedBy(plan, command.driverId, refused);
        if (answer && answer.refused.length > 0) await this.record(unserved, rides);
        return { trips, plan, unserved };
      }
    }
  }

  /** Reads what stays the same during all rounds, and the rides that wait now. */
  private async prepare(command: MatchCommand): Promise<{ matching: Matching; waiting: WaitingRide[] }> {
    const { driverId, stationId, approaching } = command;
    const etas = new Map(approaching.map((driver) => [driver.driverId, driver.etaTime]));
    if (!etas.has(driverId)) etas.set(driverId, this.clock.now());
    const [station, started, waiting] = await Promise.all([
      this.stations.get(stationId),
      this.drivers.startedRoutes([...etas.keys()]),
      this.waiting({ command, etas }),
    ]);
    const route = started.find((each) => each.driverId === driverId);
    if (!route) throw notStarted();
    if (!stopsAt(route, stationId)) {
      throw failedPrecondition('STATION_NOT_AHEAD', 'the station is not ahead on the route');
    }
    const routes = started.filter((each) => stopsAt(each, stationId));
    return { matching: { command, station, route, routes, etas }, waiting };
  }

  /** All rides that are ready before the last car leaves. */
  private waiting({ command, etas }: Pick<Matching, 'command' | 'etas'>): Promise<WaitingRide[]> {
    const lastMs = Math.max(this.clock.now().getTime(), ...[...etas.values()].map((eta) => eta.getTime()));
    return this.riders.waitingRides(command.stationId, new Date(lastMs + this.config.maxHoldSeconds * 1000));
  }

  /** Reads what may have changed and plans again, without the rides that the ledger has refused for this driver. */
  private async plan(
    { station, routes, etas }: Matching,
    seen: readonly WaitingRide[] | Promise<readonly WaitingRide[]>,
    refused: ReadonlyMap<string, unknown>,
  ) {
    const now = this.clock.now();
    const { maxHoldSeconds } = this.config;
    const routeIds = routes.map(({ routeId }) => routeId);
    const [waiting, trips, loads] = await Promise.all([
      seen,
      this.ledger.liveTrips(routeIds),
      this.ledger.loads(routeIds),
    ]);
    const { rides, beyond } = mostUrgent(waiting.filter(({ rideId }) => !refused.has(rideId)));
    const known = { now, station, maxHoldSeconds, etas, routes, rides, trips, loads };
    const hour = localHour(now, station.timeZone);
    const travelSeconds = await this.travelTime.among(placesOf(known), { hour });
    const plan = planStation(planInput({ ...known, travelSeconds }), planBudget(now));
    const unserved = [...plan.unserved, ...beyond.map(({ rideId }) => ({ rideId, reason: 'outranked' as const }))];
    return { plan: { ...plan, unserved }, known, waiting };
  }

  /** `isFinal` is false when another round may seat riders whom this round did not. */
  private async commit({ route }: Matching, commit: Commit): Promise<CommitAnswer & { isFinal: boolean }> {
    try {
      const answer = await this.ledger.commit(commit);
      return { ...answer, isFinal: answer.refused.length === 0 };
    } catch (error) {
      if (!isDomainError(error)) throw error;
      // An earlier attempt of the same request has committed this round: its trips are the answer.
      if (error.reason === 'REQUEST_ID_REUSED') {
        const trips = await this.ledger.liveTripsAt(route.routeId, commit.stationId);
        return { trips, refused: [], isFinal: true };
      }
      if (error.reason === 'ROUTE_CLOSED' || error.reason === 'ROUTE_NOT_FOUND') throw notStarted();
      // A promised rider got out or was cancelled since the route was read, so the plan is outdated.
      if (STALE_PLAN.has(error.reason)) return { trips: [], refused: [], isFinal: false };
      throw error;
    }
  }

  /** This only informs riders, and the next plan records the reasons again, so a failure is ignored. */
  private async record(unserved: readonly Unserved[], rides: readonly WaitingRide[]): Promise<void> {
    if (unserved.length === 0) return;
    await this.riders
      .recordReasons(unserved, rides)
      .catch((err: unknown) => this.logger.warn({ err }, 'waiting reasons not recorded'));
  }
}

const STALE_PLAN = new Set(['TRIP_NOT_FOUND', 'ILLEGAL_TRANSITION', 'BREAKS_PROMISE']);

const notStarted = (): DomainError =>
  new DomainError('not_found', 'ROUTE_NOT_STARTED', 'the driver has no started route');

/** The seed changes every second, so that ties do not always prefer the same driver. */
const planBudget = (now: Date): Budget => withinTime(PLAN_MILLISECONDS, Math.floor(now.getTime() / 1000));
