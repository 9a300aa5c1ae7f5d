import type { Cell, CellValue } from '../workbook/index.ts';
import { readDay } from '../text/day.ts';
import type { RegisterColumn } from './describe.ts';
import { plainText } from './plain-text.ts';

/** A cell as its column takes it: a text to be checked like any entry, or what is wrong and what to do about it. */
export interface CellRead {
  text: string;
  /** What stands in the cell, as people see it. */
  given: string;
  fault?: { message: string; remedy: string };
}

const AS_TEXT = '在 Excel 中把单元格格式设为“文本”，再重新填写';
const RETYPE = '删去公式，直接填写内容（可“选择性粘贴”为数值）';
/** Excel keeps 15 digits of a number; what comes after them has become 0. */
const EXACT = 1e15;

/**
 * What a cell says in this column. Nothing is guessed and nothing emptied: errors, formulas without result, merged cells,
 * rounded numbers and dates that Excel made of something else are faults.
 */
export function readCell(column: RegisterColumn, cell: Cell | undefined): CellRead {
  if (cell === undefined) return { text: '', given: '' };
  const given = shown(cell.value);
  if (cell.merged !== undefined)
    return bad(given, `单元格是合并的（${cell.merged}）`, '取消合并，每一行分别填写');
  const { value } = cell;
  switch (value.kind) {
    case 'error':
      return bad(given, `单元格是错误值 ${value.code}`, RETYPE);
    case 'uncalculated':
      return bad('（公式）', '公式没有结果', `用 Excel 打开并保存一次，或${RETYPE}`);
    case 'date':
      return date(column, value, given);
    case 'number':
      return number(column, value, given);
    case 'boolean':
      return { text: given, given };
    case 'text':
      return text(column, value.text);
  }
}

const bad = (given: string, message: string, remedy: string): CellRead => ({
  text: '',
  given,
  fault: { message, remedy },
});

function shown(value: CellValue): string {
  if (value.kind === 'text') return value.text.trim();
  if (value.kind === 'boolean') return value.value ? 'TRUE' : 'FALSE';
  if (value.kind === 'error') return value.code;
  if (value.kind === 'date') return [value.day, value.time].filter(Boolean).join(' ');
  return value.kind === 'number' ? decimal(value.value) : '';
}

/** As Excel shows it: 15 digits, not the nearest binary fraction. */
function decimal(value: number): string {
  if (Math.abs(value) >= EXACT) return BigInt(Math.round(value)).toString();
  const [digits, power = '0'] = value.toPrecision(15).split('e');
  return Number(power) < -6 ? `${Number(digits)}e${power}` : String(Number(value.toPrecision(15)));
}

function text(column: RegisterColumn, value: string): CellRead {
  const { text: plain, fault } = plainText(value);
  if (fault) return bad(plain.replace(/\p{Cc}/gu, '�'), fault, '重新填写这一格');
  if (plain === '') return { text: '', given: '' };
  if (column.type === 'date') {
    const read = readDay(plain);
    return 'day' in read
      ? { text: read.day, given: plain }
      : bad(plain, read.fault, `写完整的年月日，例如 2026-06-30`);
  }
  return { text: column.type === 'integer' ? whole(plain) : plain, given: plain };
}

/** １２, 1,200 and 12.0 are whole numbers to whoever wrote them. */
function whole(text: string): string {
  const folded = text.normalize('NFKC').replace(/\s/g, '');
  const plain = /^-?\d{1,3}(,\d{3})+(\.0+)?$/.test(folded) ? folded.replaceAll(',', '') : folded;
  return plain.replace(/^(-?\d+)\.0+$/, '$1');
}

function date(column: RegisterColumn, value: CellValue & { kind: 'date' }, given: string): CellRead {
  if (column.type === 'date')
    return value.time === ''
      ? { text: value.day, given }
      : bad(given, '带有时刻，这一列只填日期', '只填日期，例如 2026-06-30');
  if (['text', 'long'].includes(column.type) && value.whole) return { text: given, given };
  return bad(given, 'Excel 把这一格当作日期', AS_TEXT);
}

function number(column: RegisterColumn, value: CellValue & { kind: 'number' }, given: string): CellRead {
  if (Math.abs(value.value) >= EXACT)
    return bad(given, '数字超过15位，Excel 只保留前15位，后面的已不准确', `${AS_TEXT}完整号码`);
  if (column.type === 'integer') return { text: given, given };
  if (column.type === 'date') return dayNumber(given);
  const zeros = /^0+$/.exec(value.format)?.[0].length ?? 0;
  if (!isPlain(value.format))
    return bad(given, `数字带有显示格式（${value.format}），存入的会与看到的不同`, AS_TEXT);
  const padded = Number.isInteger(value.value) && value.value >= 0 ? given.padStart(zeros, '0') : given;
  if (column.pattern && !column.pattern.is.test(padded))
    return bad(padded, `单元格是数字，开头的0会丢失；${column.pattern.says}`, AS_TEXT);
  return { text: padded, given: padded };
}

const isPlain = (format: string): boolean => /^(general|@|0+|0\.0+|#,##0(\.0+)?)(_ )?$/i.test(format);

/** 20260630 typed into a cell without a format is a day; 46203 may be one, or anything. */
function dayNumber(given: string): CellRead {
  const read = /^\d{8}$/.test(given) ? readDay(given) : { fault: '是数字，不是日期' };
  return 'day' in read
    ? { text: read.day, given }
    : bad(given, read.fault, '把单元格格式设为“日期”，或写作 2026-06-30');
}
