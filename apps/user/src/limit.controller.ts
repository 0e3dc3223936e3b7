// LimitService: counts for the gateway's replicas.
import type { Metadata } from '@grpc/grpc-js';
import { LimitServiceService, type UsePointsRequest } from '@lastmile/contracts';
import { callerOf, parse, requireRole, RpcController, type RpcHandlers } from '@lastmile/grpc';
import { z } from 'zod';
import { RateLimitsRepository } from './rate-limits.repository.js';

const usePointsRequest = z.object({
  key: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters'),
  points: z.number().int().min(1).max(1_000_000),
});

@RpcController(LimitServiceService)
export class LimitController implements RpcHandlers<typeof LimitServiceService> {
  constructor(private readonly limits: RateLimitsRepository) {}

  async usePoints(message: UsePointsRequest, metadata: Metadata) {
    requireRole(callerOf(metadata), 'service');
    const { key, points } = parse(usePointsRequest, message);
    const used = await this.limits.use(key, points);
    return { usedPoints: used.points, remainingMilliseconds: used.remainingMs };
  }
}
