// Wiring of the gateway.
import { Module } from '@nestjs/common';
import { Clock, clockFromEnv } from '@lastmile/config';
import { clientProviders } from './gateway.client.js';
import { GatewayConfig } from './gateway.config.js';
import { Authorizer } from './http/authorizer.js';
import { HttpServer } from './http/http.server.js';
import { Readiness } from './http/readiness.js';
import { Revocations } from './http/revocations.js';
import { FixAllowance } from './limits/fix-allowance.js';
import { Limits } from './limits/limits.js';
import { SocketLimits } from './limits/socket-limits.js';
import { CarStream } from './live/car-stream.js';
import { InboxStream } from './live/inbox-stream.js';
import { LiveServer } from './live/live.server.js';
import { FixRelay } from './location/fix-relay.js';
import { GatewayController } from './rpc/gateway.controller.js';

@Module({
  controllers: [GatewayController],
  providers: [
    { provide: GatewayConfig, useFactory: () => new GatewayConfig() },
    { provide: Clock, useFactory: () => clockFromEnv() },
    ...clientProviders,
    Authorizer,
    HttpServer,
    Limits,
    FixAllowance,
    SocketLimits,
    Readiness,
    Revocations,
    CarStream,
    FixRelay,
    InboxStream,
    LiveServer,
  ],
})
export class GatewayModule {}
