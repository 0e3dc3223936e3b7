export { messagesOf, readCatalogueFiles, REFERENCE, type Catalogue } from './catalogue-files.js';
export { readCatalogues, type Catalogues, type Message } from './catalogues.js';
export { parametersOf, type ParameterKind, type Parameters } from './parameters.js';
export { problemsOf } from './problems.js';
