// Where the local PostgreSQL lives unless told otherwise: `.lastmile/postgres` of the working directory.
import { resolve } from 'node:path';

export const LOCAL_DIRECTORY = resolve('.lastmile/postgres');
