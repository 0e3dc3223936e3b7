export {
  LANGUAGES,
  readCatalogues,
  type Catalogue,
  type Catalogues,
  type Language,
  type Message,
} from './catalogues.js';
