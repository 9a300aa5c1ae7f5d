import { expect, test } from '@jest/globals';
import type { CellValue } from '../workbook/index.ts';
import { readCell } from './cell.ts';
import type { RegisterColumn } from './describe.ts';

const TEXT: RegisterColumn = { key: 'note', label: '备注', type: 'text' };
const PHONE: RegisterColumn = {
  key: 'phone',
  label: '电话',
  type: 'text',
  pattern: { is: /^(1[3-9]\d{9}|0\d{9,11})$/, says: '电话格式不正确' },
};
const DATE: RegisterColumn = { key: 'dueOn', label: '期限', type: 'date' };
const NO: RegisterColumn = { key: 'no', label: '序号', type: 'integer' };

const number = (value: number, format = 'General'): CellValue => ({ kind: 'number', value, format });
const text = (is: string): CellValue => ({ kind: 'text', text: is });
const day = (time = '', whole = true): CellValue => ({ kind: 'date', day: '2026-06-30', time, whole });
const read = (column: RegisterColumn, value: CellValue, merged?: string) => {
  const found = readCell(column, merged === undefined ? { value } : { value, merged });
  return found.fault ? `${found.given}｜${found.fault.message}｜${found.fault.remedy}` : found.text;
};

test('errors, formulas without result and merged cells are told, never emptied', () => {
  for (const column of [TEXT, DATE, NO]) {
    expect(read(column, { kind: 'error', code: '#N/A' })).toMatch(/^#N\/A｜单元格是错误值 #N\/A｜删去公式/);
    expect(read(column, { kind: 'uncalculated' })).toMatch(/公式没有结果｜用 Excel 打开并保存一次/);
    expect(read(column, text('甲'), 'E2:E3')).toBe('甲｜单元格是合并的（E2:E3）｜取消合并，每一行分别填写');
    expect(read(column, text(''), 'E2:E3')).toMatch(/单元格是合并的/);
  }
});

test('a number in a text column is taken exactly, or told why not', () => {
  expect(read(TEXT, number(310105199001011234))).toMatch(/数字超过15位.*格式设为“文本”/);
  expect(read(TEXT, number(123456789012345))).toBe('123456789012345');
  expect(read(TEXT, number(1e15))).toMatch(/数字超过15位/);
  expect(read(TEXT, number(0.1 + 0.2))).toBe('0.3');
  expect(read(TEXT, number(-12.5, '0.00'))).toBe('-12.5');
  expect(read(TEXT, number(0.5, '0%'))).toMatch(/数字带有显示格式（0%）/);
  expect(read(PHONE, number(13800001234))).toBe('13800001234');
  expect(read(PHONE, number(2155550101))).toMatch(
    /^2155550101｜单元格是数字，开头的0会丢失；电话格式不正确｜.*“文本”/,
  );
  expect(read(PHONE, number(2155550101, '00000000000'))).toBe('02155550101');
});

test('whole numbers in full-width digits and with thousands are understood', () => {
  for (const [given, is] of [
    ['１２', '12'],
    ['1,200', '1200'],
    ['12.0', '12'],
    [' 7 ', '7'],
    ['1,2', '1,2'],
    ['1.5', '1.5'],
  ])
    expect(read(NO, text(given!))).toBe(is);
  expect(read(NO, number(12))).toBe('12');
});

test('dates are days of the calendar; what Excel made a date of something else is told', () => {
  expect(read(DATE, day())).toBe('2026-06-30');
  expect(read(DATE, day('14:30:00'))).toMatch(/^2026-06-30 14:30:00｜带有时刻/);
  expect(read(DATE, number(20260630))).toBe('2026-06-30');
  expect(read(DATE, number(46203))).toMatch(/^46203｜是数字，不是日期/);
  expect(read(DATE, text('2026.6.30'))).toBe('2026-06-30');
  expect(read(DATE, text('6/7/2026'))).toMatch(/^6\/7\/2026｜年月日的次序不明确/);
  expect(read(TEXT, day())).toBe('2026-06-30');
  expect(read(TEXT, day('14:30:00'))).toBe('2026-06-30 14:30:00');
  expect(read(TEXT, day('', false))).toMatch(/Excel 把这一格当作日期/);
  expect(read(NO, day())).toMatch(/Excel 把这一格当作日期/);
});

test('control characters are told; what nobody sees is taken out', () => {
  expect(read(TEXT, text('红\u001b[31m'))).toMatch(/^红�\[31m｜含有控制字符（U\+001B）/);
  expect(read(TEXT, text('某\u200B公\u202E司'))).toBe('某公司');
  expect(read(TEXT, { kind: 'boolean', value: true })).toBe('TRUE');
});
