// Wiring of the user service.
import { Module } from '@nestjs/common';
import { EventsModule } from '@lastmile/events';
import { PostgresModule } from '@lastmile/postgres';
import { accountPrivacyProviders, PrivacyController } from '@lastmile/privacy';
import { IdentityModule } from './identity/identity.module.js';
import { OperatorAccount } from './operator-account.service.js';
import { PasswordJudge } from './passwords/password-judge.js';
import { RevocationRepository } from './revocation.repository.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecondFactorService } from './second-factor/second-factor.service.js';
import { Guesses } from './sign-in/guesses.service.js';
import { KnownDeviceRepository } from './sign-in/known-device.repository.js';
import { AccountErasureRepository } from './privacy/account-erasure.repository.js';
import { AuditListener } from './privacy/audit.listener.js';
import { AuditLogRepository } from './privacy/audit-log.repository.js';
import { AuditLogService } from './privacy/audit-log.service.js';
import { UserErasure } from './privacy/erasure.service.js';
import { UserPersonalData } from './privacy/personal-data.repository.js';
import { UserSettling } from './privacy/settling.service.js';
import { LimitController } from './limits/limit.controller.js';
import { LimitRepository } from './limits/limit.repository.js';
import { LimitService } from './limits/limit.service.js';
import { UserController } from './user.controller.js';
import { UserRepository } from './user.repository.js';
import { UserService } from './user.service.js';

@Module({
  imports: [PostgresModule.forService('user'), EventsModule.forService('user'), IdentityModule],
  controllers: [UserController, SecondFactorController, PrivacyController, LimitController],
  providers: [
    ...accountPrivacyProviders(UserPersonalData, UserSettling),
    AccountErasureRepository,
    AuditLogRepository,
    AuditLogService,
    AuditListener,
    UserErasure,
    UserService,
    UserRepository,
    KnownDeviceRepository,
    Guesses,
    SecondFactorService,
    RevocationRepository,
    PasswordJudge,
    OperatorAccount,
    LimitRepository,
    LimitService,
  ],
})
export class UserModule {}
