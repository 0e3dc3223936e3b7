// All data that the services store about one person, as one JSON document that is never held in memory as a whole.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { PrivacyServiceService } from '@lastmile/contracts';
import { provideClient, type RpcClient } from '@lastmile/grpc';

type PrivacyClient = RpcClient<typeof PrivacyServiceService>;

const asGateway = { caller: asService('gateway') };
const providerOf = (addressKey: string) => ({
  ...provideClient(PrivacyServiceService, addressKey, 'gateway'),
  provide: `personal records at ${addressKey}`,
});
/** In the order of the document. */
const sources = [
  providerOf('USER_ADDRESS'),
  providerOf('RIDER_ADDRESS'),
  providerOf('DRIVER_ADDRESS'),
  providerOf('TRIP_ADDRESS'),
  providerOf('LOCATION_ADDRESS'),
  providerOf('NOTIFICATION_ADDRESS'),
];

@Injectable()
export class PersonalRecords {
  constructor(private readonly services: readonly PrivacyClient[]) {}

  /**
   * Yields the document in pieces: `{"formatVersion":1,"exportTime":…,"<section>":[…],…}`. The first page is read
   * before the first piece is sent, so that an unavailable service still causes an ordinary error response.
   */
  async export(userId: string, exportTime: Date): Promise<AsyncIterable<string>> {
    const pieces = this.pieces(userId);
    const first = await pieces.next();
    const head = `{"formatVersion":1,"exportTime":${JSON.stringify(exportTime.toISOString())}`;
    return (async function* () {
      yield head;
      if (!first.done) yield first.value;
      yield* pieces;
      yield '}\n';
    })();
  }

  private async *pieces(userId: string): AsyncGenerator<string, void> {
    for (const service of this.services) {
      let section = '';
      let pageToken = '';
      do {
        const page = await service.exportPerson({ userId, pageToken }, asGateway);
        for (const record of page.records) {
          const separator = record.section === section ? ',' : `${section && ']'},${JSON.stringify(record.section)}:[`;
          section = record.section;
          yield separator + record.json;
        }
        pageToken = page.nextPageToken;
      } while (pageToken);
      if (section) yield ']';
    }
  }
}

export const personalRecordsProviders = [
  ...sources,
  {
    provide: PersonalRecords,
    inject: sources.map(({ provide }) => provide),
    useFactory: (...services: PrivacyClient[]) => new PersonalRecords(services),
  },
];
