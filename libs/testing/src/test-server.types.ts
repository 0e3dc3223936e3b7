// What the Jest set-up passes to the tests about their PostgreSQL, through the environment.

export interface TestServer {
  readonly directory: string;
  readonly adminUrl: string;
  /** Passwords of the services' roles, by service. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Services whose migrations failed, with the reason. */
  readonly failures: Readonly<Record<string, string>>;
}

export const TEST_SERVER_VARIABLE = 'LASTMILE_TEST_SERVER';
export const TEMPLATE = 'lastmile_template';

/** The same server and role in another database. */
export function inDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}
