// Which changes of files are worth a reload, and one reload for a burst of them.

/** An editor saves a file in several steps, and a checkout changes many. */
const QUIET_MS = 100;

/** Sources that run: no tests, no editors' leftovers. */
export const isSource = (file: string): boolean => /\.(ts|sql|json)$/.test(file) && !/\.(spec|int)\.ts$/.test(file);

/**
 * Calls `action` with the latest argument once nothing came for a moment. One at a time: what comes while it runs is acted on
 * afterwards.
 */
export function debounced<T>(action: (latest: T) => Promise<void>): (value: T) => void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  return (value) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(() => action(value));
    }, QUIET_MS);
  };
}
