export { configuredMailer } from './configured-mailer.js';
export { mailConfig, type MailConfig } from './mail.config.js';
export { MailOff, Mailer, type Mail, type MailOutcome } from './mailer.js';
