// What Match needs to have something to do: stations, and drivers on their way to them, made through the services' RPCs.
//
// The stations lie around the point where equator and prime meridian cross, in the sea, and the drivers send no positions:
// no rider finds them, no driver of the platform is asked, and no rider is ever assigned.
import { randomUUID } from 'node:crypto';
import { asService, type Caller } from '@lastmile/auth';
import { clockFromEnv } from '@lastmile/config';
import {
  DriverServiceService,
  DriverStatus,
  Role,
  StationServiceService,
  UserServiceService,
  type ApproachingDriver,
} from '@lastmile/contracts';
import { createClient, type RpcClient } from '@lastmile/grpc';

/** One Match: a driver, its station, and all who come there. */
export interface Approach {
  readonly driverId: string;
  readonly stationId: string;
  readonly approaching: readonly ApproachingDriver[];
}

export interface SceneSize {
  readonly stations: number;
  readonly driversPerStation: number;
}

interface Driver {
  readonly caller: Caller;
  readonly refreshToken: string;
}

const SERVICE = 'loadgen';
const TIME_ZONE = 'Etc/UTC';
const DEGREES_APART = 0.05;
/** Of a call: the scene is not what is measured, and a machine under load answers late. */
const DEADLINE_MS = 30_000;
/** Until the drivers arrive. */
const HOUR_MS = 3_600_000;

export class Scene {
  private readonly stations: RpcClient<typeof StationServiceService>;
  private readonly drivers: RpcClient<typeof DriverServiceService>;
  private readonly users: RpcClient<typeof UserServiceService>;
  private readonly routes: { readonly routeId: string; readonly driver: Driver }[] = [];

  constructor(addresses: { readonly station: string; readonly driver: string; readonly user: string }) {
    this.stations = createClient(StationServiceService, { address: addresses.station, service: SERVICE });
    this.users = createClient(UserServiceService, { address: addresses.user, service: SERVICE });
    this.drivers = createClient(DriverServiceService, { address: addresses.driver, service: SERVICE });
  }

  /** One approach for each driver. Stations are the same for all runs, drivers are new. Throws DomainError. */
  async set({ stations, driversPerStation }: SceneSize): Promise<Approach[]> {
    const approaches: Approach[] = [];
    const etaTime = new Date(clockFromEnv().now().getTime() + HOUR_MS);
    for (let n = 0; n < stations; n += 1) {
      const stationId = await this.station(n);
      const approaching: ApproachingDriver[] = [];
      for (let m = 0; m < driversPerStation; m += 1) {
        approaching.push({ driverId: await this.driver(stationId, n), etaTime });
      }
      approaches.push(...approaching.map(({ driverId }) => ({ driverId, stationId, approaching })));
    }
    return approaches;
  }

  /** Ends the drivers' routes, also after a `set` that failed halfway. */
  async clear(): Promise<void> {
    for (const { routeId, driver } of this.routes.splice(0)) {
      // A run may be longer than an access token lasts.
      const { session } = await this.users.refreshSession(
        { refreshToken: driver.refreshToken },
        { deadlineMs: DEADLINE_MS },
      );
      const caller = { ...driver.caller, accessToken: session!.accessToken };
      await this.drivers.finishRoute(
        { requestId: randomUUID(), routeId, cancelScheduled: true },
        { caller, deadlineMs: DEADLINE_MS },
      );
    }
  }

  close(): void {
    this.users.close();
    this.stations.close();
    this.drivers.close();
  }

  private async station(n: number): Promise<string> {
    const stationId = `manual:loadgen-${n + 1}`;
    const station = { stationId, name: `Load test ${n + 1}`, position: placeOf(n), timeZone: TIME_ZONE };
    const request = { requestId: randomUUID(), ...station, pickupPoints: [] };
    await this.stations.upsertStation(request, { caller: asService(SERVICE), deadlineMs: DEADLINE_MS });
    return stationId;
  }

  private async driver(stationId: string, n: number): Promise<string> {
    const driver = await this.signUp();
    const { caller } = driver;
    const vehicle = { plate: 'LOAD', description: 'Load test', seats: 4, wheelchairPlaces: 0 };
    const profile = { requestId: randomUUID(), name: 'Load test', vehicle };
    await this.drivers.registerDriver(profile, { caller, deadlineMs: DEADLINE_MS });
    const status = DriverStatus.DRIVER_STATUS_APPROVED;
    const approval = { requestId: randomUUID(), driverId: caller.userId, status, reason: '' };
    await this.drivers.reviewDriver(approval, { caller: asService(SERVICE), deadlineMs: DEADLINE_MS });
    const destination = { position: placeOf(n, DEGREES_APART / 2), name: 'Load test' };
    const wish = { stationIds: [stationId], destination, seats: 0, detourBudgetSeconds: 600, autoAccept: false };
    const { route } = await this.drivers.registerRoute(
      { requestId: randomUUID(), ...wish },
      { caller, deadlineMs: DEADLINE_MS },
    );
    const routeId = route!.routeId;
    this.routes.push({ routeId, driver });
    await this.drivers.startRoute({ requestId: randomUUID(), routeId }, { caller, deadlineMs: DEADLINE_MS });
    return caller.userId;
  }

  /** A new account, as anybody may have one: nobody acts for a driver without the driver's own token. */
  private async signUp(): Promise<Driver> {
    const account = { email: `loadgen-${randomUUID()}@lastmile.example`, password: randomUUID(), language: 'en' };
    const request = { requestId: randomUUID(), ...account, displayName: 'Load test', roles: [Role.ROLE_DRIVER] };
    const { user, session } = await this.users.registerUser(request, { deadlineMs: DEADLINE_MS });
    const { accessToken, refreshToken } = session!;
    return { caller: { userId: user!.userId, roles: ['driver'], accessToken }, refreshToken };
  }
}

const placeOf = (n: number, north = 0) => ({ latitude: north, longitude: n * DEGREES_APART });
