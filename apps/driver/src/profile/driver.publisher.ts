// Publishes an operator's decision about a driver, in the transaction that stores it.
import { Injectable } from '@nestjs/common';
import { DriverEvent } from '@lastmile/contracts';
import { EventBus } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';
import type { Driver } from '../driver.types.js';
import { toWireDriver } from '../driver.wire.js';

@Injectable()
export class DriverPublisher {
  constructor(private readonly events: EventBus) {}

  /** Publishes `driver.approved` or `driver.suspended`, with the driver after the decision. */
  async reviewed(tx: Transaction, driver: Driver): Promise<void> {
    await this.events.publish(tx, {
      type: `driver.${driver.status}`,
      aggregateId: driver.driverId,
      version: driver.version,
      time: driver.statusTime,
      data: DriverEvent.toJSON({ driver: toWireDriver(driver) }),
    });
  }
}
