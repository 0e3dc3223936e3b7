// The second half of starting, changing and finishing a route: asks the ledger, outside of any transaction, and updates
// the route with its answer. This is tried immediately after the first transaction. If the process dies or the ledger
// is unavailable, a durable job retries, and so does the driver's next command on the route. Everything here may run
// twice and concurrently: the ledger's steps are idempotent and carry the route's version, and only the first answer
// counts.
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
  /** Running steps of this process by route: twenty repeats of a request call the ledger once. */
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly routes: RouteRepository,
    private readonly drivers: DriverRepository,
    private readonly ledger: TripClient,
  ) {}

  /**
   * Completes the pending step of a route, if there is one. If the ledger refuses, takes the step back and throws the
   * refusal.
   */
  settle(routeId: string): Promise<void> {
    const running = this.running.get(routeId);
    if (running) return running;
    const settling = this.ask(routeId).finally(() => this.running.delete(routeId));
    this.running.set(routeId, settling);
    return settling;
  }

  /** Like `settle`, but does not throw when the ledger refuses: the step is completed then, too. */
  async settleUnlessRefused(routeId: string): Promise<void> {
    await this.settle(routeId).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  }

  /** Ends the route of a suspended driver, after completing the steps that are already pending. */
  async stop(driverId: string): Promise<void> {
    try {
      const route = await this.routes.beginStop(driverId, randomUUID());
      if (route) await this.settleUnlessRefused(route.routeId);
    } catch (error) {
      if (!isDomainError(error) || error.reason !== 'STEP_PENDING') throw error;
      await this.settleUnlessRefused(error.metadata.route_id!);
      // The job is retried, and then no step is pending any more.
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
      // After any other error it is unknown whether the ledger has carried out the step.
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

/** Whether the ledger has refused, so that a retry would get the same answer. */
export const isRefusal = (error: unknown): boolean =>
  isDomainError(error) && ['failed_precondition', 'not_found', 'invalid_argument'].includes(error.kind);
