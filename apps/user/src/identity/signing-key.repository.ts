// The private key that signs access tokens, when the environment does not give one. It is kept in the clear: whoever can
// read this table can sign in as anybody anyway, by writing to the others. JWT_PRIVATE_KEY keeps it out of backups.
import { Injectable } from '@nestjs/common';
import { generateSigningJwk } from '@lastmile/auth';
import { Database } from '@lastmile/postgres';
import type { JWK } from 'jose';

@Injectable()
export class SigningKeyRepository {
  constructor(private readonly database: Database) {}

  /** The key, made at the first call. Replicas that race to make it all get the winner's. */
  async obtain(): Promise<JWK> {
    const existing = await this.find();
    if (existing) return existing;
    await this.database.query('INSERT INTO signing_keys (private_jwk) VALUES ($1) ON CONFLICT DO NOTHING', [
      JSON.stringify(await generateSigningJwk()),
    ]);
    return (await this.find())!;
  }

  private async find(): Promise<JWK | undefined> {
    return (await this.database.maybeOne<{ private_jwk: JWK }>('SELECT private_jwk FROM signing_keys'))?.private_jwk;
  }
}
