export { freePort, isFree } from './free-port.js';
export { LOCAL_DIRECTORY } from './local-directory.js';
export { startLocalPostgres, stopLocalPostgres, type LocalOptions, type LocalPostgres } from './local-postgres.js';
