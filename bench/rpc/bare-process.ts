// A process of its own for one bare part, so that its processor time can be told from everybody else's.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { NODE_FLAGS } from './node-flags.js';

/** What the process answers to a question, or why it cannot. */
type Answer<A> = { readonly answer: A } | { readonly failure: string };

/** Asks a process one question at a time. */
export class BareProcess<Question, A> {
  private constructor(private readonly child: ChildProcess) {}

  /** @param program a file that calls `answering`, as seen from this folder */
  static async start<Question, A>(program: string): Promise<BareProcess<Question, A>> {
    const entry = new URL(`./${program}.js`, import.meta.url);
    const child = fork(entry, { execArgv: [...NODE_FLAGS], serialization: 'advanced' });
    await once(child, 'spawn');
    return new BareProcess(child);
  }

  get pid(): number {
    return this.child.pid as number;
  }

  /** @throws Error when the process fails or dies */
  async ask(question: Question): Promise<A> {
    const ended = new AbortController();
    const { signal } = ended;
    const death = once(this.child, 'exit', { signal }).then(() => ({ failure: 'it died' }));
    const message = once(this.child, 'message', { signal }).then(([first]) => first as Answer<A>);
    death.catch(() => undefined);
    message.catch(() => undefined);
    this.child.send(question as object);
    const result = await Promise.race([message, death]);
    ended.abort();
    if ('failure' in result) throw new Error(`a bare process failed: ${result.failure}`);
    return result.answer;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** The other end: answers questions until the asking process is gone. */
export function answering<Question, A>(answer: (question: Question) => Promise<A>): void {
  process.on('message', (question) => {
    answer(question as Question).then(
      (result) => process.send?.({ answer: result }),
      (error: Error) => process.send?.({ failure: error.stack ?? error.message }),
    );
  });
  process.once('disconnect', () => process.exit(0));
}
