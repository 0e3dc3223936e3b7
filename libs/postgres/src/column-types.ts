// How columns become values: int8 as a number, date as its text. Everything else is as `pg` has it.
import pg from 'pg';

const INT8 = 20;
const DATE = 1082;

/** For a pool's `types`; set per pool, so that nothing global changes under other users of `pg`. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return safeInteger;
    // `pg` would make a Date at midnight of the process's own zone; a calendar day has no zone.
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}
