// The second half of starting, changing and finishing a route: the ledger is asked, outside of any transaction, and the route
// follows its answer. It is tried at once after the first transaction; should the process die, or the ledger be away, a durable
// job tries again, and so does whatever the driver does next with the route. All of it may happen twice and at once: the
// ledger's steps are idempotent, carry the route's version, and only the first answer counts.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isDomainError } from '@lastmile/errors';
import { DriverRepository } from '../profile/driver.repository.js';
import type { PendingStep, Route } from '../driver.types.js';
import { driverNotRegistered, RouteRepository } from './route.repository.js';
import { wanted } from './route.state.js';
import { TripClient } from './trip.client.js';

@Injectable()
export class RouteSteps {
  /** Of this process, by route: twenty repeats of a request ask the ledger once. */
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly routes: RouteRepository,
    private readonly drivers: DriverRepository,
    private readonly ledger: TripClient,
  ) {}

  /** Brings the pending step of a route to its end, if there is one. Throws the ledger's refusal, after taking the step back. */
  settle(routeId: string): Promise<void> {
    const running = this.running.get(routeId);
    if (running) return running;
    const settling = this.ask(routeId).finally(() => this.running.delete(routeId));
    this.running.set(routeId, settling);
    return settling;
  }

  /** The same for who does not wait for the answer: a refusal is an end, too. */
  async settleUnlessRefused(routeId: string): Promise<void> {
    await this.settle(routeId).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  }

  /** A suspension ends what the driver is doing; steps that are pending already come first. */
  async stop(driverId: string): Promise<void> {
    try {
      const route = await this.routes.beginStop(driverId, randomUUID());
      if (route) await this.settleUnlessRefused(route.routeId);
    } catch (error) {
      if (!isDomainError(error) || error.reason !== 'STEP_PENDING') throw error;
      await this.settleUnlessRefused(error.metadata.route_id!);
      // Tried again, and then with no step in the way.
      throw error;
    }
  }

  private async ask(routeId: string): Promise<void> {
    const route = await this.routes.find(routeId);
    if (!route?.pending) return;
    const { pending } = route;
    try {
      await this.tellLedger(route, pending);
    } catch (error) {
      // Anything but a refusal leaves open whether the ledger has done it.
      if (isRefusal(error)) await this.routes.takeBack(route, pending);
      throw error;
    }
    await this.routes.conclude(route, pending);
  }

  private async tellLedger(route: Route, step: PendingStep): Promise<void> {
    switch (step.kind) {
      case 'start': {
        const driver = await this.drivers.find(route.driverId);
        if (!driver) throw driverNotRegistered();
        return this.ledger.open(route, driver);
      }
      case 'resize':
        return this.ledger.resize(wanted(route));
      case 'finish':
        return this.ledger.close(route.routeId, step);
    }
  }
}

/** The ledger has decided, and will not decide otherwise by being asked again. */
export const isRefusal = (error: unknown): boolean =>
  isDomainError(error) && ['failed_precondition', 'not_found', 'invalid_argument'].includes(error.kind);
