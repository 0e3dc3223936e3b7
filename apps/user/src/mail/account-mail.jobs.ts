// Runs the jobs that send mails about an account.
import { Injectable } from '@nestjs/common';
import { OnJob } from '@lastmile/events';
import { EmailConfirmationService } from '../identity/email-confirmation.service.js';
import { PasswordResetService } from '../identity/password-reset.service.js';
import { FactorNoticeService } from '../second-factor/factor-notice.service.js';
import {
  MAIL_EMAIL_CONFIRMATION,
  MAIL_PASSWORD_RESET,
  MAIL_SECOND_FACTOR,
  type ConfirmationRequest,
  type FactorNotice,
  type ResetRequest,
} from './account-mail.queue.js';

@Injectable()
export class AccountMailJobs {
  constructor(
    private readonly resets: PasswordResetService,
    private readonly confirmations: EmailConfirmationService,
    private readonly notices: FactorNoticeService,
  ) {}

  @OnJob(MAIL_PASSWORD_RESET)
  passwordReset(request: ResetRequest): Promise<void> {
    return this.resets.mailToken(request);
  }

  @OnJob(MAIL_EMAIL_CONFIRMATION)
  emailConfirmation(wish: ConfirmationRequest): Promise<void> {
    return this.confirmations.mailToken(wish);
  }

  @OnJob(MAIL_SECOND_FACTOR)
  secondFactor(notice: FactorNotice): Promise<void> {
    return this.notices.mail(notice);
  }
}
