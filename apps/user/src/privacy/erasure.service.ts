// Who may erase an account, and when.
import { Injectable } from '@nestjs/common';
import { requireRole, type Caller } from '@lastmile/auth';
import { IdentityProvider } from '../identity/identity-provider.service.js';
import { Guesses, type DeviceClient } from '../sign-in/guesses.service.js';
import { requireErasable } from '../user.core.js';
import type { User } from '../user.types.js';
import { AccountErasureRepository } from './account-erasure.repository.js';

/** What the owner of an account shows again to erase it. */
export interface OwnerProof {
  readonly password: string;
  /** Of the second factor; empty when none was sent. */
  readonly code: string;
  readonly client: DeviceClient;
}

@Injectable()
export class UserErasure {
  constructor(
    private readonly identity: IdentityProvider,
    private readonly guesses: Guesses,
    private readonly accounts: AccountErasureRepository,
  ) {}

  /**
   * Does nothing if the account is already erased, so a retry is safe. To erase one's own account the password is
   * needed again, and a code if it has a second factor, so that somebody with a borrowed phone cannot do it.
   */
  async erase(caller: Caller, userId: string, proof: OwnerProof): Promise<void> {
    if (caller.userId !== userId) requireRole(caller, 'operator');
    const user = await this.accounts.find(userId);
    if (!user) return;
    if (caller.userId === userId) await this.eraseOwn(user, proof);
    else await this.accounts.erase(userId, requireErasable);
  }

  /** Password and code count as one attempt: a wrong password uses up no code. */
  private async eraseOwn({ userId, email }: User, { password, code, client }: OwnerProof): Promise<void> {
    await this.guesses.count(email, client, async (isKnownDevice) => {
      await this.identity.provePassword(email, password, client);
      const factors = this.identity.findSecondFactors();
      if (!factors) return this.accounts.erase(userId, requireErasable);
      return factors.withCode({ userId, email }, { code, isKnownDevice }, (judge) =>
        this.accounts.erase(userId, requireErasable, { judge }),
      );
    });
  }
}
