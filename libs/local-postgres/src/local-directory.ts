// The default directory of the local PostgreSQL: `.lastmile/postgres` in the working directory.
import { resolve } from 'node:path';

export const LOCAL_DIRECTORY = resolve('.lastmile/postgres');
