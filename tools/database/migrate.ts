// `npm run migrate`: brings LASTMILE_ADMIN_DATABASE_URL, or else the local PostgreSQL, up to date.
import { LOCAL_DIRECTORY, startLocalPostgres } from '@lastmile/local-postgres';
import { migrate } from '@lastmile/postgres';

const adminUrl = process.env.LASTMILE_ADMIN_DATABASE_URL;
const onApplied = (service: string, name: string) => console.log(`${service}: ${name}`);

try {
  if (adminUrl) await migrate({ adminUrl, onApplied });
  else {
    const local = await startLocalPostgres({ directory: LOCAL_DIRECTORY });
    await migrate({ adminUrl: local.adminUrl, passwordFor: local.passwordFor, onApplied });
    console.log(`local PostgreSQL on port ${local.port} is up to date`);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
