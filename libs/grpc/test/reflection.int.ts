// Reflection as its clients use it (grpcurl and the like): list what is served, describe it, and call it from the description alone.
import { createRequire } from 'node:module';
import {
  Client,
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer, loadSync } from '@grpc/proto-loader';
import { Module } from '@nestjs/common';
import { LimitServiceService, TripServiceService } from '@lastmile/contracts';
import { createLogger } from '@lastmile/telemetry';
import { allDefinitions } from '@lastmile/testing';
import descriptor, { type IDescriptorProto, type IFileDescriptorProto } from 'protobufjs/ext/descriptor/index.js';
import {
  processIdentity,
  RpcController,
  type RpcHandlers,
  type RunningService,
  serve,
  serviceName,
} from '../src/index.js';
import { reflectionOf } from '../src/reflection.js';
import { TlsWorld } from './tls-world.js';

const LIMITS = 'lastmile.user.v1.LimitService';

@RpcController(LimitServiceService)
class LimitController implements RpcHandlers<typeof LimitServiceService> {
  usePoints({ key, points }: { key: string; points: number }) {
    return { usedPoints: points + key.length, remainingMilliseconds: 1_000 };
  }
}

@Module({ controllers: [LimitController] })
class LimitModule {}

interface Answer {
  readonly list_services_response?: { readonly service: readonly { readonly name: string }[] };
  readonly file_descriptor_response?: { readonly file_descriptor_proto: readonly Buffer[] };
  readonly error_response?: { readonly error_code: number };
}

/** A client of one version of reflection. */
class Reflection {
  private readonly client: Client & Record<string, () => ReturnType<Client['makeBidiStreamRequest']>>;

  constructor(
    version: string,
    readonly address: string,
    readonly by: ReturnType<typeof credentials.createSsl>,
  ) {
    const file = `../../../node_modules/@grpc/reflection/build/proto/grpc/reflection/${version}/reflection.proto`;
    const loaded = loadSync(createRequire(__filename).resolve(file), { keepCase: true });
    const packages = loadPackageDefinition(loaded) as { grpc: { reflection: Record<string, GrpcObject> } };
    const Service = packages.grpc.reflection[version]!.ServerReflection as ServiceClientConstructor;
    this.client = new Service(address, by, MEANT) as unknown as Reflection['client'];
  }

  /** @throws ServiceError when there is no reflection */
  ask(request: Record<string, string>): Promise<Answer> {
    const call = this.client.ServerReflectionInfo!();
    return new Promise<Answer>((resolve, reject) => {
      call.once('data', (answer: Answer) => (resolve(answer), call.end()));
      call.once('error', reject);
      call.write(request);
    });
  }

  close(): void {
    this.client.close();
  }
}

const MEANT = { 'grpc.ssl_target_name_override': 'user' };
let world: TlsWorld;
beforeAll(async () => {
  world = await TlsWorld.create();
});
afterAll(() => world.destroy());

describe.each(['without TLS', 'with TLS'])('%s', (kind) => {
  let server: RunningService;
  let by: ReturnType<typeof credentials.createSsl>;
  const open: { close(): void }[] = [];

  async function start(reflection: boolean): Promise<void> {
    const encrypted = kind === 'with TLS';
    const { cert, key } = await world.ca.issue(['grpcurl']);
    by = encrypted
      ? credentials.createSsl(
          ...([world.ca.cert, key, cert].map((pem) => Buffer.from(pem)) as [Buffer, Buffer, Buffer]),
        )
      : credentials.createInsecure();
    server = await serve({
      service: 'user',
      definitions: [LimitServiceService],
      module: LimitModule,
      reflection,
      port: 0,
      host: '127.0.0.1',
      drainSeconds: 0,
      logger: createLogger({ service: 'user', level: 'silent' }),
      callers: { LimitService: { UsePoints: { gateway: ['anybody'] } } },
      tls: encrypted ? (await world.of('user')).tls : undefined,
    });
  }
  afterEach(async () => {
    for (const each of open.splice(0)) each.close();
    await server.stop();
  });

  function reflectionOf(version: string): Reflection {
    const client = new Reflection(version, `127.0.0.1:${server.port}`, by);
    open.push(client);
    return client;
  }

  it.each(['v1', 'v1alpha'])('lists, describes and lets call what is served (%s)', async (version) => {
    await start(true);
    const reflection = reflectionOf(version);
    const { list_services_response: list } = await reflection.ask({ list_services: '' });
    expect(list?.service.map(({ name }) => name)).toEqual([LIMITS]);

    const { file_descriptor_response: files } = await reflection.ask({ file_containing_symbol: LIMITS });
    const described = loadPackageDefinition(
      loadFileDescriptorSetFromBuffer(setOf(files!.file_descriptor_proto), { keepCase: true }),
    );
    const { lastmile } = described as unknown as { lastmile: { user: { v1: GrpcObject } } };
    const Limits = lastmile.user.v1.LimitService as ServiceClientConstructor;
    expect(Object.keys(Limits.service)).toEqual(['UsePoints']);

    const client = new Limits(reflection.address, by, MEANT);
    open.push(client);
    const metadata = new Metadata();
    metadata.set('lastmile-service-token', processIdentity().serviceToken('user', 'gateway'));
    const answer = await new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, reply: unknown) => (error ? reject(error) : resolve(reply));
      client.UsePoints!({ key: 'abc', points: 4 }, metadata, done);
    });
    expect(answer).toMatchObject({ remaining_milliseconds: 1_000 });
    expect(Number((answer as { used_points: unknown }).used_points)).toBe(7);
  });

  it('knows nothing that is not served', async () => {
    await start(true);
    const answer = await reflectionOf('v1').ask({
      file_containing_symbol: serviceName(TripServiceService),
    });
    expect(answer.error_response?.error_code).toBe(status.NOT_FOUND);
  });

  it('is off unless asked for', async () => {
    await start(false);
    for (const version of ['v1', 'v1alpha']) {
      const asked = reflectionOf(version).ask({ list_services: '' });
      await expect(asked).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
    }
  });
});

