// Exit status 0 when the service in this container says that it is serving (gRPC health protocol).
import { Client, credentials } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';

const { Check } = service;
const client = new Client(`127.0.0.1:${process.env.GRPC_PORT}`, credentials.createInsecure());
client.makeUnaryRequest(
  Check.path,
  Check.requestSerialize,
  Check.responseDeserialize,
  { service: '' },
  { deadline: Date.now() + 2_000 },
  (error, reply) => process.exit(!error && reply?.status === 'SERVING' ? 0 : 1),
);
