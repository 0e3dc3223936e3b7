// Requests about the cluster as the contract allows them.
import { instant, optionalText, pageSize } from '@lastmile/grpc';
import { z } from 'zod';

export const listClusterEventsRequest = z.object({ service: optionalText(250), pageSize, pageToken: z.string() });
export const getReplicaHistoryRequest = z.object({ fromTime: instant });
/** Where a page starts. */
export const eventPosition = z.object({ time: z.coerce.date(), id: z.string().max(1_000) });
