// The cluster, for operators: its events, and its number of replicas over time.
import type { Clock } from '@lastmile/config';
import { ClusterEventKind, ServiceProblem } from '@lastmile/contracts';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { instant, maybeText, maybeTime, page, pageQuery, time, words } from '../schemas/fields.schema.js';

const clusterEvent = z
  .object({
    eventId: z.string(),
    kind: words(ClusterEventKind, 'CLUSTER_EVENT_KIND_').output,
    service: z.string(),
    pod: maybeText,
    facts: z
      .record(z.string(), z.string())
      .describe('As the kind has them: from, to, maximum, restarts, minutes, reason, revision.'),
    time,
  })
  .meta({ id: 'ClusterEvent', description: 'Times are wall time.' });
const serviceReplicas = z
  .object({
    service: z.string(),
    desired: z.int(),
    ready: z.int(),
    maximum: z.int().optional().describe('As its autoscaler allows; absent without one.'),
    problems: z.array(words(ServiceProblem, 'SERVICE_PROBLEM_').output),
    counts: z
      .array(z.object({ time, desired: z.int(), ready: z.int() }))
      .describe('Each holds until the next; the first may be from before `from`.'),
  })
  .meta({ id: 'ServiceReplicas' });
const common = { method: 'GET', tag: 'Operator', access: ['operator'] } as const;
const DAY_MS = 24 * 3_600_000;

export const clusterOperations = ({ notifications }: Clients, clock: Clock) => [
  operation({
    ...common,
    path: '/v1/cluster/events',
    summary: 'What happened in the cluster in the last 30 days, newest first; empty where no cluster is watched',
    query: z.strictObject({ ...pageQuery, service: z.string().max(250).default('').describe('Empty: all.') }),
    answer: page(clusterEvent),
    handle: async ({ query }) => {
      const { events: items, nextPageToken } = await notifications.listClusterEvents(query);
      return { items, nextPageToken };
    },
  }),
  operation({
    ...common,
    path: '/v1/cluster/replicas',
    summary: 'The replicas of every service, now and over time; empty where no cluster is watched',
    query: z.strictObject({
      from: instant.optional().describe('Within the last 30 days, wall time; default 24 hours ago.'),
    }),
    answer: z.object({
      services: z.array(serviceReplicas),
      observeTime: maybeTime.describe('When the cluster was looked at last; more than a minute ago: nobody watches.'),
    }),
    handle: ({ query: { from } }) => {
      const now = clock.wallTimeOf(clock.now()).getTime();
      return notifications.getReplicaHistory({ fromTime: from ?? new Date(now - DAY_MS) });
    },
  }),
];
