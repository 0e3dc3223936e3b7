// Use cases of riders' profiles.
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { notFound } from '@lastmile/errors';
import type { Rider } from '../rider.types.js';
import { RiderRepository } from './rider.repository.js';

@Injectable()
export class RiderService {
  constructor(
    private readonly riders: RiderRepository,
    private readonly clock: Clock,
  ) {}

  /** Creates or replaces the caller's profile. */
  register(
    caller: Caller,
    { requestId, ...body }: { requestId: string; name: string; wheelchair: boolean },
  ): Promise<Rider> {
    const rider = { riderId: caller.userId, ...body, createTime: this.clock.now() };
    return this.riders.save(rider, { callerId: caller.userId, requestId, command: 'RegisterRider', body });
  }

  /** Riders see themselves; operators and services see everybody. @throws DomainError not_found RIDER_NOT_FOUND */
  async get(caller: Caller, riderId: string): Promise<Rider> {
    const rider = seesAll(caller) || riderId === caller.userId ? await this.riders.find(riderId) : undefined;
    if (!rider) throw notFound('rider', riderId);
    return rider;
  }
}

export const seesAll = (caller: Caller): boolean =>
  caller.roles.includes('operator') || caller.roles.includes('service');
