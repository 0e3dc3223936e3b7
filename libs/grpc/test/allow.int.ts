// Who passes which decorator, over real gRPC, for all four kinds of RPC.
import { Module } from '@nestjs/common';
import type { ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import { asService, type Caller, type Role } from '@lastmile/auth';
import { of } from 'rxjs';
import {
  AllowAnybody,
  AllowRoles,
  RpcController,
  SignedIn,
  toDomainError,
  type RpcClient,
  type RpcHandlers,
} from '../src/index.js';
import { EchoService, startEcho, stopAll } from './echo.js';

type Handlers = RpcHandlers<typeof EchoService>;
type Tick = { value: number };

@RpcController(EchoService)
class GuardedController implements Handlers {
  @AllowRoles('operator', 'driver')
  say() {
    return { text: 'said' };
  }

  @SignedIn()
  relay() {
    return { text: 'relayed' };
  }

  @AllowRoles('operator')
  count() {
    return of({ value: 1 });
  }

  @AllowRoles('service')
  async sum(call: ServerReadableStream<Tick, Tick>) {
    let total = 0;
    for await (const { value } of call as AsyncIterable<Tick>) total += value;
    return { value: total };
  }

  @AllowAnybody()
  async chat(call: ServerDuplexStream<Tick, Tick>) {
    for await (const { value } of call as AsyncIterable<Tick>) call.write({ value });
  }
}

@Module({ controllers: [GuardedController] })
class GuardedModule {}

afterEach(stopAll);

type Client = RpcClient<typeof EchoService>;
const person = (...roles: Role[]): Caller => ({ userId: 'u1', roles });
const callers: Record<string, Caller | undefined> = {
  nobody: undefined,
  'a person without a role': person(),
  'a rider': person('rider'),
  'a driver': person('rider', 'driver'),
  'an operator': person('operator'),
  'a service': asService('tester'),
};
const ALL = Object.keys(callers);

async function count(client: Client, caller?: Caller): Promise<void> {
  for await (const tick of client.stream.count({ value: 1 }, { caller })) expect(tick).toEqual({ value: 1 });
}

async function sum(client: Client, caller?: Caller): Promise<void> {
  const call = client.stream.sum({ caller });
  call.write({ value: 1 });
  call.end({ value: 2 });
  expect(await call.response).toEqual({ value: 3 });
}

async function chat(client: Client, caller?: Caller): Promise<void> {
  const call = client.stream.chat({ caller });
  call.end({ value: 7 });
  for await (const tick of call) expect(tick).toEqual({ value: 7 });
}

const calls: [rpc: string, allowed: string[], call: (client: Client, caller?: Caller) => Promise<unknown>][] = [
  ['say', ['a driver', 'an operator', 'a service'], (client, caller) => client.say({ text: '' }, { caller })],
  ['relay', ALL.filter((name) => name !== 'nobody'), (client, caller) => client.relay({ text: '' }, { caller })],
  ['count', ['an operator', 'a service'], count],
  ['sum', ['a service'], sum],
  ['chat', ALL, chat],
];

it.each(calls)('%s is for %p', async (_rpc, allowed, call) => {
  const { client } = await startEcho({ module: GuardedModule });
  const answers: Record<string, string> = {};
  for (const [name, caller] of Object.entries(callers)) {
    answers[name] = await call(client, caller).then(
      () => 'answered',
      (error: unknown) => (toDomainError(error) as { kind: string }).kind,
    );
  }
  const refusal = (name: string) => (name === 'nobody' ? 'unauthenticated' : 'permission_denied');
  expect(answers).toEqual(
    Object.fromEntries(ALL.map((name) => [name, allowed.includes(name) ? 'answered' : refusal(name)])),
  );
});

it('loads no controller that forgets one method', () => {
  class Forgetful extends GuardedController {
    override say() {
      return { text: 'open' };
    }
  }
  for (const name of ['relay', 'count', 'sum', 'chat'] as const) {
    Object.defineProperty(Forgetful.prototype, name, { value: GuardedController.prototype[name] });
  }
  expect(() => RpcController(EchoService)(Forgetful)).toThrow('Forgetful does not say who may call say');
});
