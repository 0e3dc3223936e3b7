// Every kind of mail has its texts, and there are no unused ones. libs/messages checks that all languages have the same
// keys.
import { ACCOUNT_MAILS } from './account-mail.js';
import { MESSAGE_KEYS } from './messages.js';

it('has the mails that are sent', () => {
  expect([...MESSAGE_KEYS].sort()).toEqual([...ACCOUNT_MAILS].sort());
});
