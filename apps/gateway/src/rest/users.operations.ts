// Accounts and sessions.
import { Role } from '@lastmile/contracts';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { deviceToken, list, maybeText, maybeTime, text, time, uuidParam, words } from '../schemas/fields.schema.js';

const role = words(Role, 'ROLE_');
/** With the length limit of RFC 5321 for the part before the @, which `z.email()` does not have. */
const email = z
  .email('must be an e-mail address')
  .max(254)
  .regex(/^[^@]{1,64}@/, 'must be an e-mail address');
const MOST_PASSWORD_BYTES = 72;
const password = z
  .string()
  .min(10)
  .max(MOST_PASSWORD_BYTES)
  .refine((given) => Buffer.byteLength(given) <= MOST_PASSWORD_BYTES, `must have at most ${MOST_PASSWORD_BYTES} bytes`)
  .describe(`At most ${MOST_PASSWORD_BYTES} bytes in UTF-8, and not easy to guess (PASSWORD_TOO_WEAK).`);
/** A hosted identity provider may be called three times, with 4 s each. */
const SIGN_IN = { deadlineMs: 15_000 };

const user = z
  .object({
    userId: z.string(),
    email: z.string(),
    displayName: z.string(),
    language: z.string().describe('BCP 47.'),
    roles: z.array(role.output),
    emailConfirmed: z.boolean().describe('Before, nothing but the request to confirm it is mailed to the address.'),
    createTime: time,
  })
  .meta({ id: 'User' });
const session = z
  .object({
    accessToken: z.string(),
    expireTime: time,
    refreshToken: z.string().describe('Single use: refreshing returns its successor.'),
    refreshExpireTime: maybeTime,
  })
  .meta({ id: 'Session' });
const secondFactorNeeded = z
  .boolean()
  .describe(
    'You are an operator, and have the role with a second factor only: this session is without it until you turn one on, and refresh.',
  );
const signedIn = z.object({ user, session, secondFactorNeeded });
const newlySignedIn = z.object({
  user,
  session,
  secondFactorNeeded,
  deviceToken: maybeText.describe(
    'Keep it on the device, also after signing out, and send it with the next sign-in: wrong passwords of strangers then do not count against this device.',
  ),
});
const sessionSummary = z
  .object({
    sessionId: z.string(),
    createTime: time.describe('When the sign-in was.'),
    lastUseTime: time,
    expireTime: time.describe('When it ends unless it is used; at the latest 90 days after the sign-in.'),
    address: maybeText.describe('Network address of the last use.'),
    userAgent: maybeText.describe('What the program called itself at the sign-in.'),
    isCurrent: z.boolean().describe('The one that asks.'),
  })
  .meta({ id: 'SessionSummary' });
const refreshToken = text(1, 2_048);
const tag = 'Users';

