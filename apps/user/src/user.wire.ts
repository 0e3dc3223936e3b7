// Requests as the contract allows them, answers as it describes them.
import { Role, type Session as WireSession, type User as WireUser } from '@lastmile/contracts';
import { requestId, text, uuid } from '@lastmile/grpc';
import { z } from 'zod';
import type { Session } from './identity/identity-provider.js';
import type { User, UserRole } from './user.types.js';

const WIRE_ROLE: Record<UserRole, Role> = {
  rider: Role.ROLE_RIDER,
  driver: Role.ROLE_DRIVER,
  operator: Role.ROLE_OPERATOR,
};

const email = z.string().trim().toLowerCase().max(254).pipe(z.email('must be an e-mail address'));
const newPassword = z.string().min(10).max(200);
const token = z.string().min(1, 'must be given').max(2048);
const displayName = text(80);
const language = z.string().max(35).transform(canonicalLanguage);

const role = z.enum(Role, 'must be a role').transform((wire, context): UserRole => {
  const known = (Object.keys(WIRE_ROLE) as UserRole[]).find((name) => WIRE_ROLE[name] === wire);
  if (known) return known;
  context.addIssue({ code: 'custom', message: 'must be a role' });
  return z.NEVER;
});

export const registerUserRequest = z.object({
  requestId,
  email,
  password: newPassword,
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

/** A wrong password of any length is a wrong password; the limit only keeps hashing cheap. */
export const loginUserRequest = z.object({ email, password: z.string().min(1, 'must be given').max(200) });
export const refreshTokenRequest = z.object({ refreshToken: token });
export const emailRequest = z.object({ email });
export const resetPasswordRequest = z.object({ resetToken: token, newPassword });
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

export const toWireUser = (user: User): WireUser => ({ ...user, roles: user.roles.map((name) => WIRE_ROLE[name]) });

export const toWireSession = (session: Session): WireSession => ({ ...session });

export const toWireUserSession = ({
  user,
  session,
}: {
  user: User;
  session: Session;
}): { user: WireUser; session: WireSession } => ({
  user: toWireUser(user),
  session: toWireSession(session),
});

/** `pt-br` becomes `pt-BR`; refuses what is no BCP 47 tag. */
function canonicalLanguage(tag: string, context: z.RefinementCtx): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical) return canonical;
  } catch {
    // Not a tag: refused below.
  }
  context.addIssue({ code: 'custom', message: 'must be a BCP 47 language tag' });
  return z.NEVER;
}
