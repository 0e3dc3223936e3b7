// The audit log of operators' actions, for operators.
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { instant, maybeText, page, pageQuery, time } from '../schemas/fields.schema.js';

const auditEntry = z
  .object({
    entryId: z.string(),
    time,
    actorId: maybeText.describe('Absent when the account is gone.'),
    actorEmail: maybeText,
    action: z
      .string()
      .describe('The name of what was asked, such as SetUserRole; of reads GetRideStatus and the like.'),
    subjectKind: z.string().describe('user, trip, station, timetable, inboxes, platform …; of lists rides, trips …'),
    subjectId: maybeText.describe('Absent when the person’s account is gone.'),
    subjectEmail: maybeText,
    service: z.string(),
    requestId: maybeText,
    refusal: maybeText.describe('The reason of the refusal; absent when it was done.'),
  })
  .meta({ id: 'AuditEntry' });

export const auditOperations = ({ users }: Clients) => [
  operation({
    method: 'GET',
    path: '/v1/audit-entries',
    tag: 'Operator',
    access: ['operator'],
    summary: 'What operators did to whom and read of whom, and which data were erased or exported, newest first',
    query: z.strictObject({
      ...pageQuery,
      actorId: z.string().max(250).default('').describe('Only what this person did, also after their account is gone.'),
      subjectId: z.string().max(250).default('').describe('Only what was done to this person or thing.'),
      action: z.string().max(60).default('').describe('Only this action.'),
      from: instant.optional().describe('Only then or later.'),
      to: instant.optional().describe('Only before.'),
    }),
    answer: page(auditEntry),
    handle: async ({ query: { from, to, ...query } }) => {
      const { entries, nextPageToken } = await users.listAuditEntries({ ...query, fromTime: from, toTime: to });
      return { items: entries, nextPageToken };
    },
  }),
];
