// CommitMatch of the ledger's double: which riders of a plan get a seat.
import { randomUUID } from 'node:crypto';
import {
  RefusalReason,
  Trip,
  type CommitMatchRequest,
  type CommitMatchResponse,
  type PlannedTrip,
} from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import { partyFields, partyOf } from '@lastmile/party';
import type { LedgerRoutes } from './ledger-routes.js';
import { isLive, statusOf, type LedgerTrips } from './ledger-trips.js';

export class LedgerCommits {
  /** Without repeats. */
  readonly requests: CommitMatchRequest[] = [];
  private readonly answers = new Map<string, { readonly body: string; readonly answer: CommitMatchResponse }>();

  constructor(
    private readonly routes: LedgerRoutes,
    private readonly trips: LedgerTrips,
    private readonly beforeCommit: (request: CommitMatchRequest) => void,
  ) {}

  /** A repeat gets the stored answer. */
  decide(request: CommitMatchRequest): { answer: CommitMatchResponse; isNew: boolean } {
    const body = JSON.stringify({ ...request, requestId: '' });
    const known = this.answers.get(request.requestId);
    if (known && known.body !== body) throw new DomainError('already_exists', 'REQUEST_ID_REUSED', 'reused');
    if (known) return { answer: known.answer, isNew: false };
    this.requests.push(request);
    this.beforeCommit(request);
    const answer = this.apply(request);
    this.answers.set(request.requestId, { body, answer });
    return { answer, isNew: true };
  }

  /** Seats the riders that fit, without recording the request. */
  apply(request: Omit<CommitMatchRequest, 'requestId'>): CommitMatchResponse {
    const load = this.routes.require(request.routeId);
    this.routes.requireOpen(load);
    const answer: CommitMatchResponse = { trips: [], refused: [] };
    for (const planned of request.trips) {
      const reason = this.refusal(load.driverId, planned) ?? this.seat(request, load.driverId, planned, answer);
      if (reason) answer.refused.push({ rideId: planned.rideId, reason });
    }
    return answer;
  }

  clear(): void {
    this.requests.length = 0;
    this.answers.clear();
  }

  private refusal(driverId: string, { rideId, riderId }: PlannedTrip): RefusalReason | undefined {
    if (this.trips.isClosed(rideId)) return RefusalReason.REFUSAL_REASON_RIDE_CLOSED;
    const trip = this.trips.ofRide(rideId);
    if (trip && isLive(trip)) return RefusalReason.REFUSAL_REASON_RIDE_TAKEN;
    const excluded = riderId === driverId || this.trips.isExcluded(rideId, driverId);
    return excluded ? RefusalReason.REFUSAL_REASON_DRIVER_EXCLUDED : undefined;
  }

  /** Adds the trip to the answer, or the reason for the refusal. */
  private seat(
    { routeId, stationId }: Omit<CommitMatchRequest, 'requestId'>,
    driverId: string,
    planned: PlannedTrip,
    answer: CommitMatchResponse,
  ): RefusalReason | undefined {
    const party = partyOf(planned);
    if (!this.routes.seat(routeId, party)) return RefusalReason.REFUSAL_REASON_NO_SEATS;
    const { driverName, vehiclePlate, vehicleDescription, autoAccept } = this.routes.offers.get(routeId)!;
    const ids = { tripId: randomUUID(), routeId, stationId, driverId };
    const car = { driverName, vehiclePlate, vehicleDescription };
    const status = statusOf(autoAccept ? 'SCHEDULED' : 'OFFERED');
    answer.trips.push(this.trips.add(Trip.fromPartial({ ...planned, ...partyFields(party), ...ids, ...car, status })));
    return undefined;
  }
}
