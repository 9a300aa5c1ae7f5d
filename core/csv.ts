import { parse } from 'csv-parse/sync';

/** One row of a data file: column name → text; an empty cell is ''. */
export type CsvRow = Record<string, string>;

/**
 * Read a CSV file with a heading line (UTF-8, quotes as in RFC 4180, a byte order mark is dropped).
 * Throws with line number if a row has more or fewer cells than the heading.
 */
export function readCsv(text: string): CsvRow[] {
  return parse(text, { columns: true, bom: true, skip_empty_lines: true }) as CsvRow[];
}
