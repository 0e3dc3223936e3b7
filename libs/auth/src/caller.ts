// Who is behind a request, and the two checks every service makes about it.
import { permissionDenied } from '@lastmile/errors';

export const ROLES = ['rider', 'driver', 'operator', 'service'] as const;
/** `service` is one of our own processes acting by itself; it is never in a person's token. */
export type Role = (typeof ROLES)[number];

export interface Caller {
  /** One person, one id, as rider and as driver. For a service acting by itself `service:<name>`. */
  readonly userId: string;
  readonly roles: readonly Role[];
  /** The process that made the call, as its own token proves. */
  readonly service?: string;
  /** The person's own token, which goes along with every call that is made for them. A secret: never logged or stored. */
  readonly accessToken?: string;
}

/** The caller for work nobody asked for, such as a timer: `asService('location')`. */
export const asService = (name: string): Caller => ({ userId: `service:${name}`, roles: ['service'], service: name });

/** Passes when the caller has any of `roles`; a service always passes. Throws permission_denied. */
export function requireRole(caller: Caller, ...roles: Role[]): void {
  if (caller.roles.some((role) => role === 'service' || roles.includes(role))) return;
  throw permissionDenied(`only for ${roles.join(' or ')}`);
}

/** Whether the caller may read what belongs to anybody: an operator or a service. */
export const seesAll = (caller: Caller): boolean =>
  caller.roles.includes('operator') || caller.roles.includes('service');

/** Passes when the caller is that person, an operator or a service. Throws permission_denied. */
export function requireSelf(caller: Caller, userId: string): void {
  if (caller.userId === userId || seesAll(caller)) return;
  throw permissionDenied('this belongs to somebody else');
}

/** The known roles among untrusted values, `service` excluded: no token may claim to be one of our processes. */
export const personRoles = (values: unknown): Role[] =>
  Array.isArray(values) ? ROLES.filter((role) => role !== 'service' && values.includes(role)) : [];
