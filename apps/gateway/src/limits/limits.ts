// Rate limits of one caller: by person if a token proves who it is, else by the address that trusted proxies saw.
//
// By person where possible, because the Wi-Fi of a station may put 500 people behind one address; never by a value that
// a caller could forge.
import { Injectable, Logger } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { Clients } from '../gateway.client.js';
import { GatewayConfig } from '../gateway.config.js';
import { networkOf } from '../http/client-address.js';
import { PointLimit, type SharedCount } from './point-limit.js';

/** Deadline for the shared count: waiting for it must not take longer than most responses. */
const COUNT_MS = 500;

@Injectable()
export class Limits {
  private readonly logger = new Logger(Limits.name);
  private readonly people: PointLimit;
  private readonly strangers: PointLimit;
  private readonly signIns: PointLimit;

  constructor({ limits }: Clients, config: GatewayConfig) {
    const as = { caller: asService('gateway'), deadlineMs: COUNT_MS };
    const count: SharedCount = async (key, points) => {
      const { usedPoints, remainingMilliseconds } = await limits.usePoints({ key, points }, as);
      return { points: usedPoints, remainingMs: remainingMilliseconds };
    };
    const onCountFailure = (err: unknown) => this.logger.warn({ err }, 'limits are counted by this replica alone');
    const limit = (name: string, pointsPerMinute: number) =>
      new PointLimit({ name, pointsPerMinute, count, onCountFailure });
    this.people = limit('person', config.ratePerMinute);
    this.strangers = limit('address', config.addressPerMinute);
    this.signIns = limit('sign-in', config.signInPerMinute);
  }

  /** @throws DomainError resource_exhausted TOO_MANY_REQUESTS */
  takeFromPerson(userId: string, cost: number): Promise<void> {
    return this.people.take(userId, cost);
  }

  /** For callers without a valid token. @throws DomainError resource_exhausted TOO_MANY_REQUESTS */
  takeFromAddress(address: string, cost: number): Promise<void> {
    return this.strangers.take(networkOf(address), cost);
  }

  /** For each attempt with a password or another secret. @throws DomainError resource_exhausted TOO_MANY_REQUESTS */
  takeSignIn(address: string): Promise<void> {
    return this.signIns.take(networkOf(address), 1);
  }
}
