// One service process: started, started again when it dies, stopped in good order.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';

const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 5_000;
const STEADY_MS = 10_000;
const KILL_AFTER_MS = 15_000;
/**
 * Small heaps before fast ones: ten processes share one machine here, and this saves each 25 MB. A deployment under load sets
 * `--max-semi-space-size=16` instead, which halves the tail of latency.
 */
const LEAN: readonly string[] = ['--optimize-for-size', '--max-semi-space-size=2'];
const PRELOAD = built('tools/launcher/exit-with-parent.js').href;

/** What to run. */
export interface SupervisedOptions {
  name: string;
  entry: URL;
  args?: readonly string[];
  env: Record<string, string>;
  /** Flags of Node; default small heaps. */
  nodeFlags?: readonly string[];
  logDirectory: string;
  /** Start again after a death; default true. */
  restart?: boolean;
  /** Told of each death. */
  onDeath?: (cause: string) => void;
  /** Told of each message of the child. */
  onMessage?: (message: unknown) => void;
}

/** A process under supervision. */
export class Supervised {
  readonly logFile: string;
  restarts = 0;
  private child?: ChildProcess;
  private stopping = false;
  private backoffMs = FIRST_BACKOFF_MS;
  private timer?: NodeJS.Timeout;

  constructor(private readonly options: SupervisedOptions) {
    mkdirSync(options.logDirectory, { recursive: true });
    this.logFile = join(options.logDirectory, `${options.name}.log`);
  }

  get name(): string {
    return this.options.name;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    this.stopping = false;
    const startTime = Date.now();
    const log = openSync(this.logFile, 'a');
    const { entry, args = [], env, nodeFlags = LEAN } = this.options;
    this.child = spawn(process.execPath, [...nodeFlags, '--import', PRELOAD, fileURLToPath(entry), ...args], {
      env,
      stdio: ['ignore', log, log, 'ipc'],
      // A group of its own: Ctrl-C reaches the launcher alone, which stops the services in order.
      detached: true,
    });
    closeSync(log);
    this.child.on('message', (message) => this.options.onMessage?.(message));
    this.child.once('error', () => undefined); // 'exit' or 'close' follows
    this.child.once('close', (code, signal) => this.died(signal ?? `exit code ${code}`, Date.now() - startTime));
  }

  /** SIGTERM, and SIGKILL for one that does not answer. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await gone;
    clearTimeout(kill);
  }

  /** SIGTERM, then started again at once, however often. */
  async restart(): Promise<void> {
    await this.stop();
    this.backoffMs = FIRST_BACKOFF_MS;
    this.start();
  }

  /** Sends a signal now; for tests of crashes. False when there is no process to hear it. */
  kill(signal: NodeJS.Signals): boolean {
    return this.child?.kill(signal) ?? false;
  }

  /** Supervises no more: a death is not answered. */
  abandon(): void {
    this.stopping = true;
    clearTimeout(this.timer);
  }

  /** The last lines it wrote. */
  lastWords(lines = 5): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  private died(cause: string, livedMs: number): void {
    if (this.stopping) return;
    this.options.onDeath?.(cause);
    if (this.options.restart === false) return;
    if (livedMs > STEADY_MS) this.backoffMs = FIRST_BACKOFF_MS;
    this.timer = setTimeout(() => {
      this.restarts++;
      this.start();
    }, this.backoffMs);
    this.backoffMs = Math.min(this.backoffMs * 2, LONGEST_BACKOFF_MS);
  }
}
