// A table of bad requests for every RPC: the right code, the field named, nothing changed.
import { randomUUID } from 'node:crypto';
import { Role, UserServiceService } from '@lastmile/contracts';
import { asService, type Caller } from '@lastmile/auth';
import type { DomainError } from '@lastmile/errors';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { startUser, toldEvents, type RunningUserService } from './start-user.js';

type Method = keyof typeof UserServiceService;
interface Refused {
  readonly kind: string;
  readonly reason: string;
  readonly field?: string;
}

let db: TestDatabase;
let service: RunningUserService;
let rider: Caller;
let before: string;
let jobsBefore: string[];

beforeAll(async () => {
  db = await testDatabase('user');
  service = await startUser(db);
  const { user } = await service.client.registerUser(good.registerUser);
  rider = { userId: user!.userId, roles: ['rider'] };
  before = await everything();
  jobsBefore = await jobs();
});
afterAll(async () => {
  await service?.stop();
  await db?.close();
});

const good = {
  registerUser: {
    requestId: 'first',
    email: 'ana@example.com',
    password: 'correct horse',
    displayName: 'Ana',
    language: 'en',
    roles: [],
  },
  loginUser: { email: 'ana@example.com', password: 'correct horse' },
  resetPassword: { resetToken: 'x', newPassword: 'correct horse' },
  checkSession: { userId: randomUUID(), sessionId: randomUUID(), issueTime: new Date() },
  listAuditEntries: { actorId: '', subjectId: '', action: '', pageSize: 0, pageToken: '' },
  listRevocations: { pageSize: 0, pageToken: '' },
  setUserRole: { requestId: 'r', userId: randomUUID(), roles: [Role.ROLE_RIDER] },
};
const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
const field = (name: string): Refused => ({ kind: 'invalid_argument', reason: 'INVALID_FIELD', field: name });
const undeclared: Refused = { kind: 'permission_denied', reason: 'CALLER_NOT_DECLARED' };
const tooWeak = (name: string): Refused => ({ kind: 'invalid_argument', reason: 'PASSWORD_TOO_WEAK', field: name });
const nobody: Refused = { kind: 'unauthenticated', reason: 'CALLER_MISSING' };
const notYours: Refused = { kind: 'permission_denied', reason: 'PERMISSION_DENIED' };
const long = (length: number) => 'x'.repeat(length);
const riderIs = () => rider;
const nowhere = { address: '', userAgent: '', deviceToken: '' };

