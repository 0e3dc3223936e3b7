// Who may erase an account, and when.
import { Injectable } from '@nestjs/common';
import { requireRole, type Caller } from '@lastmile/auth';
import { requireErasable } from '../user.core.js';
import type { DeviceClient } from '../sign-in/guesses.service.js';
import { UserService } from '../user.service.js';
import { AccountErasureRepository } from './account-erasure.repository.js';

@Injectable()
export class UserErasure {
  constructor(
    private readonly users: UserService,
    private readonly accounts: AccountErasureRepository,
  ) {}

  /**
   * Does nothing if the account is already erased, so a retry is safe. To erase one's own account the password is
   * needed again, so that somebody with a borrowed phone cannot do it.
   */
  async erase(caller: Caller, userId: string, password: string, client: DeviceClient): Promise<void> {
    if (caller.userId !== userId) requireRole(caller, 'operator');
    const user = await this.accounts.find(userId);
    if (!user) return;
    if (caller.userId === userId) await this.users.provePassword(user.email, password, client);
    await this.accounts.erase(userId, requireErasable);
  }
}
