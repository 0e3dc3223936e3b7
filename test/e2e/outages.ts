// What breaks while the platform works: matching processes killed, database sessions ended. Both come back by themselves.
import type { Platform } from '../../tools/launcher/platform.js';
import type { Random } from '../../tools/simulate/random.js';
import { asAdmin } from './admin.js';

const SERVICES = ['trip', 'rider', 'driver'];

export class Outages {
  /** Matching processes killed. */
  kills = 0;
  /** Database sessions ended. */
  cuts = 0;

  constructor(
    private readonly platform: Platform,
    private readonly chance: Random,
  ) {}

  /** SIGKILL to one of the first `replicas` matching processes, each in its turn. */
  kill(replicas: number): void {
    const turn = this.kills % replicas;
    if (this.platform.process(turn === 0 ? 'matching' : `matching-${turn + 1}`).kill('SIGKILL')) this.kills++;
  }

  /** Ends every session of one of the services, whatever it is doing. */
  async cut(): Promise<void> {
    const ended = await asAdmin(
      this.platform.adminUrl,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1',
      [`lastmile_${this.chance.pick(SERVICES)}`],
    );
    this.cuts += ended.length;
  }
}
