// The double of the ledger keeps the ledger's contract.
import { TripServiceService } from '@lastmile/contracts';
import { createClient } from '@lastmile/grpc';
import { LedgerDouble, ledgerContract, startDouble } from '@lastmile/testing';

const told: { aggregateId: string; type: string }[] = [];
const ledger = new LedgerDouble(async (event) => void told.push(event));
let stop: () => void;

ledgerContract(
  async () => {
    const double = await startDouble(TripServiceService, ledger.handlers);
    const client = createClient(TripServiceService, { address: double.address, service: 'matching' });
    stop = () => {
      client.close();
      double.stop();
    };
    return {
      client,
      decline: async (trip) => void (await ledger.step(trip, 'DECLINED', true)),
      board: async (trip) => void (await ledger.step(trip, 'ACTIVE')),
      told: async (id) => told.filter(({ aggregateId }) => aggregateId === id).map(({ type }) => type),
    };
  },
  async () => stop(),
);
