import { unzipSync } from 'fflate';
import ExcelJS from 'exceljs';
import { badRequest } from '../errors.ts';
import { isEditable, isList, type Register, type RegisterColumn } from './describe.ts';
import type { RegisterRow } from './list.ts';

/** Lists in one cell are parted like in print. */
const PARTED = /[、,，;；\n]/;
const STATE = '在用情况';
const ROWS_MAX = 2000;
const INFLATED_MAX = 50 * 1024 * 1024;
/** Excel's format “text”: what begins with = + - @ is shown as it stands, also after somebody edits the cell. */
const AS_TEXT = '@';

/** A line of an imported sheet: its number in the sheet, and the text of each cell by column key. */
export interface SheetRow {
  line: number;
  cells: Record<string, string>;
}

/** The rows as a workbook. Every cell is text or a number, never a formula. */
export async function toWorkbook(register: Register, rows: readonly RegisterRow[]): Promise<Buffer> {
  const { book, sheet } = headed(register, isEditable(register) ? [STATE] : []);
  for (const { texts, values, retired } of rows) {
    const cells = register.columns.map((column) =>
      column.type === 'integer' || column.type === 'number'
        ? (values[column.key] as number | null)
        : texts[column.key],
    );
    const row = sheet.addRow(isEditable(register) ? [...cells, retired ? '停用' : '在用'] : cells);
    row.alignment = { wrapText: true, vertical: 'top' };
    row.eachCell((cell) => {
      if (typeof cell.value === 'string') cell.numFmt = AS_TEXT;
    });
  }
  return bytesOf(book);
}

/** An empty workbook to be filled in, with a sheet that says what goes into each column. */
export function templateOf(register: Register): Promise<Buffer> {
  const { book, sheet } = headed(register, []);
  register.columns.forEach((column, index) => {
    if (column.type !== 'integer' && column.type !== 'number') sheet.getColumn(index + 1).numFmt = AS_TEXT;
  });
  const help = book.addWorksheet('填写说明');
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

function howTo({ type, options, hint, label }: RegisterColumn): string {
  const choice = options?.map((option) => option.label).join('、');
  const how: Partial<Record<RegisterColumn['type'], string>> = {
    date: '日期，例如 2026-06-30',
    integer: '整数',
    choice: `填其中一项：${choice}`,
    choices: `可填多项，用顿号隔开：${choice}`,
    unit: '单位名称，与单位名册一致',
    units: '单位名称，多个用顿号隔开',
    objects: '单位或企业名称（或统一社会信用代码），多个用顿号隔开',
    person: '姓名；重名时填账号',
  };
  return [how[type] ?? label, hint].filter(Boolean).join('。');
}

/**
 * Read the first sheet of an uploaded workbook. Formulas count by their result. Throws 400 for what is no workbook, for one
 * that is too large, and for a heading that misses a required column or has one the register does not know.
 */
export async function readSheet(register: Register, bytes: Buffer): Promise<SheetRow[]> {
  const book = new ExcelJS.Workbook();
  try {
    mustBeModest(bytes);
    await book.xlsx.load(bytes as unknown as ArrayBuffer);
  } catch (error) {
    throw badRequest('文件无法读取，请上传 .xlsx 工作簿（可先下载模板）', [
      { path: 'file', message: error instanceof RangeError ? error.message : '不是可读的 .xlsx 文件' },
    ]);
  }
  const sheet = book.worksheets[0];
  if (sheet === undefined || sheet.rowCount < 2) throw badRequest('文件里没有数据行，请从第二行起填写');
  if (sheet.rowCount > ROWS_MAX + 1) throw badRequest(`一次最多导入${ROWS_MAX}行，请分批导入`);
  const keys = headings(register, sheet.getRow(1));
  const found: SheetRow[] = [];
  sheet.eachRow((row, line) => {
    if (line === 1) return;
    const cells = Object.fromEntries(
      [...keys].map(([index, key]) => [key, textOf(row.getCell(index).value)]),
    );
    if (Object.values(cells).some((text) => text !== '')) found.push({ line, cells });
  });
  return found;
}

/** A small file can unpack to more than the memory there is. */
function mustBeModest(bytes: Buffer): void {
  let size = 0;
  unzipSync(bytes, {
    filter: ({ originalSize }) => {
      size += originalSize;
      return false;
    },
  });
  if (size > INFLATED_MAX) throw new RangeError('文件解压后过大');
}

function headings({ columns }: Register, row: ExcelJS.Row): Map<number, string> {
  const keys = new Map<number, string>();
  const odd: string[] = [];
  row.eachCell((cell, index) => {
    const label = textOf(cell.value);
    const column = columns.find((one) => one.label === label);
    if (column) keys.set(index, column.key);
    else if (label !== '' && label !== STATE) odd.push(label);
  });
  const missing = columns.filter(({ key, required }) => required && ![...keys.values()].includes(key));
  if (odd.length === 0 && missing.length === 0) return keys;
  throw badRequest('第一行的列名与台账不一致，请使用下载的模板', [
    ...missing.map(({ key, label }) => ({ path: key, message: `缺少列“${label}”` })),
    ...odd.map((label) => ({ path: '', message: `台账没有列“${label}”` })),
  ]);
}

function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value).trim();
  if ('richText' in value)
    return value.richText
      .map(({ text }) => text)
      .join('')
      .trim();
  if ('hyperlink' in value) return textOf(value.text as ExcelJS.CellValue);
  if ('result' in value) return textOf(value.result as ExcelJS.CellValue);
  return '';
}

/** The texts of one cell: one, or of a column of several its parts. */
export const partsOf = (column: RegisterColumn, text: string): string[] =>
  (isList(column) ? text.split(PARTED) : [text]).map((part) => part.trim()).filter(Boolean);
