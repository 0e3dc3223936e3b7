// Whether a person may drive. Pure. Invariants: nobody drives until an operator, or the deployment's setting, has
// approved exactly the name and plate that riders are shown; only an operator ends a suspension; the version grows by
// one with each change.
import { failedPrecondition } from '@lastmile/errors';
import type { Driver, DriverStatus, Vehicle } from '../driver.types.js';

export interface Profile {
  readonly driverId: string;
  readonly name: string;
  readonly vehicle: Vehicle;
}

/** Creates a profile, or updates a known one. */
export function registerDriver(known: Driver | undefined, profile: Profile, approvesAlone: boolean, now: Date): Driver {
  const fresh: DriverStatus = approvesAlone ? 'approved' : 'pending';
  if (!known) return { ...profile, createTime: now, status: fresh, statusReason: '', statusTime: now, version: 1 };
  const isOther = profile.name !== known.name || profile.vehicle.plate !== known.vehicle.plate;
  const next = { ...known, ...profile, version: known.version + 1 };
  if (!isOther || known.status !== 'approved' || fresh === 'approved') return next;
  return { ...next, status: fresh, statusTime: now };
}

/** Applies an operator's decision. The same decision again changes nothing. */
export function review(driver: Driver, status: 'approved' | 'suspended', reason: string, now: Date): Driver {
  const statusReason = status === 'suspended' ? reason : '';
  if (driver.status === status && driver.statusReason === statusReason) return driver;
  return { ...driver, status, statusReason, statusTime: now, version: driver.version + 1 };
}

/** @throws DomainError failed_precondition DRIVER_NOT_APPROVED */
export function requireApproved({ status, statusReason }: Driver): void {
  if (status === 'approved') return;
  const message = status === 'pending' ? 'an operator has to approve you first' : 'you are suspended';
  throw failedPrecondition('DRIVER_NOT_APPROVED', message, { status, reason: statusReason });
}
