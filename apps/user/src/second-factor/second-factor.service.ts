// Use cases of second factors: people manage their own, operators reset those of others.
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { ownSecondFactor } from '../identity/identity.error.js';
import { IdentityProvider } from '../identity/identity-provider.service.js';
import { Guesses, type DeviceClient } from '../sign-in/guesses.service.js';
import { UserRepository } from '../user.repository.js';
import type { FactorSummary, NewSecret } from './local-second-factors.service.js';

@Injectable()
export class SecondFactorService {
  constructor(
    private readonly identity: IdentityProvider,
    private readonly users: UserRepository,
    private readonly guesses: Guesses,
  ) {}

  async summary({ userId }: Caller): Promise<FactorSummary & { readonly isRequired: boolean }> {
    const factors = this.identity.secondFactors();
    // The roles of the account, because the token of a person without a second factor may have fewer.
    const { roles } = await this.users.get(userId);
    return { ...(await factors.summary(userId)), isRequired: factors.isRequiredOf(roles) };
  }

  /** Needs the password again, so that somebody who finds an open app cannot lock its owner out. */
  async begin({ userId }: Caller, password: string, client: DeviceClient): Promise<NewSecret> {
    const factors = this.identity.secondFactors();
    const user = await this.users.get(userId);
    await this.guesses.countPassword(user.email, client, () =>
      this.identity.provePassword(user.email, password, client),
    );
    return factors.begin(user);
  }

  async confirm({ userId }: Caller, code: string, keepSessionId: string, client: DeviceClient): Promise<string[]> {
    const factors = this.identity.secondFactors();
    const { email } = await this.users.get(userId);
    const keep = { sessionId: keepSessionId, deviceToken: client.deviceToken };
    return this.guesses.count(email, client, () => factors.confirm(userId, code, keep));
  }

  async renewRecoveryCodes({ userId }: Caller, code: string, client: DeviceClient): Promise<string[]> {
    const factors = this.identity.secondFactors();
    const { email } = await this.users.get(userId);
    return this.guesses.count(email, client, (isKnownDevice) =>
      factors.renewRecoveryCodes({ userId, email }, { code, isKnownDevice }),
    );
  }

  /** Password and code count as one attempt: a wrong password uses up no code. */
  async remove({ userId }: Caller, password: string, code: string, client: DeviceClient): Promise<void> {
    const factors = this.identity.secondFactors();
    const { email } = await this.users.get(userId);
    await this.guesses.count(email, client, async (isKnownDevice) => {
      await this.identity.provePassword(email, password, client);
      await factors.remove({ userId, email }, { code, isKnownDevice });
    });
  }

  async reset(caller: Caller, userId: string): Promise<void> {
    const factors = this.identity.secondFactors();
    if (caller.userId === userId) throw ownSecondFactor();
    await factors.reset(userId);
  }
}
