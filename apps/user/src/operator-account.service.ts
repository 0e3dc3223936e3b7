// The first operator: somebody has to be able to give roles to the others.
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { IdentityProvider } from './identity/identity-provider.service.js';
import { UserConfig, type OperatorConfig } from './user.config.js';
import { UserRepository } from './user.repository.js';

@Injectable()
export class OperatorAccount implements OnApplicationBootstrap {
  private readonly logger = new Logger(OperatorAccount.name);

  constructor(
    private readonly identity: IdentityProvider,
    private readonly users: UserRepository,
    private readonly clock: Clock,
    private readonly config: UserConfig,
  ) {}

  /** Makes the account that OPERATOR_EMAIL and OPERATOR_PASSWORD describe, unless it is there. Replicas may race. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.operator) await this.ensure(this.config.operator);
  }

  /**
   * An account that exists keeps its password and its roles: the environment must not undo what people changed, nor make an
   * operator of whoever registered that address first.
   */
  private async ensure({ email, password }: OperatorConfig): Promise<void> {
    const user = (await this.users.findByEmail(email)) ?? (await this.create(email, password));
    if (!user.roles.includes('operator')) {
      this.logger.warn('OPERATOR_EMAIL belongs to an account without the operator role; it is left as it is');
    }
  }

  private async create(email: string, password: string) {
    const { userId, passwordHash } = await this.identity.enroll({ email, password });
    const user = await this.users.ensure(
      {
        userId,
        email,
        displayName: 'Operator',
        language: 'en',
        roles: ['operator'],
        createTime: this.clock.now(),
        emailConfirmed: true,
      },
      passwordHash,
    );
    await this.identity.setRoles(user.userId, user.roles);
    return user;
  }
}
