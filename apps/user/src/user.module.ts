// Wiring of the user service.
import { Module } from '@nestjs/common';
import { EventsModule } from '@lastmile/events';
import { PostgresModule } from '@lastmile/postgres';
import { IdentityModule } from './identity/identity.module.js';
import { LoginThrottleRepository } from './login-throttle.repository.js';
import { OperatorAccount } from './operator-account.js';
import { UserController } from './user.controller.js';
import { UserRepository } from './user.repository.js';
import { UserService } from './user.service.js';

@Module({
  imports: [PostgresModule.forService('user'), EventsModule.forService('user'), IdentityModule],
  controllers: [UserController],
  providers: [UserService, UserRepository, LoginThrottleRepository, OperatorAccount],
})
export class UserModule {}
