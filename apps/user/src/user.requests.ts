// Requests as the contract allows them.
import { Role } from '@lastmile/contracts';
import { instant, itemCount, optionalText, pageSize, requestId, text, uuid } from '@lastmile/grpc';
import { z } from 'zod';
import { password } from './user.config.js';
import type { UserRole } from './user.types.js';
import { toRole } from './user.wire.js';

const email = z.string().trim().toLowerCase().max(254).pipe(z.email('must be an e-mail address'));
const token = z.string().min(1, 'must be given').max(2048);
const displayName = text(80);
const language = z.string().max(35).transform(canonicalLanguage);

const role = z.enum(Role, 'must be a role').transform((wire, context): UserRole => {
  const known = toRole(wire);
  if (known) return known;
  context.addIssue({ code: 'custom', message: 'must be a role' });
  return z.NEVER;
});

/** A password of any length may be wrong; the limit only keeps hashing cheap. */
export const givenPassword = z.string().min(1, 'must be given').max(200);
/** A code of a second factor, as it was entered. */
export const code = z.string().max(64);

/** Undefined: nothing is known. A long User-Agent is cut, not refused. */
export const client = z
  .object({
    address: z.string().max(64),
    userAgent: z.string().transform((name) => name.replace(/[^\x20-\x7e]/g, '').slice(0, 300)),
    deviceToken: z.string().max(200),
  })
  .optional()
  .transform((given) => given ?? { address: '', userAgent: '', deviceToken: '' });

export const registerUserRequest = z.object({
  requestId,
  client,
  email,
  password,
  displayName,
  language: z
    .literal('')
    .transform(() => 'en')
    .or(language),
  roles: z
    .array(role)
    .max(3)
    .refine((roles) => !roles.includes('operator'), 'operator cannot be chosen')
    .transform((roles): UserRole[] => (roles.length > 0 ? roles : ['rider'])),
});

export const loginUserRequest = z.object({ email, password: givenPassword, code: code.default(''), client });
export const refreshRequest = z.object({ refreshToken: token, client });
export const endSessionRequest = z.object({ sessionId: uuid('session') });
export const endOtherSessionsRequest = z.object({ keepSessionId: uuid('session') });
export const checkSessionRequest = z.object({
  userId: uuid('user'),
  sessionId: z.string().max(128),
  accountVersion: z.number().int().optional(),
  issueTime: instant,
});
export const listRevocationsRequest = z.object({
  sinceTime: instant.optional(),
  pageSize: itemCount(1_000, 5_000),
  pageToken: z.string().max(1_000),
});
export const revocationPosition = z.object({ id: z.int(), nextSinceTime: z.coerce.date() });
export const emailRequest = z.object({ email, client });
export const resetPasswordRequest = z.object({ resetToken: token, newPassword: password, client });
export const confirmEmailRequest = z.object({ confirmationToken: token });
export const userIdRequest = z.object({ userId: uuid('user') });

export const updateUserProfileRequest = z.object({
  requestId,
  displayName: displayName.optional(),
  language: language.optional(),
});

export const setUserRoleRequest = z.object({
  requestId,
  userId: uuid('user'),
  roles: z.array(role).min(1, 'must name at least one role').max(3),
});

export const listAuditEntriesRequest = z.object({
  actorId: z.literal('').or(uuid('user')),
  subjectId: optionalText(250),
  action: optionalText(60),
  fromTime: instant.optional(),
  toTime: instant.optional(),
  pageSize,
  pageToken: z.string().max(1_000),
});
export const auditPosition = z.object({ time: z.coerce.date(), id: z.guid() });

/** People need the password to erase their own account, and a code if it has a second factor. */
export const eraseUserRequest = z.object({
  requestId,
  userId: uuid('user'),
  password: z.string().max(200),
  code: code.default(''),
  client,
});

/** `pt-br` becomes `pt-BR`; refuses invalid BCP 47 tags. */
function canonicalLanguage(tag: string, context: z.RefinementCtx): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical) return canonical;
  } catch {
    // Not a valid tag: refused below.
  }
  context.addIssue({ code: 'custom', message: 'must be a BCP 47 language tag' });
  return z.NEVER;
}
