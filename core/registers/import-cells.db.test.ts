import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import type { Actor } from '../actor.ts';
import type { Trx } from '../db.ts';
import type { AppError } from '../errors.ts';
import { actorOf } from '../people.ts';
import { saveRow } from './edit.ts';
import { readSheet, toWorkbook } from './excel.ts';
import { importLines, type ImportedLine } from './import.ts';
import { listRegister, type RegisterRow } from './list.ts';
import { registerFor } from './shipped.ts';

let database: TestDatabase;
let awb: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  awb = (await actorOf(database.db, 'gu.xinlan'))!;
});
afterAll(() => database.close());

const measures = () => registerFor(awb, 'measures');
type Sheet = ExcelJS.Worksheet;

/** Two rows that hold something in every column, exported, changed in Excel and imported. */
async function imported(trx: Trx, change: (sheet: Sheet) => void): Promise<[ImportedLine, ImportedLine]> {
  const rows: RegisterRow[] = [];
  for (const row of (await listRegister(trx, measures(), { limit: 2 })).items)
    rows.push(
      await saveRow(trx, awb, measures(), {
        rowId: row.rowId,
        values: { ...row.values, proof: '台账', note: '旧备注', dueOn: '2026-12-31' },
      }),
    );
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await toWorkbook(measures(), rows)) as never);
  change(book.worksheets[0]!);
  const sheet = await readSheet(measures(), Buffer.from(await book.xlsx.writeBuffer()));
  const told = await importLines(trx, awb, measures(), sheet.rows);
  return [told[0]!, told[1]!];
}
const faults = ({ what, errors }: ImportedLine) => [
  what,
  ...errors.map(({ label, given, message }) => `${label}｜${given}｜${message}`),
];
const stored = async (trx: Trx) =>
  (await listRegister(trx, measures(), { limit: 2 })).items.map(({ texts }) => [texts.proof, texts.note]);

test('error values, formulas without result and merged cells are told per cell, and empty nothing', () =>
  rolledBack(database.db, async (trx) => {
    const [one, two] = await imported(trx, (sheet) => {
      sheet.getCell('E2').value = { formula: 'VLOOKUP(1,A:A,5)', result: { error: '#N/A' } };
      sheet.getCell('I2').value = { formula: 'A2&B2' };
      sheet.mergeCells('E3:F3');
    });
    expect(faults(one)).toEqual(['wrong', '佐证｜#N/A｜单元格是错误值 #N/A', '备注｜（公式）｜公式没有结果']);
    expect(faults(two)).toEqual([
      'wrong',
      '佐证｜台账｜单元格是合并的（E3:F3）',
      expect.stringMatching(/^期限｜.*｜单元格是合并的/),
    ]);
    expect(one.errors.every(({ remedy }) => remedy !== '')).toBe(true);
    expect(await stored(trx)).toEqual([
      ['台账', '旧备注'],
      ['台账', '旧备注'],
    ]);
  }));

test('an empty cell over a value is told as 将清空; an empty one over nothing is not', () =>
  rolledBack(database.db, async (trx) => {
    const [one, two] = await imported(trx, (sheet) => {
      for (const cell of ['E2', 'F2']) sheet.getCell(cell).value = null;
      sheet.getCell('I3').value = '新备注';
    });
    expect([one.what, one.emptied]).toEqual(['changed', ['佐证', '期限']]);
    expect([two.what, two.emptied]).toEqual(['changed', []]);
  }));

test('all faults of a line are told at once, with those the register finds', () =>
  rolledBack(database.db, async (trx) => {
    const [one] = await imported(trx, (sheet) => {
      sheet.getCell('E2').value = { error: '#REF!' } as never;
      sheet.getCell('D2').value = '没有这个局';
      sheet.getCell('F2').value = '6/7/2026';
      sheet.getCell('G2').value = '快好了';
      sheet.getCell('I2').value = 310105199001011234;
    });
    expect(faults(one).slice(1).sort()).toEqual(
      [
        '佐证｜#REF!｜单元格是错误值 #REF!',
        '备注｜310105199001011264｜数字超过15位，Excel 只保留前15位，后面的已不准确',
        '期限｜6/7/2026｜年月日的次序不明确',
        '状态｜快好了｜状态应为：未启动、进行中、已完成',
        '责任单位｜没有这个局｜没有找到“没有这个局”，请从列表中选择',
      ].sort(),
    );
  }));

test('values beside the table and a changed 在用情况 are told, not passed over', () =>
  rolledBack(database.db, async (trx) => {
    const [one, two] = await imported(trx, (sheet) => {
      sheet.getCell('J2').value = '停用';
      sheet.getCell('L3').value = '另记一笔';
    });
    expect(faults(one)).toEqual(['wrong', '｜｜在用情况不能由导入修改，现为“在用”；请在台账中停用或恢复']);
    expect(faults(two)).toEqual(['wrong', 'L列｜另记一笔｜这一列没有列名']);
  }));

test('full-width numbers and the usual dates of a sheet are what they mean', () =>
  rolledBack(database.db, async (trx) => {
    const [one, two] = await imported(trx, (sheet) => {
      sheet.getCell('A2').value = String(sheet.getCell('A2').value).replace(
        /\d/g,
        (d) => '０１２３４５６７８９'[Number(d)]!,
      );
      sheet.getCell('F2').value = '2026/6/30';
      sheet.getCell('F3').value = new Date('2026-06-30');
      sheet.getCell('F3').numFmt = 'yyyy/m/d';
    });
    for (const { changes, errors } of [one, two]) {
      expect(errors).toEqual([]);
      expect(changes).toEqual([{ label: '期限', before: '2026-12-31', after: '2026-06-30' }]);
    }
  }));

test('the form of a row refuses control characters and keeps no invisible ones', () =>
  rolledBack(database.db, async (trx) => {
    const row = (await listRegister(trx, measures(), { limit: 1 })).items[0]!;
    const save = (proof: string) =>
      saveRow(trx, awb, measures(), { rowId: row.rowId, values: { ...row.values, proof } });
    for (const bad of ['红\u001b[31m', '铃\u0007', '\u009b1', '半\ud800'])
      expect(await save(bad).catch((error: AppError) => error.errors?.[0]?.path)).toBe('proof');
    expect((await save('某\u200B公\u202E司\uFEFF')).texts.proof).toBe('某公司');
  }));
