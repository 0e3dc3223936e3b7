// Creates the first operator, who can give roles to others.
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

  /**
   * Creates the account of OPERATOR_EMAIL and OPERATOR_PASSWORD, unless it exists. Several replicas may do this at
   * once.
   */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.operator) await this.ensure(this.config.operator);
  }

  /**
   * An existing account keeps its password and its roles: the environment must not undo people's changes, nor make a
   * stranger who registered that address first an operator.
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
