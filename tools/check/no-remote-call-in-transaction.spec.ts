// What the rule refuses: every shape in which this repository once called another service inside a transaction.
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import rule from './no-remote-call-in-transaction.mjs';

const inClass = (body: string) => `class Rides {
  constructor(
    private readonly rides: RideRepository, private readonly database: Database,
    private readonly ledger: TripClient, private readonly clock: Clock, private readonly pool: PoolClient,
  ) {}
  ${body}
}`;
const refused = (body: string) => ({ code: inClass(body), errors: [{ messageId: 'remote' as const }] });

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run('no-remote-call-in-transaction', rule, {
  valid: [
    inClass('go() { return this.database.once(key, body, (tx) => tx.one("SELECT 1")); }'),
    inClass('async go() { const load = await this.ledger.open(); return this.rides.create(key, () => plan(load)); }'),
    inClass('go() { return this.rides.update(key, () => ({ time: this.clock.now() })); }'),
    inClass('go() { return this.database.transaction((tx) => this.pool.query("SELECT 1")); }'),
    inClass('go() { this.emitter.once("drain", () => this.ledger.open()); }'),
  ],
  invalid: [
    refused('go() { return this.database.once(key, body, async (tx) => { await this.ledger.open(); }); }'),
    refused('go() { return this.database.transaction(async (tx) => { if (tx) { await this.ledger.close(); } }); }'),
    refused('go() { return this.rides.update(key, async (ride) => { await this.ledger.open(ride); return ride; }); }'),
    refused('go() { const decide = async () => this.ledger.open(); return this.rides.update(key, decide); }'),
    refused(
      'go() { return this.rides.create(key, (rider) => this.plan(rider)); } plan() { return this.ask(); } ask() { return this.ledger.open(); }',
    ),
    refused('go() { return this.rides.create(key, this.plan); } plan = async () => this.ledger.open();'),
  ],
});
