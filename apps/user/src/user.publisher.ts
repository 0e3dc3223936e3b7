// Publishes changes of accounts, in the transaction that stores them.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { UserErased, UserEvent } from '@lastmile/contracts';
import { EventBus } from '@lastmile/events';
import { toWireUser } from './user.wire.js';
import type { User } from './user.types.js';

type Transaction = Parameters<EventBus['publish']>[0];

@Injectable()
export class UserPublisher {
  constructor(
    private readonly bus: EventBus,
    private readonly clock: Clock,
  ) {}

  registered(tx: Transaction, user: User): Promise<void> {
    return this.changed(tx, 'user.registered', user);
  }

  profileUpdated(tx: Transaction, user: User): Promise<void> {
    return this.changed(tx, 'user.profile_updated', user);
  }

  /** The account is erased. The event's version is higher than all versions of the account. */
  erased(tx: Transaction, user: User, pseudonymId: string): Promise<void> {
    return this.bus.publish(tx, {
      type: 'user.erased',
      aggregateId: user.userId,
      version: user.version + 1,
      time: this.clock.now(),
      data: UserErased.toJSON({ userId: user.userId, pseudonymId }),
    });
  }

  private changed(tx: Transaction, type: string, user: User): Promise<void> {
    const { userId: aggregateId, version } = user;
    const data = UserEvent.toJSON({ user: toWireUser(user) });
    return this.bus.publish(tx, { type, aggregateId, version, time: this.clock.now(), data });
  }
}
