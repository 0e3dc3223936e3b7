// Who may call an RPC, written above the controller's method: `@AllowRoles('operator')`, `@SignedIn()` or `@AllowAnybody()`.
//
// Which services may call it, and for whom, is declared in `service.json` and checked before (`access.ts`). What depends on the
// request itself, such as "only the driver's own position", is checked by the method.
import type { Metadata } from '@grpc/grpc-js';
import { requireRole, type Role } from '@lastmile/auth';
import { applyDecorators, SetMetadata, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { callerOf } from './metadata.js';

/** `anybody` needs no caller, `signed in` needs one, a list needs one with any of these roles. */
export type Allowed = 'anybody' | 'signed in' | readonly Role[];

const ALLOWED = Symbol('lastmile: who may call this method');

/**
 * Callers with any of these roles; a service that calls for itself always passes. Name `service` alone for what no person may
 * do. Others get permission_denied, and unauthenticated CALLER_MISSING without a caller.
 */
export const AllowRoles = (...roles: readonly [Role, ...Role[]]): MethodDecorator => allow(roles);

/** Every person who is signed in, and services that call for themselves. Others get unauthenticated CALLER_MISSING. */
export const SignedIn = (): MethodDecorator => allow('signed in');

/** Everybody, also without a caller. */
export const AllowAnybody = (): MethodDecorator => SetMetadata(ALLOWED, 'anybody' satisfies Allowed);

/** What is written above a controller's method; undefined when nothing is. */
export const allowedOf = (method: object): Allowed | undefined =>
  Reflect.getMetadata(ALLOWED, method) as Allowed | undefined;

function allow(allowed: 'signed in' | readonly Role[]): MethodDecorator {
  return applyDecorators(SetMetadata(ALLOWED, allowed), UseGuards(new CallerGuard(allowed)));
}

/** Nest runs it before the method, for all four kinds of RPC. */
class CallerGuard implements CanActivate {
  constructor(private readonly allowed: 'signed in' | readonly Role[]) {}

  /** @throws DomainError unauthenticated CALLER_MISSING, permission_denied */
  canActivate(context: ExecutionContext): boolean {
    const caller = callerOf(context.switchToRpc().getContext<Metadata>());
    if (this.allowed !== 'signed in') requireRole(caller, ...this.allowed);
    return true;
  }
}
