// Publishes milestones as `location.<kind>`, in the transaction that stores them.
import { Injectable } from '@nestjs/common';
import { Milestone as WireMilestone, MilestoneEvent } from '@lastmile/contracts';
import { EventBus, type NewEvent } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';
import type { Duty, Milestone } from '../location.types.js';

const KINDS: Record<Milestone['kind'], WireMilestone> = {
  station_reached: WireMilestone.MILESTONE_STATION_REACHED,
  pickup_passed: WireMilestone.MILESTONE_PICKUP_PASSED,
  dropoff_reached: WireMilestone.MILESTONE_DROPOFF_REACHED,
};

@Injectable()
export class MilestonePublisher {
  constructor(private readonly events: EventBus) {}

  publish(tx: Transaction, duty: Duty, milestone: Milestone): Promise<void> {
    return this.events.publish(tx, milestoneEvent(duty, milestone));
  }
}

/** Each milestone is published once, so there is only a first version. */
function milestoneEvent({ driverId, routeId }: Duty, milestone: Milestone): NewEvent {
  const { kind, stationId, tripIds, time, fix } = milestone;
  return {
    type: `location.${kind}`,
    aggregateId: kind === 'dropoff_reached' ? (tripIds[0] ?? routeId) : routeId,
    version: 1,
    time,
    data: MilestoneEvent.toJSON({
      milestone: KINDS[kind],
      driverId,
      routeId,
      stationId,
      tripIds: [...tripIds],
      time,
      point: { ...fix },
    }),
  };
}