/** A FileDescriptorSet: field 1, length-delimited, for each file. */
function setOf(files: readonly Buffer[]): Buffer {
  const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
  return Buffer.concat(files.flatMap((file) => [Buffer.from([0x0a, ...varint(file.length)]), file]));
}

describe('descriptions of all services', () => {
  /** As reflection sends them: a file and those that it depends on. */
  async function filesOf(symbol: string, reflection: Reflection): Promise<IFileDescriptorProto[]> {
    const { file_descriptor_response: files } = await reflection.ask({ file_containing_symbol: symbol });
    return files!.file_descriptor_proto.map((bytes) => {
      return descriptor.FileDescriptorProto.toObject(
        descriptor.FileDescriptorProto.decode(bytes),
      ) as IFileDescriptorProto;
    });
  }

  const withNested = (message: IDescriptorProto): IDescriptorProto[] => [
    message,
    ...(message.nestedType ?? []).flatMap(withNested),
  ];
  const messagesOf = ({ messageType = [] }: IFileDescriptorProto) => messageType.flatMap(withNested);

  it('are complete: names in full, of files that come along, and as protoc has them', async () => {
    const definitions = allDefinitions();
    const server = new Server();
    reflectionOf({ definitions, logger: createLogger({ service: 'all', level: 'silent' }) })!.addToServer(server);
    const port = await new Promise<number>((resolve, reject) => {
      const by = ServerCredentials.createInsecure();
      server.bindAsync('127.0.0.1:0', by, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    const reflection = new Reflection('v1', `127.0.0.1:${port}`, credentials.createInsecure());
    try {
      const { list_services_response: list } = await reflection.ask({ list_services: '' });
      expect(list?.service).toHaveLength(definitions.length);
      const maps: string[] = [];
      for (const { name } of list!.service) {
        const files = await filesOf(name, reflection);
        const packages = new Map(files.map((file) => [file.name, file.package!]));
        for (const file of files) {
          const known = [file.name!, ...(file.dependency ?? [])].map((each) => `.${packages.get(each)}.`);
          const methods = (file.service ?? []).flatMap(({ method }) => method ?? []);
          const fields = messagesOf(file).flatMap(({ field }) => field ?? []);
          const types = [
            ...fields.flatMap(({ typeName }) => typeName ?? []),
            ...methods.flatMap(({ inputType, outputType }) => [inputType!, outputType!]),
          ];
          expect(types.filter((type) => !known.some((prefix) => type.startsWith(prefix)))).toEqual([]);
          expect(fields.filter((field) => !/^[a-z][a-z0-9_]*$/.test(field.name!))).toEqual([]);
          maps.push(...messagesOf(file).flatMap((each) => (each.options?.mapEntry ? each.name! : [])));
        }
      }
      expect(new Set(maps)).toEqual(new Set(['DataEntry', 'FactsEntry']));
    } finally {
      reflection.close();
      server.forceShutdown();
    }
  });
});
