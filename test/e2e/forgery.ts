// Every RPC of every service, called by somebody beside the platform who makes up who they are.
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { fromStatus, readCallers, serviceName } from '@lastmile/grpc';
import { allDefinitions } from '@lastmile/testing';

export interface Attempt {
  /** `trip CommitMatch`. */
  readonly rpc: string;
  /** Why it was refused; ACCEPTED when it was not. */
  readonly reason: string;
}

const bytes = (value: Buffer): Buffer => value;

/** Calls all RPCs of these services with an empty request and these headers; streams as well. */
export async function tryEverything(
  addressOf: (service: string) => string,
  services: readonly string[],
  headersFor: (service: string) => Record<string, string>,
): Promise<Attempt[]> {
  const all = allDefinitions();
  const attempts = services.map(async (service) => {
    const channel = new Client(addressOf(service).split(',')[0]!, credentials.createInsecure());
    const served = Object.keys(readCallers(service));
    const own = all.filter((definition) => served.includes(serviceName(definition).split('.').at(-1)!));
    const made = own.flatMap((definition) =>
      Object.values(definition).map(({ path }) => attempt(channel, service, path, headersFor(service))),
    );
    return Promise.all(made).finally(() => channel.close());
  });
  return (await Promise.all(attempts)).flat();
}

function attempt(channel: Client, service: string, path: string, headers: Record<string, string>): Promise<Attempt> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const rpc = `${service} ${path.slice(path.lastIndexOf('/') + 1)}`;
  return new Promise((resolve) => {
    const call = channel.makeBidiStreamRequest(path, bytes, bytes, metadata, { deadline: Date.now() + 30_000 });
    call.once('data', () => resolve({ rpc, reason: 'ACCEPTED' }));
    call.once('error', (error: ServiceError) => resolve({ rpc, reason: fromStatus(error).reason }));
    call.end(Buffer.alloc(0));
  });
}
