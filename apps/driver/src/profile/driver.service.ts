// Use cases of drivers' profiles.
import { Injectable } from '@nestjs/common';
import { seesAll, type Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { failedPrecondition, notFound } from '@lastmile/errors';
import { DriverConfig } from '../driver.config.js';
import { DriverPublisher } from './driver.publisher.js';
import { DriverRepository, type DriverFilter, type Position } from './driver.repository.js';
import { registerDriver, review } from './driver.state.js';
import type { Driver, Vehicle } from '../driver.types.js';
import { RouteQueue } from '../routes/route.queue.js';
import { RouteRepository } from '../routes/route.repository.js';

@Injectable()
export class DriverService {
  constructor(
    private readonly drivers: DriverRepository,
    private readonly routes: RouteRepository,
    private readonly publisher: DriverPublisher,
    private readonly queue: RouteQueue,
    private readonly config: DriverConfig,
    private readonly clock: Clock,
  ) {}

  /** Creates or replaces the caller's profile. @throws DomainError failed_precondition ROUTE_STARTED */
  register(
    caller: Caller,
    { requestId, ...body }: { requestId: string; name: string; vehicle: Vehicle },
  ): Promise<Driver> {
    const driverId = caller.userId;
    const request = { callerId: driverId, requestId, command: 'RegisterDriver', body };
    return this.drivers.change(driverId, request, async (known, tx) => {
      if (await this.routes.isDriving(tx, driverId)) {
        throw failedPrecondition('ROUTE_STARTED', 'riders were told this car: finish the route first');
      }
      return registerDriver(known, { driverId, ...body }, this.config.autoApproval, this.clock.now());
    });
  }

  /**
   * An operator approves or suspends a driver. A suspension also ends the route being driven. @throws DomainError
   * not_found DRIVER_NOT_FOUND
   */
  review(
    caller: Caller,
    { requestId, ...body }: { requestId: string; driverId: string; status: 'approved' | 'suspended'; reason: string },
  ): Promise<Driver> {
    const { driverId, status, reason } = body;
    const request = { callerId: caller.userId, requestId, command: 'ReviewDriver', body };
    const decide = (known: Driver | undefined) => {
      if (!known) throw notFound('driver', driverId);
      return review(known, status, reason, this.clock.now());
    };
    return this.drivers.change(driverId, request, decide, async (driver, tx) => {
      await this.publisher.reviewed(tx, driver);
      if (status === 'suspended') await this.queue.stopLater(tx, driverId);
    });
  }

  /** Drivers see themselves; operators and services see everybody. @throws DomainError not_found DRIVER_NOT_FOUND */
  async get(caller: Caller, driverId: string): Promise<Driver> {
    const driver = seesAll(caller) || driverId === caller.userId ? await this.drivers.find(driverId) : undefined;
    if (!driver) throw notFound('driver', driverId);
    return driver;
  }

  list(filter: DriverFilter, limit: number, after?: Position): Promise<Driver[]> {
    return this.drivers.list(filter, limit, after);
  }
}
