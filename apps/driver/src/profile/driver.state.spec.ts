// Who may drive, and how a changed profile affects it.
import { registerDriver, requireApproved, review } from './driver.state.js';
import type { Driver } from '../driver.types.js';

const [NOW, LATER] = [new Date('2026-09-23T12:00:00Z'), new Date('2026-09-23T13:00:00Z')];
const vehicle = { plate: 'T 123', description: 'grey van', seats: 4, wheelchairPlaces: 1 };
const profile = { driverId: 'd', name: 'Dora', vehicle };
const fresh = (approvesAlone = false): Driver => registerDriver(undefined, profile, approvesAlone, NOW);
const approved = (): Driver => review(fresh(), 'approved', '', NOW);
const suspended = (): Driver => review(approved(), 'suspended', 'complaints', NOW);
const refusal = (status: string, reason: string) =>
  expect.objectContaining({ reason: 'DRIVER_NOT_APPROVED', metadata: { status, reason } }) as Error;

test('a new driver waits for an operator, unless the deployment approves by itself', () => {
  expect(() => requireApproved(fresh())).toThrow(refusal('pending', ''));
  expect(() => requireApproved(fresh(true))).not.toThrow();
  expect(() => requireApproved(approved())).not.toThrow();
  expect(() => requireApproved(suspended())).toThrow(refusal('suspended', 'complaints'));
});

test.each([
  ['another name', { ...profile, name: 'Eve' }],
  ['another plate', { ...profile, vehicle: { ...vehicle, plate: 'X 1' } }],
])('%s has to be approved anew', (_what, changed) => {
  expect(registerDriver(approved(), changed, false, LATER)).toMatchObject({
    status: 'pending',
    statusTime: LATER,
    version: 3,
  });
  expect(registerDriver(approved(), changed, true, LATER).status).toBe('approved');
  for (const alone of [false, true]) {
    const still = registerDriver(suspended(), changed, alone, LATER);
    expect(still).toMatchObject({ status: 'suspended', statusReason: 'complaints', statusTime: NOW });
  }
  expect(registerDriver(fresh(), changed, true, LATER).status).toBe('pending');
});

test('seats and description are the driver’s own affair', () => {
  const changed = { ...profile, vehicle: { ...vehicle, seats: 2, description: 'red van' } };
  expect(registerDriver(approved(), changed, false, LATER)).toMatchObject({
    status: 'approved',
    vehicle: changed.vehicle,
  });
});

test('the same decision again changes nothing, another reason does', () => {
  expect(review(approved(), 'approved', '', LATER)).toEqual(approved());
  expect(review(suspended(), 'suspended', 'complaints', LATER)).toEqual(suspended());
  expect(review(suspended(), 'suspended', 'stolen plate', LATER)).toMatchObject({
    statusReason: 'stolen plate',
    version: 4,
  });
  expect(review(suspended(), 'approved', '', LATER)).toMatchObject({
    status: 'approved',
    statusReason: '',
    version: 4,
  });
});
