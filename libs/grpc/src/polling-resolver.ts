// A gRPC resolver that tells the channel when a name's addresses have changed.
//
// The DNS resolver of grpc-js only resolves when it connects or a connection breaks, so added replicas got no calls as
// long as the old ones lived. It is unchanged for other users of grpc-js in the process; ours has its own scheme. The
// resolver API is experimental, so the minor version of grpc-js is pinned.
import { experimental, status as Code } from '@grpc/grpc-js';
import { lookupOf } from './dns-lookup.js';
import { NamePoller } from './name-poller.js';
import { POLLING_SCHEME } from './target.js';

class PollingResolver implements experimental.Resolver {
  private readonly poller: NamePoller;

  constructor(target: experimental.GrpcUri, listener: experimental.ResolverListener) {
    const { host, port } = experimental.splitHostPort(target.path) as { host: string; port: number };
    this.poller = new NamePoller({
      lookup: lookupOf(host, target.authority || undefined),
      // The channel keeps connections to unchanged addresses, and closes others when their calls have finished.
      onChange: (addresses) => {
        const endpoints = addresses.map((address) => ({ addresses: [{ host: address, port }] }));
        listener(experimental.statusOrFromValue(endpoints), {}, null, '');
      },
      onUnresolved: (error) => {
        const details = `cannot resolve ${target.path}: ${error.message}`;
        listener(experimental.statusOrFromError({ code: Code.UNAVAILABLE, details }), {}, null, '');
      },
    });
  }

  updateResolution(): void {
    this.poller.ask();
  }

  destroy(): void {
    this.poller.stop();
  }

  static getDefaultAuthority(target: experimental.GrpcUri): string {
    return target.path;
  }
}

/** Must be called before the first channel is created; may be repeated. */
export const registerPollingResolver = (): void => experimental.registerResolver(POLLING_SCHEME, PollingResolver);
