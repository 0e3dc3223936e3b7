// The caller of a request, and the access checks that every service makes.
import { permissionDenied } from '@lastmile/errors';

export const ROLES = ['rider', 'driver', 'operator', 'service'] as const;
/** `service` is one of our own processes calling as itself; this role is never in a person's token. */
export type Role = (typeof ROLES)[number];

export interface Caller {
  /** A person has the same id as rider and as driver. A service calling as itself has `service:<name>`. */
  readonly userId: string;
  readonly roles: readonly Role[];
  /** The service that made the call, proven by its own token. */
  readonly service?: string;
  /** The person's own token, passed on with every call that is made for them. A secret: never logged or stored. */
  readonly accessToken?: string;
}

/** The caller for work that no request has caused, for example a timer: `asService('location')`. */
export const asService = (name: string): Caller => ({ userId: `service:${name}`, roles: ['service'], service: name });

/** Passes when the caller has any of `roles`; a service always passes. Throws permission_denied. */
export function requireRole(caller: Caller, ...roles: Role[]): void {
  if (caller.roles.some((role) => role === 'service' || roles.includes(role))) return;
  throw permissionDenied(`only for ${roles.join(' or ')}`);
}

/** Whether the caller may read everybody's data: an operator or a service. */
export const seesAll = (caller: Caller): boolean =>
  caller.roles.includes('operator') || caller.roles.includes('service');

/** Passes when the caller is that person, an operator or a service. Throws permission_denied. */
export function requireSelf(caller: Caller, userId: string): void {
  if (caller.userId === userId || seesAll(caller)) return;
  throw permissionDenied('this belongs to somebody else');
}

/** The known roles among untrusted values, without `service`: no token may claim to be one of our processes. */
export const personRoles = (values: unknown): Role[] =>
  Array.isArray(values) ? ROLES.filter((role) => role !== 'service' && values.includes(role)) : [];
