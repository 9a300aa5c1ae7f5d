import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { openApi, type Session } from '../../bin/demo/client.ts';
import { asSystem, rows } from '../../core/db.ts';
import { openTestApp, type RunningApp } from '../../tests/harness/app.ts';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';

let database: TestDatabase;
let app: RunningApp;
let keeper: Session;
let leader: Session;
/** As exported by the product: two rows, the first with 佐证 and 备注. */
let exported: Buffer;

const values = (row: Row) => row.values;
interface Row {
  rowId: string;
  version: number;
  values: Record<string, unknown>;
}
interface Told {
  applied: boolean;
  title?: string;
  lines: { what: string; emptied: string[]; errors: unknown[] }[];
}

beforeAll(async () => {
  database = await freshDatabase();
  app = await openTestApp(database, 'test');
  const api = openApi(app.url, app.password);
  [keeper, leader] = [await api.as('gu.xinlan'), await api.as('he.zhengyan')];
  const [row] = await list();
  const full = { ...row!.values, proof: '旧佐证', note: '旧备注' };
  await keeper.post(`/registers/measures/rows/${row!.rowId}`, { version: row!.version, values: full });
  exported = Buffer.from(await keeper.bytes('/registers/measures/export'));
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const list = async (): Promise<Row[]> =>
  (await keeper.get<{ items: Row[] }>('/registers/measures/rows?sort=no&limit=100')).items;
/** Everything an import may write, as it stands. */
const everything = () =>
  asSystem(database.db, (trx) =>
    rows(
      trx,
      `select (select jsonb_agg(m order by row_id) from measure_register m) as rows,
         (select count(*)::int from register_change) as changes, (select count(*)::int from security_event) as events`,
    ),
  );

/** The exported book with changes: columns by their headings. */
async function book(
  change: (cell: (line: number, heading: string) => ExcelJS.Cell, sheet: ExcelJS.Worksheet) => void,
) {
  const read = new ExcelJS.Workbook();
  await read.xlsx.load(exported as never);
  const sheet = read.worksheets[0]!;
  const headings = (sheet.getRow(1).values as string[]).map(String);
  change((line, heading) => sheet.getRow(line).getCell(headings.indexOf(heading)), sheet);
  return new Blob([new Uint8Array(await read.xlsx.writeBuffer())]);
}
async function sent(by: Session, file: Blob, query = ''): Promise<{ status: number; told: Told }> {
  const form = new FormData();
  form.append('file', file, '措施.xlsx');
  const answer = await by.raw('POST', `/registers/measures/import${query}`, { form });
  return { status: answer.status, told: (await answer.json()) as Told };
}

/** One row emptied in two cells, another changed, a third new. */
const emptying = () =>
  book((cell, sheet) => {
    cell(2, '佐证').value = null;
    cell(2, '备注').value = null;
    cell(3, '分类').value = '有限空间';
    const fresh = sheet.addRow([]);
    for (const [heading, value] of Object.entries({
      序号: 188,
      措施: '新增的一条',
      分类: '消防安全',
      责任单位: '杨浦区消防救援支队',
      在用情况: '在用',
      状态: '未启动',
    })) {
      const at = (sheet.getRow(1).values as string[]).indexOf(heading);
      if (at > 0) fresh.getCell(at).value = value;
    }
  });

describe('an import that would empty what stands there', () => {
  test('is tried: told what it would do, and nothing is written', async () => {
    const before = await everything();
    const { status, told } = await sent(keeper, await emptying());
    expect([status, told.applied]).toEqual([200, false]);
    expect(told.lines[0]).toMatchObject({ what: 'changed', emptied: ['佐证', '备注'] });
    expect(told.lines.map(({ what }) => what).filter((what) => what !== 'same')).toEqual([
      'changed',
      'changed',
      'new',
    ]);
    expect(await everything()).toEqual(before);
  });

  test('without consent is 409 that says how many places, and not one row of it is written', async () => {
    const before = await everything();
    for (const query of ['?apply=true', '?apply=true&allowEmptying=false']) {
      const { status, told } = await sent(keeper, await emptying(), query);
      expect(status).toBe(409);
      expect(told.title).toMatch(/^有2处原有内容将被空单元格清空，一行也没有写入/);
      expect(told.lines[0]!.emptied).toHaveLength(2);
    }
    expect(await everything()).toEqual(before);
  });

  test('consent does not carry a wrong row in, nor the right rows beside it', async () => {
    const before = await everything();
    const file = await book((cell) => {
      cell(2, '佐证').value = null;
      cell(3, '责任单位').value = '没有这个局';
      cell(4, '分类').value = '有限空间';
    });
    const { status, told } = await sent(keeper, file, '?apply=true&allowEmptying=true');
    expect([status, told.title]).toEqual([409, expect.stringContaining('一行也没有写入')]);
    expect(told.lines.map(({ what }) => what)).toContain('wrong');
    expect(await everything()).toEqual(before);
  });

  test('consent of somebody who only reads is none', async () => {
    const before = await everything();
    expect((await sent(leader, await emptying(), '?apply=true&allowEmptying=true')).status).toBe(403);
    expect(await everything()).toEqual(before);
  });

  test('with consent is written whole, with its history; once more it changes nothing', async () => {
    const { status, told } = await sent(keeper, await emptying(), '?apply=true&allowEmptying=true');
    expect([status, told.applied]).toEqual([200, true]);
    const now = (await list()).map(values);
    expect(now[0]).toMatchObject({ proof: '', note: '' });
    expect(now[1]).toMatchObject({ topic: '有限空间' });
    expect(now.find(({ no }) => no === 188)).toMatchObject({
      measure: '新增的一条',
      ownerUnitId: 'xiaofang',
    });
    const imported = await rows<{ act: string }>(
      database.db,
      'select act from register_change where imported order by change_id',
    );
    expect(imported.map(({ act }) => act).sort()).toEqual(['changed', 'changed', 'created']);

    const again = await sent(keeper, await emptying(), '?apply=true');
    expect([again.status, again.told.lines.every(({ what }) => what === 'same')]).toEqual([200, true]);
  });

  test('two at the same moment: the second is told, and nothing of it stands half', async () => {
    const change = (topic: string) =>
      book((cell, sheet) => {
        for (let line = 2; line <= Math.min(sheet.rowCount, 40); line++) {
          cell(line, '分类').value = topic;
          cell(line, '佐证').value = cell(line, '佐证').value ?? '';
        }
      });
    const both = await Promise.all(
      ['甲类', '乙类'].map(async (topic) =>
        sent(keeper, await change(topic), '?apply=true&allowEmptying=true'),
      ),
    );
    expect(both.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const topics = new Set((await list()).slice(0, 39).map(({ values: { topic } }) => topic));
    expect(topics.size).toBe(1);
  });
});
