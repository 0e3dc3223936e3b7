export { Clock, clockFromEnv } from './clock.js';
export { ConfigError, loadConfig } from './load-config.js';
