// Use cases of drivers' profiles.
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { failedPrecondition, notFound } from '@lastmile/errors';
import { DriverRepository, type Position } from './driver.repository.js';
import type { Driver, Vehicle } from './driver.types.js';
import { RouteRepository } from './route.repository.js';

@Injectable()
export class DriverService {
  constructor(
    private readonly drivers: DriverRepository,
    private readonly routes: RouteRepository,
    private readonly clock: Clock,
  ) {}

  /** Makes or replaces the caller's profile. @throws DomainError failed_precondition ROUTE_STARTED */
  register(
    caller: Caller,
    { requestId, ...body }: { requestId: string; name: string; vehicle: Vehicle },
  ): Promise<Driver> {
    const driver = { driverId: caller.userId, ...body, createTime: this.clock.now() };
    const request = { callerId: caller.userId, requestId, command: 'RegisterDriver', body };
    return this.drivers.save(driver, request, async (tx) => {
      if (await this.routes.isDriving(tx, driver.driverId)) {
        throw failedPrecondition('ROUTE_STARTED', 'riders were told this car: finish the route first');
      }
    });
  }

  /** Drivers see themselves; operators and services everybody. @throws DomainError not_found DRIVER_NOT_FOUND */
  async get(caller: Caller, driverId: string): Promise<Driver> {
    const driver = seesAll(caller) || driverId === caller.userId ? await this.drivers.find(driverId) : undefined;
    if (!driver) throw notFound('driver', driverId);
    return driver;
  }

  list(nameContains: string, limit: number, after?: Position): Promise<Driver[]> {
    return this.drivers.list(nameContains, limit, after);
  }
}

export const seesAll = (caller: Caller): boolean =>
  caller.roles.includes('operator') || caller.roles.includes('service');
