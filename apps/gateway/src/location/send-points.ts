// Sends a batch of fixes as one client stream of one message; its reply is the acknowledgement.
import type { LocationServiceService, Point, UpdateLocationResponse } from '@lastmile/contracts';
import type { RpcClient } from '@lastmile/grpc';

const DEADLINE_MS = 5_000;

/** @throws DomainError failed_precondition OFF_DUTY */
export function sendPoints(
  locations: RpcClient<typeof LocationServiceService>,
  points: Point[],
): Promise<UpdateLocationResponse> {
  const call = locations.stream.updateLocation({ deadlineMs: DEADLINE_MS });
  // The failure is the reply's; a stream that errs without a listener would end the process.
  call.on('error', () => undefined);
  call.write({ driverId: '', points });
  call.end();
  return call.response;
}
