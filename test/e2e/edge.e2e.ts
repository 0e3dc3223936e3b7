// The gRPC edge of the gateway, as a program beside the platform uses it.
import { randomUUID } from 'node:crypto';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { GatewayServiceService, type GetSnapshotResponse, type TriggerMatchResponse } from '@lastmile/contracts';
import { fromStatus, type RequestOf, type ResponseOf, type RpcDefinition } from '@lastmile/grpc';
import { UNLIMITED } from '../../tools/launcher/unlimited.js';
import { Api } from '../../tools/simulate/api.js';
import { OPERATOR, startCity, type E2eCity } from './city.js';
import { describeForgedCallers } from './forged-callers.js';
import { Phone } from './people.js';

type Methods = typeof GatewayServiceService;
type RpcMethod = RpcDefinition[string];

describe('the gRPC edge', () => {
  let city: E2eCity;
  let channel: Client;
  let operator: string;
  let rider: string;

  beforeAll(async () => {
    city = await startCity(10, { envOf: { gateway: { ...UNLIMITED, GRPC_EDGE: 'true' } } });
    channel = new Client(city.platform.addressOf('gateway'), credentials.createInsecure());
    const api = new Api(city.platform.baseUrl, new AbortController().signal);
    await api.logIn(OPERATOR.email, OPERATOR.password);
    operator = await api.token();
    const phone = await Phone.signUp(city.platform.baseUrl, 'max', ['rider']);
    rider = await phone.api.token();
    phone.disconnect();
  }, 120_000);
  afterAll(async () => {
    channel?.close();
    await city?.destroy();
  }, 60_000);

  function call<M extends Methods[keyof Methods]>(
    method: M,
    request: RequestOf<M>,
    token?: string,
  ): Promise<ResponseOf<M>> {
    const metadata = new Metadata();
    if (token) metadata.set('authorization', `Bearer ${token}`);
    const { path, requestSerialize, responseDeserialize } = method as RpcMethod;
    return new Promise((resolve, reject) => {
      channel.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, (error, reply) =>
        error ? reject(Object.assign(fromStatus(error), { code: error.code })) : resolve(reply as ResponseOf<M>),
      );
    });
  }

  it('shows an operator everything at a glance', async () => {
    const snapshot: GetSnapshotResponse = await call(GatewayServiceService.getSnapshot, {}, operator);
    expect(snapshot.stations).toHaveLength(22);
    expect(snapshot).toMatchObject({ routes: [], rides: [], trips: [], truncated: false });
    expect(Math.abs(snapshot.time!.getTime() - city.clock.now().getTime())).toBeLessThan(600_000);
  });

  it.each<[string, () => string | undefined, number, string]>([
    ['nobody', () => undefined, status.UNAUTHENTICATED, 'TOKEN_MISSING'],
    ['a broken token', () => 'a.b.c', status.UNAUTHENTICATED, 'TOKEN_INVALID'],
    ['a rider', () => rider, status.PERMISSION_DENIED, 'PERMISSION_DENIED'],
  ])('refuses %s', async (_, token, code, reason) => {
    const snapshot = call(GatewayServiceService.getSnapshot, {}, token());
    await expect(snapshot).rejects.toMatchObject({ code, reason });
    const match = call(GatewayServiceService.triggerMatch, { driverId: randomUUID(), stationId: 'x' }, token());
    await expect(match).rejects.toMatchObject({ code, reason });
  });

  it('passes on what matching answers, refusals included', async () => {
    const trigger = (driverId: string): Promise<TriggerMatchResponse> =>
      call(GatewayServiceService.triggerMatch, { driverId, stationId: 'mta-nyct:701' }, operator);
    await expect(trigger(randomUUID())).rejects.toMatchObject({ code: status.NOT_FOUND, reason: 'APPROACH_NOT_FOUND' });
    await expect(trigger('')).rejects.toMatchObject({ code: status.INVALID_ARGUMENT, metadata: { field: 'driverId' } });
  });

  describeForgedCallers(() => ({ city, operator }));
});
