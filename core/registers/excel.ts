import ExcelJS from 'exceljs';
import { badRequest, type FieldError } from '../errors.ts';
import { columnLetters, readWorkbook, type SheetLine } from '../workbook/index.ts';
import { readCell } from './cell.ts';
import { isEditable, isList, type Register, type RegisterColumn } from './describe.ts';
import { howTo } from './how-to.ts';
import type { RegisterRow } from './list.ts';

/** Lists in one cell are parted like in print. */
const PARTED = /[、,，;；\n]/;
const STATE = '在用情况';
const HELP = '填写说明';
/** How cells are read that belong to no column. */
const NOTE: RegisterColumn = { key: '', label: '', type: 'text' };
/** Excel's format “text”: what begins with = + - @ is shown as it stands, also after somebody edits the cell. */
const AS_TEXT = '@';

/** What is wrong with one cell: where, what stands there, and what to do. */
export interface CellFault extends FieldError {
  label: string;
  given: string;
  remedy: string;
}

/** A line of an imported sheet: its number in the sheet; per column key what is checked and what people see there. */
export interface SheetRow {
  line: number;
  cells: Record<string, string>;
  given: Record<string, string>;
  faults: CellFault[];
  /** 在用情况, where the sheet has it: it tells, and changes nothing. */
  state: string;
}

export interface RegisterSheet {
  rows: SheetRow[];
  /** Other visible sheets, which are not read. */
  unread: string[];
}

/** The rows as a workbook. Every cell is text or a number, never a formula. */
export async function toWorkbook(register: Register, rows: readonly RegisterRow[]): Promise<Buffer> {
  const { book, sheet } = headed(register, isEditable(register) ? [STATE] : []);
  for (const { texts, values, retired } of rows) {
    const cells = register.columns.map((column) =>
      column.type === 'integer' || column.type === 'number'
        ? (values[column.key] as number | null)
        : asStored(texts[column.key] ?? ''),
    );
    const row = sheet.addRow(isEditable(register) ? [...cells, retired ? '停用' : '在用'] : cells);
    row.alignment = { wrapText: true, vertical: 'top' };
    row.eachCell((cell) => {
      if (typeof cell.value === 'string') cell.numFmt = AS_TEXT;
    });
  }
  return bytesOf(book);
}

/** Spreadsheets read `_x0041_` as A; a text that says so is written in a way that gives it back. */
const asStored = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

/** An empty workbook to be filled in, with a sheet that says what goes into each column. */
export function templateOf(register: Register): Promise<Buffer> {
  const { book, sheet } = headed(register, []);
  register.columns.forEach((column, index) => {
    if (column.type !== 'integer' && column.type !== 'number') sheet.getColumn(index + 1).numFmt = AS_TEXT;
  });
  const help = book.addWorksheet(HELP);
  help.addRow(['列', '必填', '填写']).font = { bold: true };
  for (const column of register.columns)
    help.addRow([column.label, column.required ? '是' : '', howTo(column)]);
  help.columns.forEach((column, index) => (column.width = [16, 8, 70][index] ?? 12));
  return bytesOf(book);
}

function headed(register: Register, more: string[]) {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(register.title, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { orientation: 'landscape', paperSize: 9, fitToPage: true, fitToHeight: 0 },
  });
  sheet.addRow([...register.columns.map(({ label }) => label), ...more]).font = { bold: true };
  register.columns.forEach(({ width }, index) => (sheet.getColumn(index + 1).width = (width ?? 360) / 8));
  return { book, sheet };
}

const bytesOf = async (book: ExcelJS.Workbook): Promise<Buffer> => Buffer.from(await book.xlsx.writeBuffer());

/**
 * Read the first visible sheet of an uploaded workbook: each cell as its column takes it, or what is wrong with it.
 * Throws 400 for what is no workbook or too large, and for a heading that misses a required column or has one the register
 * does not know; 503 when others' files are being read.
 */
export async function readSheet(register: Register, bytes: Buffer): Promise<RegisterSheet> {
  const sheet = await readWorkbook(bytes);
  const [heading, ...lines] = sheet.lines;
  if (lines.length === 0) throw badRequest('文件里没有数据行，请从第二行起填写');
  const columns = headings(register, heading!);
  const rows = lines
    .map(({ line, cells }) => sheetRow(line, cells, columns))
    .filter(({ cells, faults }) => faults.length > 0 || Object.values(cells).some((text) => text !== ''));
  if (rows.length === 0) throw badRequest('文件里没有数据行，请从第二行起填写');
  return { rows, unread: sheet.unread.filter((name) => name !== HELP) };
}

type Headed = RegisterColumn | 'state';

function sheetRow(line: number, filled: SheetLine['cells'], columns: Map<number, Headed>): SheetRow {
  const row: SheetRow = { line, cells: {}, given: {}, faults: [], state: '' };
  for (const [index, column] of columns) {
    if (column === 'state') {
      row.state = readCell(NOTE, filled.get(index)).text;
      continue;
    }
    const { text, given, fault } = readCell(column, filled.get(index));
    row.cells[column.key] = text;
    row.given[column.key] = given;
    if (fault) row.faults.push({ path: column.key, label: column.label, given, ...fault });
  }
  for (const [index, cell] of filled) {
    const { given } = readCell(NOTE, cell);
    if (columns.has(index) || given === '') continue;
    const label = `${columnLetters(index)}列`;
    row.faults.push({
      path: '',
      label,
      given,
      message: '这一列没有列名',
      remedy: '删除这一格，或移到有列名的列',
    });
  }
  return row;
}

function headings({ columns }: Register, { line, cells }: SheetLine): Map<number, Headed> {
  const found = new Map<number, Headed>();
  const odd: string[] = [];
  for (const [index, cell] of line === 1 ? cells : []) {
    const { given: label } = readCell(NOTE, cell);
    const column = label === STATE ? 'state' : columns.find((one) => one.label === label);
    if (column && ![...found.values()].includes(column)) found.set(index, column);
    else if (label !== '') odd.push(column ? `列“${label}”重复` : `台账没有列“${label}”`);
  }
  const missing = columns.filter((column) => column.required && ![...found.values()].includes(column));
  if (odd.length === 0 && missing.length === 0) return found;
  throw badRequest('第一行的列名与台账不一致，请使用下载的模板', [
    ...missing.map(({ key, label }) => ({ path: key, message: `缺少列“${label}”` })),
    ...odd.map((message) => ({ path: '', message })),
  ]);
}

/** The texts of one cell: one, or of a column of several its parts. */
export const partsOf = (column: RegisterColumn, text: string): string[] =>
  (isList(column) ? text.split(PARTED) : [text]).map((part) => part.trim()).filter(Boolean);
