// LimitService: counts for the gateway's replicas.
import { LimitServiceService, type UsePointsRequest } from '@lastmile/contracts';
import { AllowRoles, parse, RpcController, type RpcHandlers } from '@lastmile/grpc';
import { z } from 'zod';
import { LimitService } from './limit.service.js';

const usePointsRequest = z.object({
  key: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters'),
  points: z.number().int().min(1).max(1_000_000),
});

@RpcController(LimitServiceService)
export class LimitController implements RpcHandlers<typeof LimitServiceService> {
  constructor(private readonly limits: LimitService) {}

  @AllowRoles('service')
  async usePoints(message: UsePointsRequest) {
    const { key, points } = parse(usePointsRequest, message);
    const used = await this.limits.use(key, points);
    return { usedPoints: used.points, remainingMilliseconds: used.remainingMs };
  }
}
