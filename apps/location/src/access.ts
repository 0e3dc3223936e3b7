// Whose position a caller may write and see. Riders see a car through the gateway, which knows their trip and asks as a
// service for them.
import { requireRole, type Caller } from '@lastmile/auth';
import { permissionDenied } from '@lastmile/errors';

/** A driver writes its own position only; operators write none. @throws DomainError permission_denied */
export function requireOwnDriver(caller: Caller, driverId: string): void {
  requireRole(caller, 'driver');
  if (caller.roles.includes('service') || caller.userId === driverId) return;
  throw permissionDenied('a driver sends its own position only');
}

/** Operators and services see all, drivers themselves. @throws DomainError permission_denied */
export function requireSight(caller: Caller, driverIds: readonly string[]): void {
  const own = caller.roles.includes('driver') && driverIds.every((driverId) => driverId === caller.userId);
  if (!own) requireRole(caller, 'operator');
}
