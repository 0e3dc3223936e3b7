// The bare parts of a Match, each measured by itself: its own server call, its outgoing calls, its SQL. And its calls once more with
// callers who prove themselves, and through TLS, to tell what that costs.
import { newServiceJwk } from '@lastmile/auth';
import { CertificateAuthority } from '@lastmile/testing';
import type { CallSequence } from './bare-calls.js';
import { BareProcess } from './bare-process.js';
import type { BareServer } from './bare-server.js';
import type { StatementSequence } from './bare-sql.js';
import { cpuMs } from './cpu.js';
import type { BenchDatabase } from './database.js';
import { POOL_MAX, type Observed } from './lab.js';
import { drive, type Run } from './load.js';
import { RawClient } from './raw-client.js';
import { MATCH, typicalOf } from './scenario.js';
import type { Subject } from './subjects.js';

export class BareParts {
  private constructor(
    private readonly processes: readonly { stop(): Promise<void> }[],
    private readonly client: RawClient,
    readonly echo: Subject,
    readonly calls: Subject,
    readonly sql: Subject,
    /** The calls, with tokens that are known already, and with one signed and verified for every call. */
    readonly proven: Subject,
    readonly provenAnew: Subject,
    /** The calls, through TLS. */
    readonly encrypted: Subject,
  ) {}

  /** @param urls of the database, by role */
  static async start(
    { scenario, matches }: Observed,
    database: BenchDatabase,
    urls: Readonly<Record<string, string>>,
  ): Promise<BareParts> {
    const server = await BareProcess.start<BareServer, number>('bare-server');
    const admitting = await BareProcess.start<BareServer, number>('bare-server');
    const encrypting = await BareProcess.start<BareServer, number>('bare-server');
    const caller = await BareProcess.start<CallSequence, Run>('bare-calls');
    const sql = await BareProcess.start<StatementSequence, Run>('bare-sql');
    const typical = typicalOf(matches);
    const port = await server.ask({ replies: [...typical.calls, { path: MATCH, response: typical.response }] });
    const key = newServiceJwk();
    const admittingPort = await admitting.ask({ replies: typical.calls, callerKey: key });
    const proven = (kind: 'warm' | 'cold'): Subject => ({
      run: (load) => caller.ask({ port: admittingPort, calls: typical.calls, load, proof: { key, kind } }),
      cpu: () => ({ callers: cpuMs(caller.pid), callees: cpuMs(admitting.pid) }),
    });
    const authority = await CertificateAuthority.create();
    const tls = { ...(await authority.issue(['127.0.0.1'])), ca: authority.cert };
    const encryptingPort = await encrypting.ask({ replies: typical.calls, tls });
    const client = new RawClient(`127.0.0.1:${port}`);
    return new BareParts(
      [server, admitting, encrypting, caller, sql],
      client,
      {
        run: (load) => drive(load, () => client.call(MATCH, typical.request)),
        cpu: () => ({ echo: cpuMs(server.pid) }),
      },
      {
        run: (load) => caller.ask({ port, calls: typical.calls, load }),
        cpu: () => ({ callers: cpuMs(caller.pid), callees: cpuMs(server.pid) }),
      },
      {
        async run({ callers, calls = matches.length }) {
          const some = matches.slice(0, calls).map(({ units }) => units);
          const run = await sql.ask({ urls, poolMax: POOL_MAX, matches: some, callers });
          await database.reset(...scenario.stations);
          return run;
        },
        cpu: () => ({ pg: cpuMs(sql.pid), postgres: database.serverCpuMs() }),
      },
      proven('warm'),
      proven('cold'),
      {
        run: (load) => caller.ask({ port: encryptingPort, calls: typical.calls, load, tls }),
        cpu: () => ({ callers: cpuMs(caller.pid), callees: cpuMs(encrypting.pid) }),
      },
    );
  }

  async stop(): Promise<void> {
    this.client.close();
    await Promise.all(this.processes.map((process) => process.stop()));
  }
}
