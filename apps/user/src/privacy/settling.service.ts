// Deletes the identity provider's data of an erased account.
import { Injectable } from '@nestjs/common';
import { Settling, type Person } from '@lastmile/privacy';
import { IdentityProvider } from '../identity/identity-provider.service.js';

@Injectable()
export class UserSettling extends Settling {
  constructor(private readonly identity: IdentityProvider) {
    super();
  }

  /** Retried by the job until the provider has answered. */
  async settle({ userId }: Person): Promise<boolean> {
    await this.identity.remove(userId);
    return true;
  }
}
