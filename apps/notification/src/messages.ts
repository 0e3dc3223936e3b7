// The texts of inbox entries, in the language of the reader.
import { readCatalogues } from '@lastmile/messages';

export const {
  keys: MESSAGE_KEYS,
  languages: LANGUAGES,
  messageFor,
} = readCatalogues(new URL('./messages/', import.meta.url));
