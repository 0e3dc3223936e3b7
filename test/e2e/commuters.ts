// A driver and a rider who act through the services' own RPCs, and go on asking while nobody answers.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { RideStatus, TripStatus, type Arrival, type Place, type Trip } from '@lastmile/contracts';
import { partyFields } from '@lastmile/party';
import type { Random } from '../../tools/simulate/random.js';
import type { Answers } from './answers.js';
import type { Services } from './services.js';

const CAR_SEATS = 4;
const MAX_WAIT_SECONDS = 3600;

/** With a started route. */
export class Driver {
  private constructor(
    private readonly services: Services,
    private readonly answers: Answers,
    readonly caller: Caller,
    private readonly routeId: string,
  ) {}

  static async start(services: Services, answers: Answers, stationIds: string[], destination: Place): Promise<Driver> {
    const caller: Caller = { userId: randomUUID(), roles: ['driver'] };
    const vehicle = { plate: 'LM 1', description: 'Van', seats: CAR_SEATS, wheelchairPlaces: 0 };
    await services.driver.registerDriver({ requestId: randomUUID(), name: 'Dee', vehicle }, { caller });
    const { route } = await services.driver.registerRoute(
      { requestId: randomUUID(), stationIds, destination, seats: 0, detourBudgetSeconds: 1800, autoAccept: false },
      { caller },
    );
    const { routeId } = route!;
    await services.driver.startRoute({ requestId: randomUUID(), routeId }, { caller });
    return new Driver(services, answers, caller, routeId);
  }

  /** More seats or fewer; refused when riders hold them. */
  async changeSeats(chance: Random): Promise<void> {
    await this.update({ seats: Math.floor(chance.between(1, CAR_SEATS + 1)) });
  }

  async acceptByItself(): Promise<void> {
    await this.update({ autoAccept: true });
  }

  /** Deals with each rider in the car: accepts, declines, leaves the offer to lapse, cancels, or drives them home. */
  async dealWithRiders(chance: Random): Promise<void> {
    const filter = {
      rideId: '',
      riderId: '',
      driverId: '',
      stationId: '',
      text: '',
      routeIds: [],
      status: TripStatus.TRIP_STATUS_UNSPECIFIED,
      liveOnly: true,
    };
    const page = await this.answers.ask('listTrips', () =>
      this.services.trip.listTrips({ ...filter, pageSize: 50, pageToken: '' }, { caller: this.caller }),
    );
    await Promise.all((page?.trips ?? []).map((trip) => this.dealWith(trip, chance)));
  }

  private async dealWith(trip: Trip, chance: Random): Promise<void> {
    const { tripId, status } = trip;
    const { trip: ledger } = this.services;
    const command = { requestId: randomUUID(), tripId };
    const as = { caller: this.caller };
    const act = (what: string, call: () => Promise<{ trip?: Trip }>) => this.answers.askForTrip(what, call);
    const luck = chance.between(0, 1);
    if (status === TripStatus.TRIP_STATUS_OFFERED) {
      if (luck < 0.5) await act('accept', () => ledger.acceptTrip(command, as));
      else if (luck < 0.75) await act('decline', () => ledger.declineTrip({ ...command, reason: '' }, as));
    } else if (status === TripStatus.TRIP_STATUS_SCHEDULED) {
      if (luck < 0.3) await act('cancel', () => ledger.cancelTrip({ ...command, reason: '' }, as));
      else if (luck < 0.5) await this.board(trip);
    } else {
      await act('drop off', () => ledger.confirmDropoff(command, as));
    }
  }

  private async board({ tripId, riderId }: Trip): Promise<void> {
    const rider: Caller = { userId: riderId, roles: ['rider'] };
    const { trip: ledger } = this.services;
    const seen = await this.answers.ask('details', () => ledger.getTripDetails({ tripId }, { caller: rider }));
    const command = { requestId: randomUUID(), tripId, pin: seen?.trip?.pin ?? '' };
    await this.answers.askForTrip('board', () => ledger.confirmPickup(command, { caller: this.caller }));
  }

  private async update(changes: { seats?: number; autoAccept?: boolean }): Promise<void> {
    const request = { requestId: randomUUID(), routeId: this.routeId, ...changes };
    await this.answers.ask('update route', () => this.services.driver.updateRoute(request, { caller: this.caller }));
  }
}

/** Where a rider may wait, and what for. */
export interface Wish {
  readonly train: Arrival;
  readonly destination: Place;
  readonly people: number;
}

export class Rider {
  private rideId = '';

  private constructor(
    private readonly services: Services,
    private readonly answers: Answers,
    private readonly caller: Caller,
  ) {}

  static async register(services: Services, answers: Answers): Promise<Rider> {
    const caller: Caller = { userId: randomUUID(), roles: ['rider'] };
    await services.rider.registerRider({ requestId: randomUUID(), name: 'Ray', wheelchair: false }, { caller });
    return new Rider(services, answers, caller);
  }

  async request({ train, destination, people }: Wish): Promise<void> {
    const { stationId, trainId, serviceDate } = train;
    const wish = { stationId, trainId, serviceDate, destination, ...partyFields({ people }), pickupPointId: '' };
    const request = { requestId: randomUUID(), maxWaitSeconds: MAX_WAIT_SECONDS, ...wish };
    const answer = await this.answers.ask('request', () =>
      this.services.rider.requestRide(request, { caller: this.caller }),
    );
    this.rideId = answer?.ride?.rideId ?? this.rideId;
  }

  /** Takes the latest request back, if it still can be. */
  async cancel(): Promise<void> {
    const request = { requestId: randomUUID(), rideId: this.rideId };
    const answer = await this.answers.ask('cancel ride', () =>
      this.services.rider.cancelRide(request, { caller: this.caller }),
    );
    if (answer?.ride?.status === RideStatus.RIDE_STATUS_CANCELLED) this.answers.cancelledRideIds.push(request.rideId);
  }
}
