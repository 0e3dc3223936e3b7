// Who may call an RPC, written above the controller's method: `@AllowRoles('operator')`, `@SignedIn()` or `@AllowAnybody()`.
//
// `service.json` declares which services may call it, and on whose behalf; that is checked earlier (`access.ts`). Rules
// that depend on the request itself, such as "only the driver's own position", are checked by the method.
import type { Metadata } from '@grpc/grpc-js';
import { requireRole, type Role } from '@lastmile/auth';
import { applyDecorators, SetMetadata, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { callerOf } from './metadata.js';

/** `anybody` needs no caller, `signed in` needs one, and a list needs a caller with one of its roles. */
export type Allowed = 'anybody' | 'signed in' | readonly Role[];

const ALLOWED = Symbol('lastmile: who may call this method');

/**
 * Allows callers with any of these roles; a service that calls as itself is always allowed. Use `service` alone for
 * RPCs that no person may call. Others get permission_denied, or unauthenticated CALLER_MISSING without a caller.
 */
export const AllowRoles = (...roles: readonly [Role, ...Role[]]): MethodDecorator => allow(roles);

/** Allows every signed-in person, and services that call as themselves. Others get unauthenticated CALLER_MISSING. */
export const SignedIn = (): MethodDecorator => allow('signed in');

/** Allows everybody, also without a caller. */
export const AllowAnybody = (): MethodDecorator => SetMetadata(ALLOWED, 'anybody' satisfies Allowed);

/** The decorator's value of a controller's method; undefined without a decorator. */
export const allowedOf = (method: object): Allowed | undefined =>
  Reflect.getMetadata(ALLOWED, method) as Allowed | undefined;

function allow(allowed: 'signed in' | readonly Role[]): MethodDecorator {
  return applyDecorators(SetMetadata(ALLOWED, allowed), UseGuards(new CallerGuard(allowed)));
}

/** Nest runs this guard before the method, for all four kinds of RPC. */
class CallerGuard implements CanActivate {
  constructor(private readonly allowed: 'signed in' | readonly Role[]) {}

  /** @throws DomainError unauthenticated CALLER_MISSING, permission_denied */
  canActivate(context: ExecutionContext): boolean {
    const caller = callerOf(context.switchToRpc().getContext<Metadata>());
    if (this.allowed !== 'signed in') requireRole(caller, ...this.allowed);
    return true;
  }
}
