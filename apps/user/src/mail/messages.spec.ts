// Every mail has its words, and there are no others. That the languages agree is proven when they are read (libs/messages).
import { ACCOUNT_MAILS } from './account-mail.js';
import { MESSAGE_KEYS } from './messages.js';

it('has the mails that are sent', () => {
  expect([...MESSAGE_KEYS].sort()).toEqual([...ACCOUNT_MAILS].sort());
});
