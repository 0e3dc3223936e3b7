// Client of the part of the Kubernetes API that we use: lists and watches three kinds of objects, reads and writes one
// Lease.
import {
  ApiException,
  AppsV1Api,
  AutoscalingV2Api,
  CoordinationV1Api,
  CoreV1Api,
  setHeaderMiddleware,
  V1MicroTime,
  Watch,
  type KubernetesListObject,
  type KubernetesObject,
  type ObservableMiddleware,
  type V1Lease,
} from '@kubernetes/client-node';
import type { ClusterAccess } from '../cluster.config.js';
import { toAutoscaler, toDeployment, toPod } from './facts.js';
import type { Lease } from './leadership.core.js';
import type { Source } from './resource-watch.js';

/** Request timeout: shorter than the time that a leader may continue without a renewal. */
const REQUEST_SECONDS = 5;

export type Kubernetes = ReturnType<typeof kubernetes>;

export function kubernetes({ config, namespace }: ClusterAccess) {
  const watch = new Watch(config);
  const source = <Raw extends KubernetesObject, Seen>(
    path: string,
    list: () => Promise<KubernetesListObject<Raw>>,
    see: (object: Raw) => Seen | undefined,
  ): Source<Seen> => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    list: async () => {
      const { items, metadata } = await list();
      return { objects: items.map((item) => seenAs(item, see)), version: metadata?.resourceVersion ?? '' };
    },
    watch: (version, onMessage, onEnd) =>
      watch.watch(
        path,
        { resourceVersion: version, allowWatchBookmarks: true },
        (type: string, raw: Raw) => onMessage({ type, raw, ...seenAs(raw, see) }),
        onEnd,
      ),
  });
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const autoscaling = config.makeApiClient(AutoscalingV2Api);
  const of = (group: string, kind: string) => `/${group}/namespaces/${namespace}/${kind}`;
  return {
    pods: source(of('api/v1', 'pods'), () => core.listNamespacedPod({ namespace }, inTime), toPod),
    deployments: source(
      of('apis/apps/v1', 'deployments'),
      () => apps.listNamespacedDeployment({ namespace }, inTime),
      toDeployment,
    ),
    autoscalers: source(
      of('apis/autoscaling/v2', 'horizontalpodautoscalers'),
      () => autoscaling.listNamespacedHorizontalPodAutoscaler({ namespace }, inTime),
      toAutoscaler,
    ),
    leases: leases(config.makeApiClient(CoordinationV1Api), namespace),
  };
}

/** Reads and writes Leases. A write returns undefined when somebody else has written the Lease since it was read. */
function leases(api: CoordinationV1Api, namespace: string) {
  return {
    read: async (name: string): Promise<Lease | undefined> => {
      const found = await unless(404, api.readNamespacedLease({ name, namespace }, inTime));
      return found && toLease(found);
    },
    create: async (name: string, lease: Lease): Promise<Lease | undefined> => {
      const body = { metadata: { name, namespace }, spec: toSpec(lease) };
      const made = await unless(409, api.createNamespacedLease({ namespace, body }, inTime));
      return made && toLease(made);
    },
    replace: async (name: string, lease: Lease): Promise<Lease | undefined> => {
      const body = { metadata: { name, namespace, resourceVersion: lease.version }, spec: toSpec(lease) };
      const written = await unless(409, api.replaceNamespacedLease({ name, namespace, body }, inTime));
      return written && toLease(written);
    },
  };
}
export type Leases = ReturnType<typeof leases>;

const toLease = ({ metadata, spec }: V1Lease): Lease => ({
  holder: spec?.holderIdentity ?? '',
  durationSeconds: spec?.leaseDurationSeconds ?? 0,
  transitions: spec?.leaseTransitions ?? 0,
  version: metadata?.resourceVersion ?? '',
});

const toSpec = ({ holder, durationSeconds, transitions }: Lease): V1Lease['spec'] => ({
  holderIdentity: holder,
  leaseDurationSeconds: durationSeconds,
  leaseTransitions: transitions,
  renewTime: new V1MicroTime(),
});

const seenAs = <Raw extends KubernetesObject, Seen>(raw: Raw, see: (raw: Raw) => Seen | undefined) => ({
  uid: raw.metadata?.uid ?? '',
  seen: see(raw),
});

async function unless<T>(code: number, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === code) return undefined;
    throw error;
  }
}

/** The client's middleware uses a stream type that it does not export, so we use its own function to set the header. */
const acceptJson = setHeaderMiddleware('Accept', 'application/json');
const deadline: ObservableMiddleware = {
  pre: (request) => {
    request.setSignal(AbortSignal.timeout(REQUEST_SECONDS * 1_000));
    return acceptJson.pre(request);
  },
  post: (response) => acceptJson.post(response),
};
const inTime = { middleware: [deadline], middlewareMergeStrategy: 'append' as const };
