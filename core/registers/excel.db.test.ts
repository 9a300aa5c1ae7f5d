import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import type { Actor } from '../actor.ts';
import { AppError } from '../errors.ts';
import { actorOf } from '../people.ts';
import { readSheet, templateOf, toWorkbook } from './excel.ts';
import { importLines } from './import.ts';
import { listRegister } from './list.ts';
import { registerFor, registersFor } from './shipped.ts';

let database: TestDatabase;
let awb: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  awb = (await actorOf(database.db, 'gu.xinlan'))!;
});
afterAll(() => database.close());

const measures = () => registerFor(awb, 'measures');

/** A workbook with these rows under the headings of 措施台账. */
async function sheetOf(rows: unknown[][], headings?: string[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('x');
  sheet.addRow(headings ?? measures().columns.map(({ label }) => label));
  for (const row of rows) sheet.addRow(row);
  return Buffer.from(await book.xlsx.writeBuffer());
}

test('what is exported can be imported again and changes nothing, for every register that is edited', () =>
  rolledBack(database.db, async (trx) => {
    for (const register of registersFor(awb).filter(({ natural }) => natural !== null)) {
      const { items } = await listRegister(trx, register, { limit: 100 });
      const { rows } = await readSheet(register, await toWorkbook(register, items));
      const told = await importLines(trx, awb, register, rows);
      expect(told.filter(({ what }) => what !== 'same')).toEqual([]);
      expect(told).toHaveLength(items.length);
      expect(await readSheet(register, await templateOf(register)).catch((e: AppError) => e.title)).toContain(
        '没有数据行',
      );
    }
  }));

test('a text that looks like a formula is exported as text, and comes back as it was', () =>
  rolledBack(database.db, async (trx) => {
    const [first] = (await listRegister(trx, measures(), {})).items;
    const evil = [
      ...[
        '=1+1',
        '+cmd|/c calc',
        '-2+3',
        '@SUM(A1)',
        '\t=1+1',
        '\r=1+1',
        '\n=1+1',
        '＝1+1',
        '＋1',
        '－1',
        '＠SUM(1)',
      ],
      ...['=HYPERLINK("http://x","y")', '+8613800000000', "'=1+1", ' =1+1', '_x003D_1+1', '{=1+1}'],
    ];
    const rows = evil.map((proof) => ({ ...first!, texts: { ...first!.texts, proof } }));
    const bytes = await toWorkbook(measures(), rows);
    const sheet = Buffer.from(unzipSync(bytes)['xl/worksheets/sheet1.xml']!).toString();
    expect(sheet).not.toMatch(/<f[ >]/);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes as never);
    for (let line = 2; line <= evil.length + 1; line += 1) {
      const cell = book.worksheets[0]!.getRow(line).getCell(5);
      expect([cell.type, cell.numFmt, cell.formula]).toEqual([ExcelJS.ValueType.String, '@', undefined]);
    }
    const read = (await readSheet(measures(), bytes)).rows.map(({ cells }) => cells.proof);
    expect(read).toEqual(evil.map((text) => text.trim()));
  }));

test('each line is told: new, changed, the same, or wrong with the field; names become ids', () =>
  rolledBack(database.db, async (trx) => {
    const [one, two] = (await listRegister(trx, measures(), {})).items;
    const cells = (row: typeof one) => measures().columns.map(({ key }) => row!.texts[key]);
    const fresh = [
      79,
      '新措施',
      '消防安全',
      '杨浦区消防救援支队',
      '',
      new Date('2026-12-31'),
      '未启动',
      '街道、国企',
      '',
    ];
    const sheet = await sheetOf([
      cells(one),
      cells(two).map((text, index) => (index === 6 ? '未启动' : index === 4 ? '照片' : text)),
      fresh,
      fresh.with(0, 78).with(3, '区发展和改革委员会'),
      fresh.with(0, 77).with(6, '快好了').with(5, '年底'),
      fresh.with(1, '又是七十九'),
      fresh.with(0, ''),
    ]);
    const told = await importLines(trx, awb, measures(), (await readSheet(measures(), sheet)).rows);
    expect(
      told.map(({ line, what, errors }) => [line, what, ...errors.map((e) => `${e.label}：${e.message}`)]),
    ).toEqual([
      [2, 'same'],
      [3, 'changed'],
      [4, 'new'],
      [5, 'wrong', '责任单位：没有找到“区发展和改革委员会”，请从列表中选择'],
      [6, 'wrong', '期限：不是日期', '状态：状态应为：未启动、进行中、已完成'],
      [7, 'wrong', '序号：与第4行重复'],
      [8, 'wrong', '序号：请填写序号'],
    ]);
    expect(told[1]!.changes.map(({ label, after }) => [label, after])).toEqual([
      ['佐证', '照片'],
      ['状态', '未启动'],
    ]);
    const { items } = await listRegister(trx, measures(), { q: '新措施' });
    expect(items.map(({ texts }) => [texts.ownerUnitId, texts.dueOn, texts.checkedIn])).toEqual([
      ['杨浦区消防救援支队', '2026-12-31', '街道、国企'],
    ]);
  }));

test('what is no workbook, has other columns or no rows is refused with what to do', async () => {
  const refusal = (bytes: Buffer) =>
    readSheet(measures(), bytes).then(
      () => undefined,
      (error: AppError) => [error.title, ...(error.errors ?? []).map(({ message }) => message)].join('；'),
    );
  expect(await refusal(Buffer.from('序号,措施'))).toContain('请上传 .xlsx 工作簿');
  expect(await refusal(await sheetOf([]))).toContain('没有数据行');
  expect(await refusal(await sheetOf([[1]], ['序号', '颜色']))).toMatch(/缺少列“措施”.*台账没有列“颜色”/);
});
