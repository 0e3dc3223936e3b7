// What the identity provider keeps of an account goes with it.
import { Injectable } from '@nestjs/common';
import { Settling, type Person } from '@lastmile/privacy';
import { IdentityProvider } from '../identity/identity-provider.service.js';

@Injectable()
export class UserSettling extends Settling {
  constructor(private readonly identity: IdentityProvider) {
    super();
  }

  /** Tried again by the job until the provider has answered. */
  async settle({ userId }: Person): Promise<boolean> {
    await this.identity.remove(userId);
    return true;
  }
}
