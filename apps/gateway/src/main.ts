// The gateway's process: read the environment, serve, drain when told to stop.
import 'reflect-metadata';
import { bootstrap } from '@lastmile/grpc';
import { startGateway } from './gateway.server.js';
import { GatewayConfig } from './gateway.config.js';

await bootstrap('gateway', (logger) => startGateway(new GatewayConfig(), logger));
