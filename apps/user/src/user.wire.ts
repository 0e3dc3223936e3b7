// Converts accounts, sessions and revocations to contract messages.
import {
  Role,
  type Revocation as WireRevocation,
  type Session as WireSession,
  type User as WireUser,
} from '@lastmile/contracts';
import type { Session } from './identity/identity.types.js';
import type { Revocation } from './revocation.types.js';
import type { User, UserRole } from './user.types.js';

const WIRE_ROLE: Record<UserRole, Role> = {
  rider: Role.ROLE_RIDER,
  driver: Role.ROLE_DRIVER,
  operator: Role.ROLE_OPERATOR,
};

/** Undefined for an unknown role. */
export const toRole = (wire: Role): UserRole | undefined =>
  (Object.keys(WIRE_ROLE) as UserRole[]).find((name) => WIRE_ROLE[name] === wire);

export const toWireUser = (user: User): WireUser => ({ ...user, roles: user.roles.map((name) => WIRE_ROLE[name]) });

export const toWireSession = (session: Session): WireSession => ({ ...session });

export const toWireUserSession = <Rest extends object>({
  user,
  session,
  ...rest
}: {
  user: User;
  session: Session;
} & Rest) => ({ ...rest, user: toWireUser(user), session: toWireSession(session) });

export const toWireRevocation = ({ revocationId: _, sessionId = '', ...rest }: Revocation): WireRevocation => ({
  ...rest,
  sessionId,
});
