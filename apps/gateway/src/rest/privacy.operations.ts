// A person's own data: export and erasure.
import type { Clock } from '@lastmile/config';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { requireNothingUnderWay } from '../privacy/under-way.js';
import { deviceToken, text, time, uuidParam } from '../schemas/fields.schema.js';

const personalData = z.looseObject({ formatVersion: z.literal(1), exportTime: time }).meta({
  id: 'PersonalData',
  description:
    'Beside the fields here, one list of records for each kind there is: account, sessions, secondFactor, riderProfile, rides, ' +
    'driverProfile, routes, tripsAsRider, tripsAsDriver, presentPosition, devices, inbox.',
});
const tag = 'Users';

export const privacyOperations = (clients: Clients, clock: Clock) => [
  operation({
    method: 'GET',
    path: '/v1/users/me/export',
    tag,
    access: 'signed-in',
    summary: 'Everything all services hold about you, as one JSON document',
    answer: personalData,
    attachment: 'lastmile-export.json',
    handle: ({ caller }) => clients.personalRecords.export(caller!.userId, clock.now()),
  }),
  operation({
    method: 'DELETE',
    path: '/v1/users/me',
    tag,
    access: 'signed-in',
    signIn: true,
    revokes: true,
    erasesCaller: true,
    summary:
      'Delete your account and what is known about you; not while a ride, a trip or a started route is under way. ' +
      'SECOND_FACTOR_REQUIRED asks for a code if the account has a second factor',
    body: z.strictObject({
      password: z.string().min(1).max(200),
      code: text(0, 64)
        .default('')
        .describe('Of the second factor: six digits of the authenticator, or a recovery code. Each counts once.'),
      deviceToken,
    }),
    handle: async ({ body: { deviceToken, ...body }, caller, requestId, client }) => {
      await requireNothingUnderWay(clients, caller!.userId);
      await clients.users.eraseUser({ ...body, userId: '', requestId, client: { ...client, deviceToken } });
    },
  }),
  operation({
    method: 'DELETE',
    path: '/v1/users/:userId',
    tag,
    access: ['operator'],
    revokes: true,
    summary: 'Delete an account and what is known about its person, under the same conditions',
    params: uuidParam('userId'),
    handle: async ({ params: { userId }, requestId }) => {
      await requireNothingUnderWay(clients, userId);
      await clients.users.eraseUser({ userId, password: '', requestId, client: undefined });
    },
  }),
];
