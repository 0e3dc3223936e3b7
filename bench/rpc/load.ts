// Callers that call, one after the other each, and how long every call took.

export interface Load {
  readonly callers: number;
  /** The load ends after so many calls, or so many seconds, whichever is given. */
  readonly calls?: number;
  readonly seconds?: number;
  /** Mean pause of a caller between its calls, in milliseconds; each pause is between half and one and a half of it. */
  readonly thinkMs?: number;
}

export interface Run {
  /** Of each call, in milliseconds. */
  readonly latencies: readonly number[];
  /** From the first call to the last answer. */
  readonly seconds: number;
}

/**
 * Runs `call` under the load. `after` follows each call in its caller's turn, outside of the measured time.
 *
 * @param call told who calls, and how many calls were begun before
 */
export async function drive(
  { callers, calls = Infinity, seconds = Infinity, thinkMs = 0 }: Load,
  call: (caller: number, index: number) => Promise<unknown>,
  after?: (caller: number, index: number) => Promise<unknown>,
): Promise<Run> {
  const latencies: number[] = [];
  const start = performance.now();
  let begun = 0;
  const goesOn = () => begun < calls && performance.now() - start < seconds * 1000;
  const caller = async (who: number) => {
    // Not all at once: callers who think come in the middle of their thought.
    if (thinkMs > 0) await pause(Math.random() * thinkMs);
    while (goesOn()) {
      const index = begun++;
      const called = performance.now();
      await call(who, index);
      latencies.push(performance.now() - called);
      await after?.(who, index);
      if (thinkMs > 0) await pause((0.5 + Math.random()) * thinkMs);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, who) => caller(who)));
  return { latencies, seconds: (performance.now() - start) / 1000 };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
