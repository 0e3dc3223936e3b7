/** Rows of lines, for the two repositories that join them as `l`. */
import type { Line } from '../station.types.js';

export interface LineRow {
  line_id: string;
  short_name: string;
  long_name: string;
  color: string;
  text_color: string;
}

export const LINE_COLUMNS = 'l.line_id, l.short_name, l.long_name, l.color, l.text_color';

export const lineOf = (row: LineRow): Line => ({
  lineId: row.line_id,
  shortName: row.short_name,
  longName: row.long_name,
  color: row.color,
  textColor: row.text_color,
});