export const userOperations = ({ users }: Clients) => [
  operation({
    method: 'POST',
    path: '/v1/users',
    tag,
    access: 'public',
    status: 201,
    signIn: true,
    summary: 'Sign up; the new account is signed in',
    body: z.strictObject({
      email,
      password,
      displayName: text(1, 80),
      language: z.string().max(35).default('en'),
      roles: z.array(role.input).max(3).default([]).describe('Default: rider. Operators are made by operators.'),
    }),
    answer: newlySignedIn,
    handle: ({ body, requestId, client }) =>
      users.registerUser({ ...body, requestId, client: { ...client, deviceToken: '' } }, SIGN_IN),
  }),
  operation({
    method: 'POST',
    path: '/v1/sessions',
    tag,
    access: 'public',
    status: 201,
    signIn: true,
    idempotent: false,
    summary:
      'Sign in; SECOND_FACTOR_REQUIRED asks for a code after the right password of an account that has a second factor',
    body: z.strictObject({
      email,
      password: z.string().max(200),
      code: text(0, 64)
        .default('')
        .describe('Of the second factor: six digits of the authenticator, or a recovery code.'),
      deviceToken,
    }),
    answer: newlySignedIn,
    handle: ({ body: { deviceToken, ...body }, client }) =>
      users.loginUser({ ...body, client: { ...client, deviceToken } }, SIGN_IN),
  }),
  operation({
    method: 'POST',
    path: '/v1/sessions/refresh',
    tag,
    access: 'public',
    idempotent: false,
    summary: 'Exchange a refresh token for a new session',
    body: z.strictObject({ refreshToken }),
    answer: signedIn,
    handle: ({ body, client }) => users.refreshSession({ ...body, client: { ...client, deviceToken: '' } }, SIGN_IN),
  }),
  operation({
    method: 'POST',
    path: '/v1/sessions/logout',
    tag,
    access: 'public',
    idempotent: false,
    revokes: true,
    summary: 'End a session',
    body: z.strictObject({ refreshToken }),
    handle: ({ body, client }) => users.logoutUser({ ...body, client: { ...client, deviceToken: '' } }, SIGN_IN),
  }),
  operation({
    method: 'POST',
    path: '/v1/password-resets',
    tag,
    access: 'public',
    signIn: true,
    idempotent: false,
    summary: 'Mail a reset token; the answer is the same for unknown addresses',
    status: 202,
    body: z.strictObject({ email }),
    handle: ({ body, client }) => users.requestPasswordReset({ ...body, client: { ...client, deviceToken: '' } }),
  }),
  operation({
    method: 'POST',
    path: '/v1/password-resets/confirm',
    tag,
    access: 'public',
    signIn: true,
    idempotent: false,
    revokes: true,
    summary: 'Set a new password by reset token; ends all sessions',
    body: z.strictObject({ resetToken: z.string().min(1).max(4_096), newPassword: password }),
    handle: ({ body, client }) => users.resetPassword({ ...body, client: { ...client, deviceToken: '' } }, SIGN_IN),
  }),
  operation({
    method: 'POST',
    path: '/v1/users/me/email-confirmations',
    tag,
    access: 'signed-in',
    idempotent: false,
    summary: 'Mail yourself a link that confirms your address; at most five an hour are sent',
    status: 202,
    handle: () => users.requestEmailConfirmation({}),
  }),
  operation({
    method: 'POST',
    path: '/v1/email-confirmations/confirm',
    tag,
    access: 'public',
    signIn: true,
    idempotent: false,
    summary: 'Confirm an address by mailed token',
    body: z.strictObject({ confirmationToken: text(1, 2_048) }),
    handle: ({ body }) => users.confirmEmail(body),
  }),
  operation({
    method: 'GET',
    path: '/v1/users/me',
    tag,
    access: 'signed-in',
    summary: 'Your account',
    answer: user,
    handle: async () => (await users.getUserProfile({ userId: '' })).user,
  }),
  operation({
    method: 'PATCH',
    path: '/v1/users/me',
    tag,
    access: 'signed-in',
    summary: 'Change your name or language',
    body: z.strictObject({
      displayName: text(1, 80).optional(),
      language: z.string().min(2).max(35).optional(),
    }),
    answer: user,
    handle: async ({ body, requestId }) => (await users.updateUserProfile({ ...body, requestId })).user,
  }),
  operation({
    method: 'GET',
    path: '/v1/users/me/sessions',
    tag,
    access: 'signed-in',
    summary: 'Where you are signed in, the last used first',
    answer: list(sessionSummary),
    handle: async ({ caller }) => {
      const { sessions } = await users.listSessions({});
      return { items: sessions.map((each) => ({ ...each, isCurrent: each.sessionId === caller?.sessionId })) };
    },
  }),
  operation({
    method: 'DELETE',
    path: '/v1/users/me/sessions',
    tag,
    access: 'signed-in',
    idempotent: false,
    revokes: true,
    summary: 'End all your other sessions; devices known at sign-in are forgotten',
    handle: ({ caller }) => users.endOtherSessions({ keepSessionId: caller?.sessionId ?? '' }),
  }),
  operation({
    method: 'DELETE',
    path: '/v1/users/me/sessions/:sessionId',
    tag,
    access: 'signed-in',
    idempotent: false,
    revokes: true,
    summary: 'End one of your sessions; its access tokens stop within a minute',
    params: uuidParam('sessionId'),
    handle: ({ params }) => users.endSession(params),
  }),
  operation({
    method: 'GET',
    path: '/v1/users/:userId',
    tag,
    access: ['operator'],
    summary: 'An account',
    params: uuidParam('userId'),
    answer: user,
    handle: async ({ params }) => (await users.getUserProfile(params)).user,
  }),
  operation({
    method: 'PUT',
    path: '/v1/users/:userId/roles',
    tag,
    access: ['operator'],
    revokes: true,
    summary: 'Replace the roles of an account',
    params: uuidParam('userId'),
    body: z.strictObject({ roles: z.array(role.input).min(1).max(3) }),
    answer: user,
    handle: async ({ params, body, requestId }) => (await users.setUserRole({ ...params, ...body, requestId })).user,
  }),
  operation({
    method: 'POST',
    path: '/v1/signing-keys',
    tag,
    access: ['operator'],
    status: 201,
    idempotent: false,
    summary: 'Change the key that signs access tokens; nobody is signed out',
    answer: z.object({
      keyId: z.string().describe('`kid` in the set of keys.'),
      signTime: time.describe('When it begins to sign: it is published before.'),
    }),
    handle: () => users.rotateSigningKeys({}),
  }),
];
