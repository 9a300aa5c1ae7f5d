import { Refused, type ReadLimits } from './types.ts';
import { readXml } from './xml.ts';
import type { Parts } from './zip.ts';

/** A cell as the sheet's XML has it; `text` is its value before shared texts and formats are looked up. */
export interface RawCell {
  type: string;
  style: number;
  text: string | undefined;
  inline: string | undefined;
  formula: boolean;
}

export interface RawSheet {
  lines: Map<number, Map<number, RawCell>>;
  /** Ranges of merged cells that touch a kept row, as written. */
  merged: Range[];
}

export interface Range {
  text: string;
  top: number;
  left: number;
  bottom: number;
  right: number;
}

const MERGED_MAX = 5000;
const broken = () => new Refused('工作表内容损坏，请用 Excel 或 WPS 重新另存为 .xlsx');

/**
 * The cells of a sheet that hold something. What can name millions of cells in a few letters (validation, conditional
 * formats) is passed over; merged ranges are kept as ranges. Throws `Refused` beyond the limits.
 */
export async function readRows(parts: Parts, part: string, limits: ReadLimits): Promise<RawSheet> {
  const reader = new RowReader(limits);
  await readXml(parts.read(part), reader);
  return { lines: reader.lines, merged: reader.merged };
}

class RowReader {
  readonly lines = new Map<number, Map<number, RawCell>>();
  readonly merged: Range[] = [];
  private readonly limits: ReadLimits;
  private line = 0;
  private column = 0;
  private cell: RawCell | undefined;
  /** The element whose text is being read, and whether it is a phonetic reading beside the text. */
  private within = '';
  private phonetic = 0;

  constructor(limits: ReadLimits) {
    this.limits = limits;
  }

  open(tag: string, attributes: Record<string, string>): void {
    if (tag === 'row') this.openRow(attributes['r']);
    else if (tag === 'c') this.openCell(attributes);
    else if (tag === 'mergeCell') this.merge(attributes['ref'] ?? '');
    else if (tag === 'rPh') this.phonetic += 1;
    else if (this.cell !== undefined) this.openValue(this.cell, tag);
  }

  close(tag: string): void {
    if (tag === 'c') this.closeCell();
    else if (tag === 'rPh') this.phonetic -= 1;
    if (tag === this.within) this.within = '';
  }

  text(text: string): void {
    if (this.cell === undefined || this.phonetic > 0) return;
    if (this.within === 'v') this.cell.text = (this.cell.text ?? '') + text;
    if (this.within === 't') this.cell.inline = (this.cell.inline ?? '') + text;
  }

  private openRow(number: string | undefined): void {
    const line = number === undefined ? this.line + 1 : Number(number);
    if (!Number.isInteger(line) || line <= this.line || line > 1_048_576) throw broken();
    this.line = line;
    this.column = 0;
  }

  private openCell({ r, t = 'n', s = '0' }: Record<string, string>): void {
    const [, letters, line] = /^([A-Z]{1,3})(\d{1,7})$/.exec(r ?? '') ?? [];
    if (r !== undefined && Number(line) !== this.line) throw broken();
    const column = letters === undefined ? this.column + 1 : columnNumber(letters);
    if (column <= this.column) throw broken();
    this.column = column;
    this.cell = { type: t, style: Number(s), text: undefined, inline: undefined, formula: false };
  }

  private openValue(cell: RawCell, tag: string): void {
    this.within = tag;
    if (tag === 'f') cell.formula = true;
    if (tag === 'v') cell.text = '';
    if (tag === 't') cell.inline ??= '';
  }

  private closeCell(): void {
    const cell = this.cell;
    this.cell = undefined;
    if (cell === undefined || (!cell.formula && !cell.text && !cell.inline)) return;
    const { lines, columns } = this.limits;
    if (this.column > columns) throw new Refused(`第${this.line}行在第${columns}列之后还有内容，请删除`);
    const row = this.lines.get(this.line) ?? new Map<number, RawCell>();
    row.set(this.column, cell);
    this.lines.set(this.line, row);
    if (this.lines.size > lines) throw new Refused(`一次最多导入${lines - 1}行，请分批导入`);
  }

  private merge(ref: string): void {
    const range = rangeOf(ref);
    if (range === undefined) throw broken();
    this.merged.push(range);
    if (this.merged.length > MERGED_MAX) throw new Refused('合并单元格过多，请取消合并后再上传');
  }
}

function rangeOf(text: string): Range | undefined {
  const [, left, top, right = left, bottom = top] =
    /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/.exec(text) ?? [];
  if (left === undefined) return undefined;
  return {
    text,
    top: Number(top),
    left: columnNumber(left),
    bottom: Number(bottom),
    right: columnNumber(right!),
  };
}

/** A → 1, AA → 27. */
const columnNumber = (letters: string): number =>
  [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);

/** 1 → A, 27 → AA: the column as Excel names it. */
export const columnLetters = (number: number): string =>
  number <= 0
    ? ''
    : columnLetters(Math.floor((number - 1) / 26)) + String.fromCharCode(65 + ((number - 1) % 26));
