import { cluster, object } from './fixture.js';
import type { K8sObject } from './objects.js';
import { referenceViolations } from './references.js';

const secret = (key: string) => ({ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'secrets', key } } });

describe('referenceViolations', () => {
  it('passes what is right, with a Secret that is made by hand', () => {
    expect(referenceViolations(cluster({ env: [secret('A')] }), { secrets: ['A'] })).toEqual([]);
  });

  it.each([
    [
      'a pod that its workload does not select',
      cluster({ labels: { app: 'trip' } }),
      /Deployment trip: its selector does not match/,
    ],
    [
      'a Service in front of nothing',
      cluster({ service: { selector: { app: 'tripp' } } }),
      /Service trip: its selector matches no pod/,
    ],
    [
      'a policy for pods that do not exist',
      [...cluster(), object('NetworkPolicy', 'deny', { podSelector: { matchLabels: { app: 'gone' } } })],
      /NetworkPolicy deny: its selector matches no pod/,
    ],
    [
      'a policy that lets in pods that do not exist',
      [
        ...cluster(),
        object('NetworkPolicy', 'allow', {
          podSelector: {},
          ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['x'] }] } }] }],
        }),
      ],
      /NetworkPolicy allow: its selector matches no pod/,
    ],
    ['a Secret that does not exist', cluster({ env: [secret('A')] }), /Secret secrets does not exist/],
    [
      'a key that a ConfigMap does not have',
      cluster({ env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'settings', key: 'X' } } }] }),
      /ConfigMap settings has no key X/,
    ],
    [
      'a missing ServiceAccount',
      cluster().filter(({ kind }) => kind !== 'ServiceAccount'),
      /ServiceAccount trip does not exist/,
    ],
    ['two of the same', [...cluster(), ...cluster().slice(0, 1)], /ServiceAccount trip: there are two/],
    [
      'a Role that does not exist',
      [
        ...cluster(),
        {
          ...object('RoleBinding', 'watch', {}),
          roleRef: { kind: 'Role', name: 'watch' },
          subjects: [{ kind: 'ServiceAccount', name: 'trip' }],
        },
      ],
      /^RoleBinding watch: Role watch does not exist$/,
    ],
    [
      'an autoscaler of nothing',
      [
        ...cluster(),
        object('HorizontalPodAutoscaler', 'up', { scaleTargetRef: { kind: 'Deployment', name: 'tripp' } }),
      ],
      /Deployment tripp does not exist/,
    ],
    [
      'replicas that a rollout would set back',
      [
        ...cluster({ deployment: { replicas: 2 } }),
        object('HorizontalPodAutoscaler', 'up', { scaleTargetRef: { kind: 'Deployment', name: 'trip' } }),
      ],
      /Deployment trip: sets replicas/,
    ],
  ] as [string, K8sObject[], RegExp][])('refuses %s', (_what, objects, message) => {
    expect(referenceViolations(objects, {}).join('\n')).toMatch(message);
  });
});
