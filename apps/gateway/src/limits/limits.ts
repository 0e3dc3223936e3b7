// What one caller may use: by the person, once a token has proven who it is, else by the address that trusted proxies saw.
//
// By the person first, since a station's Wi-Fi brings 500 people behind one address; by nothing that a caller makes up.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { createLogger } from '@lastmile/telemetry';
import { Clients } from '../gateway.client.js';
import { GatewayConfig } from '../gateway.config.js';
import { networkOf } from '../http/client-address.js';
import { PointLimit, type SharedCount } from './point-limit.js';

/** Nobody waits longer for a count than for most answers. */
const COUNT_MS = 500;

@Injectable()
export class Limits {
  private readonly logger = createLogger({ service: 'gateway' });
  private readonly people: PointLimit;
  private readonly strangers: PointLimit;
  private readonly signIns: PointLimit;

  constructor({ limits }: Clients, config: GatewayConfig) {
    const as = { caller: asService('gateway'), deadlineMs: COUNT_MS };
    const count: SharedCount = async (key, points) => {
      const { usedPoints, remainingMilliseconds } = await limits.usePoints({ key, points }, as);
      return { points: usedPoints, remainingMs: remainingMilliseconds };
    };
    const onAlone = (err: unknown) => this.logger.warn({ err }, 'limits are counted by this replica alone');
    const limit = (name: string, pointsPerMinute: number) => new PointLimit({ name, pointsPerMinute, count, onAlone });
    this.people = limit('person', config.ratePerMinute);
    this.strangers = limit('address', config.addressPerMinute);
    this.signIns = limit('sign-in', config.signInPerMinute);
  }

  /** @throws DomainError resource_exhausted TOO_MANY_REQUESTS */
  takeFromPerson(userId: string, cost: number): Promise<void> {
    return this.people.take(userId, cost);
  }

  /** Of whoever has not proven who they are. @throws DomainError resource_exhausted TOO_MANY_REQUESTS */
  takeFromAddress(address: string, cost: number): Promise<void> {
    return this.strangers.take(networkOf(address), cost);
  }

  /** A password, or another secret, is tried. @throws DomainError resource_exhausted TOO_MANY_REQUESTS */
  takeSignIn(address: string): Promise<void> {
    return this.signIns.take(networkOf(address), 1);
  }
}
