// The demo's own operator: signs in through the public API and reads the snapshot for the status line.
import { Api } from '../simulate/api.js';
import type { PlatformCounts } from './status.js';

/** The operator account of a demo; printed for the person who watches. */
export const OPERATOR = { email: 'operator@demo.example', password: 'run-the-last-mile' };

interface Snapshot {
  time: string;
  routes: unknown[];
  rides: { status: string }[];
}

/** Reads counts from `GET /v1/snapshot`. */
export class DemoOperator {
  private readonly api: Api;
  private signedIn = false;

  constructor(baseUrl: string, signal: AbortSignal) {
    this.api = new Api(baseUrl, signal);
  }

  async counts(): Promise<PlatformCounts> {
    if (!this.signedIn) await this.api.logIn(OPERATOR.email, OPERATOR.password);
    this.signedIn = true;
    const { time, routes, rides } = await this.api.get<Snapshot>('/v1/snapshot');
    const count = (...statuses: string[]) => rides.filter(({ status }) => statuses.includes(status)).length;
    return {
      time,
      driversOnDuty: routes.length,
      waiting: count('waiting', 'offered'),
      matched: count('scheduled', 'arrived'),
      aboard: count('active'),
    };
  }
}
