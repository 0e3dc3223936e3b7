// PrivacyService over gRPC: the records about a person, section by section.
import { PrivacyServiceService, type ExportPersonRequest, type PersonalRecord } from '@lastmile/contracts';
import { AllowRoles, decodePageToken, encodePageToken, parse, RpcController, uuid } from '@lastmile/grpc';
import type { RpcHandlers } from '@lastmile/grpc';
import { Database } from '@lastmile/postgres';
import { z } from 'zod';
import { AuditTrail } from './audit-trail.js';
import { PersonalData } from './personal-data.js';

const RECORDS = 200;
const request = z.object({ userId: uuid('user'), pageToken: z.string().max(1_000) });
const position = z.object({ section: z.number().int().min(0), after: z.string().max(200) });

@RpcController(PrivacyServiceService)
export class PrivacyController implements RpcHandlers<typeof PrivacyServiceService> {
  constructor(
    private readonly data: PersonalData,
    private readonly audit: AuditTrail,
    private readonly database: Database,
  ) {}

  /** At most one section per page; a page may be empty and still have a next one. */
  @AllowRoles('service')
  async exportPerson(message: ExportPersonRequest) {
    const { userId, pageToken } = parse(request, message);
    const { section, after } = decodePageToken(position, pageToken) ?? { section: 0, after: '' };
    // An export begins with the account, so it is recorded at that point, for the person, who is the only one who may
    // request it.
    if (pageToken === '' && this.database.service === 'user') {
      const action = { name: 'ExportPerson', subjectKind: 'user', subjectId: userId, byAnybody: true, actorId: userId };
      await this.audit.act(action, () => Promise.resolve());
    }
    const reading = this.data.sections[section];
    if (!reading) return { records: [], nextPageToken: '' };
    const found = await reading.read(userId, after, RECORDS);
    const records = found.map(({ record }): PersonalRecord => ({
      section: reading.name,
      json: JSON.stringify(record),
    }));
    const last = found.length === RECORDS ? found.at(-1) : undefined;
    if (last) return { records, nextPageToken: encodePageToken({ section, after: last.key }) };
    const isLast = section + 1 >= this.data.sections.length;
    return { records, nextPageToken: isLast ? '' : encodePageToken({ section: section + 1, after: '' }) };
  }
}
