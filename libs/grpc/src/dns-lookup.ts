// Looks up all addresses of a name, with the machine's resolver or one given DNS server.
import { lookup, Resolver } from 'node:dns/promises';

/**
 * The machine's resolver runs on libuv's four threads, which also hash passwords and read files. When DNS is down, each
 * lookup blocks a thread for ten seconds or more; two at a time leave the others free.
 */
const MAX_AT_ONCE = 2;
/** A given server must answer within this time; then it is asked once more. */
const TIMEOUT_MS = 1_000;
const TRIES = 2;
/** The server has answered that it has no record of that type. */
const NONE = new Set(['ENODATA', 'ENOTFOUND']);

/**
 * IPv4 and IPv6 addresses of `host`.
 *
 * Without `server` it uses getaddrinfo, which reads /etc/hosts and the search list, so that a pod finds `trip` as
 * `trip.lastmile.svc.cluster.local`. The DNS protocol alone (c-ares) uses neither.
 *
 * @param server `ip` or `ip:port` of the DNS server to ask
 */
export function lookupOf(host: string, server?: string): () => Promise<string[]> {
  if (!server) {
    return () => inTurn(async () => (await lookup(host, { all: true })).map(({ address }) => address));
  }
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  resolver.setServers([server]);
  return async () => {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    // If one family has no answer, the lookup fails: using only the other family could remove replicas.
    for (const answer of answers) {
      if (answer.status === 'rejected' && !NONE.has((answer.reason as NodeJS.ErrnoException).code ?? '')) {
        throw answer.reason;
      }
    }
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < MAX_AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve)); // a finished lookup passes its turn on
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
