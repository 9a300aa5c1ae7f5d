/** Thrown where a workbook is refused; `reason` is Chinese and says what to do. */
export class Refused extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** What stands in a cell, as the file holds it. What it means is for whoever knows the column. */
export type CellValue =
  | { kind: 'text'; text: string }
  /** `format`: the number format, e.g. `General`, `0.00`, `00000000000`. */
  | { kind: 'number'; value: number; format: string }
  /** `whole`: its format shows year, month and day; else Excel may have made a date of something like 3-1. */
  | { kind: 'date'; day: string; time: string; whole: boolean }
  | { kind: 'boolean'; value: boolean }
  /** An error value such as #N/A. */
  | { kind: 'error'; code: string }
  /** A formula whose result the file does not hold. */
  | { kind: 'uncalculated' };

export interface Cell {
  value: CellValue;
  /** The range this cell is merged in, e.g. `E2:E3`; only its first cell can hold a value. */
  merged?: string;
}

/** One row that holds something; cells by column number, first = 1. Blank cells are left out unless merged. */
export interface SheetLine {
  line: number;
  cells: Map<number, Cell>;
}

/** The first visible sheet of a workbook. */
export interface Sheet {
  name: string;
  lines: SheetLine[];
  /** Visible sheets that were not read. */
  unread: string[];
}

/** What a file may hold. */
export interface ReadLimits {
  /** Rows that hold something, the heading included. */
  lines: number;
  /** Columns looked at; a value further right is refused. */
  columns: number;
  /** Bytes of all parts that are read, unpacked. */
  unpacked: number;
  /** Characters of all cells together. */
  characters: number;
}
