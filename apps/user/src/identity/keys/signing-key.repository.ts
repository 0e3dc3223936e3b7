// The private keys that sign access tokens, when the environment does not provide one. They are encrypted, so that
// reading the table, for example in a backup, reveals no key. A lock keeps replicas from creating two keys.
import { Injectable } from '@nestjs/common';
import { generateSigningJwk } from '@lastmile/auth';
import { Database, type Transaction } from '@lastmile/postgres';
import type { JWK } from 'jose';
import { planKeys, type KeyPlan, type RingKey } from './key-ring.core.js';
import type { Secrets } from './secrets.js';

const CONTEXT = 'signing key';
/** Advisory locks are shared by the whole database, so no other service may use this number. */
const LOCK = 0x75736b31;

export interface StoredKey extends RingKey {
  readonly privateJwk: JWK;
}

interface KeyRow {
  key_id: string;
  private_jwk: JWK | null;
  sealed_jwk: string | null;
  sign_time: Date;
}

@Injectable()
export class SigningKeyRepository {
  constructor(private readonly database: Database) {}

  /**
   * Creates a key when one is due or requested, deletes keys that are not needed any more, and returns the current
   * keys.
   */
  async arrange(secrets: Secrets, now: Date, keyDays: number, isAsked = false): Promise<StoredKey[]> {
    return this.database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const keys = await this.read(tx, secrets);
      const plan: KeyPlan<StoredKey> = planKeys(keys, now, keyDays, isAsked);
      await tx.query('DELETE FROM signing_keys WHERE key_id = ANY ($1)', [plan.retired.map(({ keyId }) => keyId)]);
      if (!plan.nextSignTime) return plan.published;
      const privateJwk = await generateSigningJwk();
      const { key_id: keyId } = await tx.one<{ key_id: string }>(
        'INSERT INTO signing_keys (sealed_jwk, sign_time) VALUES ($1, $2) RETURNING key_id',
        [secrets.seal(JSON.stringify(privateJwk), CONTEXT), plan.nextSignTime],
      );
      return [...plan.published, { keyId, signTime: plan.nextSignTime, privateJwk }];
    });
  }

  /** Also encrypts keys that are in plain text, or encrypted with an older key. */
  private async read(tx: Transaction, secrets: Secrets): Promise<StoredKey[]> {
    const rows = await tx.many<KeyRow>('SELECT key_id, private_jwk, sealed_jwk, sign_time FROM signing_keys');
    const keys: StoredKey[] = [];
    for (const { key_id: keyId, private_jwk, sealed_jwk, sign_time: signTime } of rows) {
      const opened = sealed_jwk === null ? undefined : secrets.open(sealed_jwk, CONTEXT);
      const privateJwk = private_jwk ?? (JSON.parse(opened!.text) as JWK);
      if (!opened?.isNewest) {
        await tx.query('UPDATE signing_keys SET sealed_jwk = $2, private_jwk = NULL WHERE key_id = $1', [
          keyId,
          secrets.seal(JSON.stringify(privateJwk), CONTEXT),
        ]);
      }
      keys.push({ keyId, signTime, privateJwk });
    }
    return keys;
  }
}
