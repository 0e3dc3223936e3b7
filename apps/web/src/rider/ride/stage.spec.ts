import type { Ride } from '../../api/client';
import { canCancel, hasCar, isWaitingAgain, isEnded, STAGES, stageOf } from './stage';

const ride = (status: Ride['status'], tripId?: string) => ({ status, tripId }) as Ride;
const way = ['waiting', 'offered', 'scheduled', 'arrived', 'active', 'completed'] as const;

describe('the stages of a ride', () => {
  it('only go forward on the way from the request to the arrival, and visit all', () => {
    const places = way.map((status) => STAGES.indexOf(stageOf(status)!));
    expect(places).toEqual([...places].sort());
    expect(new Set(places).size).toBe(STAGES.length);
  });

  it.each(['cancelled', 'expired', 'no_show'] as const)('%s is an end without arriving', (status) => {
    expect(stageOf(status)).toBeUndefined();
    expect(isEnded(ride(status))).toBe(true);
  });

  it('cancelling is offered exactly before boarding', () => {
    expect(way.filter((status) => canCancel(ride(status)))).toEqual(['waiting', 'offered', 'scheduled', 'arrived']);
  });

  it('the car is seen from the match to the drop-off', () => {
    expect(way.filter((status) => hasCar(ride(status)))).toEqual(['scheduled', 'arrived', 'active']);
  });

  it('says that a driver was lost, only while there is no other', () => {
    expect(isWaitingAgain(ride('waiting', 't1'))).toBe(true);
    expect(isWaitingAgain(ride('waiting'))).toBe(false);
    expect(isWaitingAgain(ride('offered', 't2'))).toBe(false);
  });
});
