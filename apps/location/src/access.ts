// Whose position a caller may write and see. Riders see a car through the gateway, which checks their trip and calls as
// a service.
import { requireRole, type Caller } from '@lastmile/auth';
import { permissionDenied } from '@lastmile/errors';

/** Drivers may only write their own position; operators may write none. @throws DomainError permission_denied */
export function requireOwnDriver(caller: Caller, driverId: string): void {
  requireRole(caller, 'driver');
  if (caller.roles.includes('service') || caller.userId === driverId) return;
  throw permissionDenied('a driver sends its own position only');
}

/** Operators and services see all drivers, drivers only themselves. @throws DomainError permission_denied */
export function requireSight(caller: Caller, driverIds: readonly string[]): void {
  const own = caller.roles.includes('driver') && driverIds.every((driverId) => driverId === caller.userId);
  if (!own) requireRole(caller, 'operator');
}
