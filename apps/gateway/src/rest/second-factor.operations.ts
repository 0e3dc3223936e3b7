// The second factor: an authenticator app, and recovery codes in case it is lost.
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { deviceToken, maybeTime, text, uuidParam } from '../schemas/fields.schema.js';

const PATH = '/v1/users/me/second-factor';
const tag = 'Users';
/** Not idempotent, because stored outcomes of idempotent requests would contain secrets. */
const own = { tag, access: 'signed-in', idempotent: false } as const;

/** As people type it: spaces and hyphens are ignored. */
const authenticatorCode = text(1, 64).describe('Six digits of the authenticator. Each counts once.');
const code = text(1, 64).describe('Six digits of the authenticator, or a recovery code. Each counts once.');
const password = z.string().min(1).max(200);
const recoveryCodes = z
  .array(z.string())
  .describe('Each signs in once instead of the authenticator. Nobody can read them again.');

export const secondFactorOperations = ({ secondFactors }: Clients) => [
  operation({
    ...own,
    method: 'GET',
    path: PATH,
    summary: 'Whether your account has a second factor',
    answer: z
      .object({
        isOn: z.boolean().describe('Signing in needs a code.'),
        confirmTime: maybeTime.describe('When it was turned on; absent while it is off.'),
        recoveryCodesLeft: z.int().describe('0 to 10.'),
        isRequired: z.boolean().describe('You are an operator, and have that role with a second factor only.'),
      })
      .meta({ id: 'SecondFactor' }),
    handle: () => secondFactors.getSecondFactor({}),
  }),
  operation({
    ...own,
    method: 'POST',
    path: PATH,
    status: 201,
    signIn: true,
    summary: 'Make a secret for your authenticator app; a first code has to confirm it within an hour',
    body: z.strictObject({ password, deviceToken }),
    answer: z.object({
      secret: z.string().describe('Base32 (RFC 4648): TOTP (RFC 6238) with SHA-1, six digits, 30 seconds.'),
      otpauthUri: z.string().describe('The same for a QR code.'),
    }),
    handle: ({ body: { deviceToken, ...body }, client }) =>
      secondFactors.beginSecondFactor({ ...body, client: { ...client, deviceToken } }),
  }),
  operation({
    ...own,
    method: 'POST',
    path: `${PATH}/confirmation`,
    signIn: true,
    revokes: true,
    summary:
      'Turn your second factor on by a first code; ends your other sessions, and makes all devices unknown but the one of deviceToken',
    body: z.strictObject({ code: authenticatorCode, deviceToken }),
    answer: z.object({ recoveryCodes }),
    handle: ({ body: { deviceToken, ...body }, caller, client }) =>
      secondFactors.confirmSecondFactor({
        ...body,
        keepSessionId: caller?.sessionId ?? '',
        client: { ...client, deviceToken },
      }),
  }),
  operation({
    ...own,
    method: 'POST',
    path: `${PATH}/recovery-codes`,
    signIn: true,
    summary: 'Get ten new recovery codes; the old ones count no more',
    body: z.strictObject({ code: authenticatorCode, deviceToken }),
    answer: z.object({ recoveryCodes }),
    handle: ({ body: { deviceToken, ...body }, client }) =>
      secondFactors.renewRecoveryCodes({ ...body, client: { ...client, deviceToken } }),
  }),
  operation({
    ...own,
    method: 'DELETE',
    path: PATH,
    signIn: true,
    revokes: true,
    summary: 'Turn your second factor off; an operator who needs one loses the role until there is another',
    body: z.strictObject({ password, code, deviceToken }),
    handle: ({ body: { deviceToken, ...body }, client }) =>
      secondFactors.removeSecondFactor({ ...body, client: { ...client, deviceToken } }),
  }),
  operation({
    method: 'DELETE',
    path: '/v1/users/:userId/second-factor',
    tag,
    access: ['operator'],
    idempotent: false,
    revokes: true,
    summary: 'Take the second factor of somebody else away, who has lost it; ends their sessions',
    params: uuidParam('userId'),
    handle: ({ params }) => secondFactors.resetSecondFactor(params),
  }),
];