const table: [Method, object, Refused, (() => Caller)?][] = [
  ['registerUser', { ...good.registerUser, requestId: '' }, field('requestId')],
  ['registerUser', { ...good.registerUser, requestId: 'a b' }, field('requestId')],
  ['registerUser', { ...good.registerUser, requestId: long(129) }, field('requestId')],
  ['registerUser', { ...good.registerUser, email: '' }, field('email')],
  ['registerUser', { ...good.registerUser, email: 'ana' }, field('email')],
  ['registerUser', { ...good.registerUser, email: 'a\u0000@example.com' }, field('email')],
  ['registerUser', { ...good.registerUser, email: `${long(250)}@example.com` }, field('email')],
  ['registerUser', { ...good.registerUser, password: 'too short' }, field('password')],
  ['registerUser', { ...good.registerUser, password: long(73) }, field('password')],
  // 25 letters of 3 bytes.
  ['registerUser', { ...good.registerUser, password: '역'.repeat(25) }, field('password')],
  ['registerUser', { ...good.registerUser, password: 'aaaaaaaaaa' }, tooWeak('password')],
  ['registerUser', { ...good.registerUser, password: 'ana@example.com' }, tooWeak('password')],
  ['registerUser', { ...good.registerUser, displayName: '  ' }, field('displayName')],
  ['registerUser', { ...good.registerUser, displayName: long(81) }, field('displayName')],
  ['registerUser', { ...good.registerUser, displayName: 'a\u0000b' }, field('displayName')],
  ['registerUser', { ...good.registerUser, language: 'not a tag' }, field('language')],
  ['registerUser', { ...good.registerUser, language: long(36) }, field('language')],
  ['registerUser', { ...good.registerUser, roles: [Role.ROLE_OPERATOR] }, field('roles')],
  ['registerUser', { ...good.registerUser, roles: [Role.ROLE_UNSPECIFIED] }, field('roles.0')],
  ['registerUser', { ...good.registerUser, roles: [Role.UNRECOGNIZED] }, field('roles.0')],
  [
    'registerUser',
    { ...good.registerUser, displayName: 'Eve' },
    { kind: 'already_exists', reason: 'REQUEST_ID_REUSED' },
  ],
  ['registerUser', { ...good.registerUser, requestId: 'other' }, { kind: 'already_exists', reason: 'EMAIL_TAKEN' }],
  ['loginUser', { ...good.loginUser, email: 'ana' }, field('email')],
  ['loginUser', { ...good.loginUser, password: '' }, field('password')],
  ['loginUser', { ...good.loginUser, password: long(201) }, field('password')],
  ['loginUser', { ...good.loginUser, client: { ...nowhere, address: long(65) } }, field('client.address')],
  ['loginUser', { ...good.loginUser, client: { ...nowhere, deviceToken: long(201) } }, field('client.deviceToken')],
  ['refreshSession', { refreshToken: '' }, field('refreshToken')],
  ['refreshSession', { refreshToken: long(2049) }, field('refreshToken')],
  ['refreshSession', { refreshToken: '\u0000' }, { kind: 'unauthenticated', reason: 'SESSION_EXPIRED' }],
  ['logoutUser', { refreshToken: '' }, field('refreshToken')],
  ['logoutUser', { refreshToken: long(2049) }, field('refreshToken')],
  ['requestPasswordReset', { email: 'ana' }, field('email')],
  ['resetPassword', { ...good.resetPassword, resetToken: '' }, field('resetToken')],
  ['resetPassword', { ...good.resetPassword, newPassword: 'too short' }, field('newPassword')],
  ['resetPassword', { ...good.resetPassword, newPassword: 'password12' }, tooWeak('newPassword')],
  ['requestEmailConfirmation', {}, nobody],
  ['requestEmailConfirmation', {}, undeclared, () => asService('trip')],
  ['confirmEmail', { confirmationToken: '' }, field('confirmationToken')],
  ['confirmEmail', { confirmationToken: 'x' }, { kind: 'failed_precondition', reason: 'CONFIRMATION_TOKEN_INVALID' }],
  ['resetPassword', good.resetPassword, { kind: 'failed_precondition', reason: 'RESET_TOKEN_INVALID' }],
  ['getUserProfile', { userId: '' }, nobody],
  ['getUserProfile', { userId: 'me' }, field('userId'), riderIs],
  ['getUserProfile', { userId: '' }, undeclared, () => asService('trip')],
  ['getUserProfile', { userId: operator.userId }, { kind: 'not_found', reason: 'USER_NOT_FOUND' }, riderIs],
  ['updateUserProfile', { requestId: 'u', displayName: 'Eve' }, nobody],
  ['updateUserProfile', { requestId: '', displayName: 'Eve' }, field('requestId'), riderIs],
  ['updateUserProfile', { requestId: 'u', displayName: '' }, field('displayName'), riderIs],
  ['updateUserProfile', { requestId: 'u', language: '' }, field('language'), riderIs],
  ['updateUserProfile', { requestId: 'u', language: 'e' }, field('language'), riderIs],
  ['updateUserProfile', { requestId: 'u', displayName: 'Eve' }, undeclared, () => asService('trip')],
  [
    'updateUserProfile',
    { requestId: 'u', displayName: 'Eve' },
    { kind: 'not_found', reason: 'USER_NOT_FOUND' },
    () => operator,
  ],
  ['listSessions', {}, nobody],
  ['listSessions', {}, undeclared, () => asService('trip')],
  ['endSession', { sessionId: randomUUID() }, nobody],
  ['endSession', { sessionId: 'this one' }, field('sessionId'), riderIs],
  ['endSession', { sessionId: randomUUID() }, { kind: 'not_found', reason: 'SESSION_NOT_FOUND' }, riderIs],
  ['endOtherSessions', { keepSessionId: randomUUID() }, nobody],
  ['endOtherSessions', { keepSessionId: '' }, field('keepSessionId'), riderIs],
  ['checkSession', good.checkSession, nobody],
  ['checkSession', good.checkSession, undeclared, () => operator],
  ['checkSession', { ...good.checkSession, userId: 'me' }, field('userId'), () => asService('gateway')],
  ['checkSession', { ...good.checkSession, sessionId: long(129) }, field('sessionId'), () => asService('gateway')],
  ['checkSession', { ...good.checkSession, issueTime: undefined }, field('issueTime'), () => asService('gateway')],
  [
    'checkSession',
    good.checkSession,
    { kind: 'unauthenticated', reason: 'SESSION_REVOKED' },
    () => asService('gateway'),
  ],
  ['listRevocations', good.listRevocations, nobody],
  ['listRevocations', good.listRevocations, undeclared, () => operator],
  [
    'listRevocations',
    { ...good.listRevocations, sinceTime: new Date(0) },
    field('sinceTime'),
    () => asService('gateway'),
  ],
  ['listRevocations', { ...good.listRevocations, pageSize: -1 }, field('pageSize'), () => asService('gateway')],
  ['listRevocations', { ...good.listRevocations, pageToken: 'x' }, field('pageToken'), () => asService('gateway')],
  ['rotateSigningKeys', {}, nobody],
  ['rotateSigningKeys', {}, notYours, riderIs],
  ['listAuditEntries', good.listAuditEntries, nobody],
  ['listAuditEntries', good.listAuditEntries, notYours, riderIs],
  ['listAuditEntries', { ...good.listAuditEntries, actorId: 'me' }, field('actorId'), () => operator],
  ['listAuditEntries', { ...good.listAuditEntries, subjectId: long(251) }, field('subjectId'), () => operator],
  ['listAuditEntries', { ...good.listAuditEntries, pageSize: -1 }, field('pageSize'), () => operator],
  ['listAuditEntries', { ...good.listAuditEntries, pageToken: 'x' }, field('pageToken'), () => operator],
  ['eraseUser', { requestId: 'e', userId: '', password: 'x' }, nobody],
  ['eraseUser', { requestId: '', userId: '', password: 'x' }, field('requestId'), () => operator],
  ['eraseUser', { requestId: 'e', userId: '1', password: '' }, field('userId'), () => operator],
  ['eraseUser', { requestId: 'e', userId: '', password: 'x'.repeat(201) }, field('password'), () => operator],
  ['eraseUser', { requestId: 'e', userId: '', password: 'x', code: long(65) }, field('code'), () => operator],
  ['eraseUser', { requestId: 'e', userId: good.setUserRole.userId, password: '' }, notYours, riderIs],
  [
    'eraseUser',
    { requestId: 'e', userId: good.setUserRole.userId, password: '' },
    { kind: 'not_found', reason: 'USER_NOT_FOUND' },
    () => operator,
  ],
  ['setUserRole', good.setUserRole, nobody],
  ['setUserRole', good.setUserRole, notYours, riderIs],
  ['setUserRole', { ...good.setUserRole, requestId: '' }, field('requestId'), () => operator],
  ['setUserRole', { ...good.setUserRole, userId: '1' }, field('userId'), () => operator],
  ['setUserRole', { ...good.setUserRole, roles: [] }, field('roles'), () => operator],
  ['setUserRole', { ...good.setUserRole, roles: [Role.ROLE_UNSPECIFIED] }, field('roles.0'), () => operator],
  ['setUserRole', good.setUserRole, { kind: 'not_found', reason: 'USER_NOT_FOUND' }, () => operator],
];

