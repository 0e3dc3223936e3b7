// A gateway for tests, demos and benches, where one address makes the requests of a whole city.

/** Environment of the gateway. */
export const UNLIMITED: Readonly<Record<string, string>> = {
  RATE_LIMIT_PER_MINUTE: '100000000',
  ADDRESS_LIMIT_PER_MINUTE: '100000000',
  SIGN_IN_LIMIT_PER_MINUTE: '100000000',
  ACCOUNT_SOCKETS: '1000',
  ADDRESS_SOCKETS: '100000',
  MAX_CONNECTIONS: '100000',
  ADDRESS_CONNECTIONS: '100000',
};
