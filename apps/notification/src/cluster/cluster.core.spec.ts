// Which changes of a namespace become events.
import fc from 'fast-check';
import { changesSince, NOTHING_SEEN } from './cluster.core.js';
import type { Autoscaler, ClusterEvent, ClusterState, Deployment, Observation, Pod } from './cluster.types.js';
import { CALM_SECONDS, NOT_READY_SECONDS } from './pod.core.js';

const START = new Date('2026-11-21T08:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

const autoscaler = (desired: number, seconds = 0, more: Partial<Autoscaler> = {}): Observation => ({
  autoscalers: [{ uid: 'h', service: 'matching', maximum: 8, desired, lastScaleTime: after(seconds), ...more }],
  pods: [],
  deployments: [],
});
const pod = (more: Partial<Pod> = {}): Observation => ({
  autoscalers: [],
  pods: [
    {
      uid: 'p',
      name: 'trip-1',
      service: 'trip',
      isReady: true,
      since: START,
      restarts: 0,
      isCrashLooping: false,
      reason: '',
      ...more,
    },
  ],
  deployments: [],
});
const deployment = (more: Partial<Deployment> = {}): Observation => ({
  autoscalers: [],
  pods: [],
  deployments: [
    { uid: 'd', service: 'trip', desired: 2, ready: 2, revision: '1', isComplete: true, isStuck: false, ...more },
  ],
});
const NOTHING: Observation = { autoscalers: [], pods: [], deployments: [] };

/** All events of successive observations, which are a second apart or at their given times. */
function told(...seen: (Observation | [Observation, number])[]): ClusterEvent[] {
  let state: ClusterState = NOTHING_SEEN;
  return seen.flatMap((each, i) => {
    const [observation, seconds] = Array.isArray(each) ? each : [each, i];
    const changes = changesSince(state, observation, after(seconds));
    state = changes.state;
    return [...changes.events];
  });
}
const kinds = (...seen: Parameters<typeof told>) => told(...seen).map(({ kind }) => kind);

describe('an autoscaler', () => {
  it('scales up, reaches its maximum, leaves it and scales down', () => {
    const events = told(autoscaler(1), autoscaler(4, 1), autoscaler(8, 2), autoscaler(7, 3));
    expect(events.map(({ kind, facts }) => [kind, facts.from, facts.to])).toEqual([
      ['scaled_up', '1', '4'],
      ['scaled_up', '4', '8'],
      ['at_maximum', undefined, undefined],
      ['scaled_down', '8', '7'],
      ['below_maximum', undefined, undefined],
    ]);
    expect(events.map(({ time }) => time)).toEqual([1, 2, 2, 3, 3].map(after));
  });

  it('has scaled nothing when it is seen for the first time, but is told to be at its maximum', () => {
    expect(kinds(autoscaler(5))).toEqual([]);
    expect(kinds(autoscaler(8))).toEqual(['at_maximum']);
  });

  it('has decided nothing before its first look', () => {
    const fresh = autoscaler(1, 0, { desired: undefined, lastScaleTime: undefined });
    expect(kinds(fresh, autoscaler(3, 1), autoscaler(4, 2))).toEqual(['scaled_up']);
  });

  it('is at its maximum when the maximum comes down to it', () => {
    expect(kinds(autoscaler(4), autoscaler(4, 0, { maximum: 4 }))).toEqual(['at_maximum']);
  });
});

describe('a pod', () => {
  const looping = (restarts: number) => pod({ isReady: false, restarts, isCrashLooping: true, reason: 'Error' });
  const starting = (restarts: number) => pod({ isReady: false, restarts, since: after(2) });

  it('is in one crash loop, however often it comes up in between', () => {
    const events = told(pod(), looping(3), starting(4), looping(4), [starting(5), NOT_READY_SECONDS + 60]);
    expect(events.map(({ kind, facts }) => [kind, facts.restarts])).toEqual([
      ['pod_restarted', '3'],
      ['crash_loop', '3'],
      ['pod_restarted', '4'],
      ['pod_restarted', '5'],
    ]);
    expect(events[1]).toMatchObject({ pod: 'trip-1', service: 'trip', facts: { reason: 'Error' } });
  });

  it('has left the loop once it has been ready for a while', () => {
    const calm = pod({ restarts: 3, since: after(10) });
    expect(kinds(looping(3), [calm, CALM_SECONDS + 9])).toEqual(['crash_loop']);
    expect(kinds(looping(3), [calm, CALM_SECONDS + 10])).toEqual(['crash_loop', 'crash_loop_over']);
  });

  it('is overdue when nothing changes for a while, once, and back when it is ready', () => {
    const waiting = pod({ isReady: false, reason: 'ImagePullBackOff' });
    expect(kinds(waiting, [waiting, NOT_READY_SECONDS - 1])).toEqual([]);
    const events = told(
      waiting,
      [waiting, NOT_READY_SECONDS],
      [waiting, NOT_READY_SECONDS + 60],
      [pod({ since: after(200) }), 201],
    );
    expect(events.map(({ kind }) => kind)).toEqual(['pod_not_ready', 'pod_ready']);
    expect(events[0]!.facts).toEqual({ minutes: '2', reason: 'ImagePullBackOff' });
    expect(events[1]!.time).toEqual(after(200));
  });

  it('restarted before our time: no news', () => {
    expect(kinds(pod({ restarts: 7 }))).toEqual([]);
  });
});

describe('a Deployment', () => {
  const rolling = deployment({ revision: '2', isComplete: false });

  it('rolls out', () => {
    expect(kinds(deployment(), rolling, deployment({ revision: '2' }))).toEqual([
      'rollout_started',
      'rollout_finished',
    ]);
  });

  it('is stuck once, and finished after all', () => {
    const stuck = deployment({ revision: '2', isComplete: false, isStuck: true });
    const events = kinds(deployment(), rolling, stuck, stuck, deployment({ revision: '2' }));
    expect(events).toEqual(['rollout_started', 'rollout_stuck', 'rollout_finished']);
    expect(kinds(stuck)).toEqual(['rollout_stuck']);
  });

  it('does not roll out when it scales, or gets its first revision', () => {
    expect(kinds(deployment(), deployment({ desired: 5, isComplete: false }))).toEqual([]);
    expect(kinds(deployment({ revision: undefined, isComplete: false }), deployment())).toEqual([]);
  });

  it('has its replicas counted when they change, to the end', () => {
    const first = changesSince(NOTHING_SEEN, deployment(), START);
    expect(first.counts).toEqual([{ service: 'trip', desired: 2, ready: 2, time: START }]);
    expect(changesSince(first.state, deployment(), after(1)).counts).toEqual([]);
    const second = changesSince(first.state, deployment({ ready: 1 }), after(2));
    expect(second.counts).toEqual([{ service: 'trip', desired: 2, ready: 1, time: after(2) }]);
    expect(changesSince(second.state, NOTHING, after(3)).counts).toEqual([
      { service: 'trip', desired: 0, ready: 0, time: after(3) },
    ]);
    const anew = changesSince(second.state, deployment({ uid: 'e' }), after(4));
    expect(anew.counts).toEqual([{ service: 'trip', desired: 2, ready: 2, time: after(4) }]);
  });
});

const observations = fc.record({
  autoscalers: fc.uniqueArray(
    fc.record({
      uid: fc.constantFrom('h1', 'h2'),
      service: fc.constant('matching'),
      maximum: fc.integer({ min: 1, max: 8 }),
      desired: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
      lastScaleTime: fc.option(fc.integer({ min: 0, max: 900 }).map(after), { nil: undefined }),
    }),
    { selector: ({ uid }) => uid },
  ),
  pods: fc.uniqueArray(
    fc.record({
      uid: fc.constantFrom('p1', 'p2', 'p3'),
      name: fc.constant('trip-1'),
      service: fc.constant('trip'),
      isReady: fc.boolean(),
      since: fc.integer({ min: 0, max: 900 }).map(after),
      restarts: fc.nat(5),
      isCrashLooping: fc.boolean(),
      reason: fc.constant(''),
    }),
    { selector: ({ uid }) => uid },
  ),
  deployments: fc.uniqueArray(
    fc.record({
      uid: fc.constantFrom('d1', 'd2'),
      service: fc.constantFrom('trip', 'rider'),
      desired: fc.nat(4),
      ready: fc.nat(4),
      revision: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
      isComplete: fc.boolean(),
      isStuck: fc.boolean(),
    }),
    { selector: ({ uid }) => uid },
  ),
}) satisfies fc.Arbitrary<Observation>;

it('adds nothing when the same is seen again, also after the state was stored as JSON', () => {
  fc.assert(
    fc.property(fc.array(observations, { minLength: 1 }), fc.nat(2_000), (seen, seconds) => {
      let state = NOTHING_SEEN;
      for (const each of seen) state = changesSince(state, each, after(seconds)).state;
      const stored = JSON.parse(JSON.stringify(state)) as ClusterState;
      const again = changesSince(stored, seen.at(-1)!, after(seconds));
      expect(again).toEqual({ state: stored, events: [], counts: [] });
    }),
  );
});

it('gives one event one id, and two events two', () => {
  fc.assert(
    fc.property(observations, observations, fc.nat(2_000), (one, two, seconds) => {
      const { state } = changesSince(NOTHING_SEEN, one, after(seconds));
      const ids = (now: Date) => changesSince(state, two, now).events.map(({ eventId }) => eventId);
      const here = ids(after(seconds));
      expect(new Set(here).size).toBe(here.length);
      expect(ids(after(seconds))).toEqual(here);
    }),
  );
});
