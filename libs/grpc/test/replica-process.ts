// Starts replicas as real processes, to be stopped, killed and frozen.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export class ReplicaProcess {
  /** Ids of the calls it began, in order. */
  readonly executed: string[] = [];
  private readonly ended: Promise<unknown[]>;

  private constructor(
    readonly host: string,
    private readonly child: ChildProcess,
  ) {
    this.ended = once(child, 'close');
  }

  /** Resolves once it listens. */
  static async start(
    host: string,
    port: number,
    drainSeconds = 0,
    tlsEnv: Readonly<Record<string, string>> = {},
  ): Promise<ReplicaProcess> {
    const script = ['--import', './tools/typescript.mjs', 'libs/grpc/test/replica-main.ts'];
    const child = spawn(process.execPath, [...script, host, String(port), String(drainSeconds)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...tlsEnv, LOG_LEVEL: 'silent', NODE_OPTIONS: '' },
    });
    const replica = new ReplicaProcess(host, child);
    const lines = createInterface({ input: child.stdout! });
    await new Promise<void>((resolve, reject) => {
      void replica.ended.then(([code]) => reject(new Error(`replica ended with ${String(code)}`)));
      lines.on('line', (line) => {
        if (line === 'ready') resolve();
        else if (line.startsWith('executed ')) replica.executed.push(line.slice('executed '.length));
      });
    });
    return replica;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Its exit code once it has ended and all it said was read; null after a SIGKILL. */
  async exitCode(): Promise<number | null> {
    const [code] = await this.ended;
    return code as number | null;
  }
}
