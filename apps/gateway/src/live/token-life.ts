// How long a socket lives by the access token that it came with.
import { isDomainError } from '@lastmile/errors';

/** So often the token is looked at again. */
export const LOOK_MS = 60_000;

/**
 * Calls `end` once: when the token expires, or `check` throws unauthenticated, since its key was withdrawn or its session was ended.
 * What a token says of its own end is not enough: one that was forged with a stolen key could say a year. When `check` fails for
 * another reason, it is asked again later. Nothing is called any more after the function returned was.
 */
export function followToken(expiresAt: Date, check: () => Promise<void>, end: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    clearTimeout(timer);
  };
  const endNow = (): void => {
    if (isStopped) return;
    stop();
    end();
  };
  const look = async (): Promise<void> => {
    if (Date.now() >= expiresAt.getTime()) return endNow();
    try {
      await check();
    } catch (error) {
      if (isDomainError(error) && error.kind === 'unauthenticated') return endNow();
    }
    wait();
  };
  const wait = (): void => {
    if (isStopped) return;
    const leftMs = Math.max(0, expiresAt.getTime() - Date.now());
    timer = setTimeout(() => void look(), Math.min(leftMs, LOOK_MS));
  };
  wait();
  return stop;
}
