// What location tells the world: a milestone, as an event.
import { Milestone as WireMilestone, MilestoneEvent } from '@lastmile/contracts';
import type { NewEvent } from '@lastmile/events';
import type { Milestone, Watch } from './location.types.js';

const KINDS: Record<Milestone['kind'], WireMilestone> = {
  station_reached: WireMilestone.MILESTONE_STATION_REACHED,
  pickup_passed: WireMilestone.MILESTONE_PICKUP_PASSED,
  dropoff_reached: WireMilestone.MILESTONE_DROPOFF_REACHED,
};

/** `location.<kind>`. Each is told once, so there is only a first version. */
export function milestoneEvent({ driverId, routeId }: Watch, milestone: Milestone): NewEvent {
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