const rows = table.map(
  ([method, request, expected, caller = () => undefined]) => [method, request, expected, caller] as const,
);

it.each(rows)('%s %j is refused: %j', async (method, request, expected, caller) => {
  const call = service.client[method] as (request: object, options: object) => Promise<unknown>;
  const error = (await call(request, { caller: caller() }).then(
    () => undefined,
    (caught: unknown) => caught,
  )) as DomainError;
  const { kind, reason, metadata } = error;
  expect({ kind, reason, field: metadata.field }).toEqual({ field: undefined, ...expected });
  expect(await everything()).toBe(before);
  expect(jobsBefore).toEqual(expect.arrayContaining(await jobs()));
});

it('has a line for every RPC that takes anything', () => {
  const covered = new Set(table.map(([method]) => method));
  expect(Object.keys(UserServiceService).filter((method) => !covered.has(method as Method))).toEqual([
    'getJsonWebKeySet',
  ]);
});

/** Jobs that are no events, such as the mail to a new address: none may be added, and they end by themselves. */
const jobs = async (): Promise<string[]> =>
  (await toldEvents(db)).filter(({ type }) => type === null).map(({ data }) => JSON.stringify(data));

/**
 * All else that a bad request could have changed, as text. Attempts to sign in are meant to be counted, and refusals to stand in
 * the log of operators.
 */
async function everything(): Promise<string> {
  const rows = await db.admin<{ text: string }>(
    `SELECT concat_ws(' ',
       (SELECT json_agg(u ORDER BY user_id) FROM "user".users u), (SELECT json_agg(c) FROM "user".credentials c),
       (SELECT json_agg(r) FROM "user".requests r), (SELECT json_agg(p) FROM "user".password_resets p),
       (SELECT json_agg(f) FROM "user".session_families f)) AS text`,
  );
  const told = (await toldEvents(db)).filter(({ type }) => type !== null && type !== 'user.operator_acted');
  return rows[0]!.text + JSON.stringify(told);
}
