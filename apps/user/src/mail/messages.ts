// The texts of account mails, in the language of the account.
import { readCatalogues } from '@lastmile/messages';

export const { keys: MESSAGE_KEYS, messageFor } = readCatalogues(new URL('./messages/', import.meta.url));
