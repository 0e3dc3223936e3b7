// How columns are converted to values: int8 to a number, date to text. All other types are converted like in `pg`.
import pg from 'pg';

const INT8 = 20;
const DATE = 1082;

/** For a pool's `types`; set per pool, so that other users of `pg` are not affected. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return safeInteger;
    // `pg` would return a Date at midnight in the process's own zone, but a calendar day has no zone.
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}
