import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asSystem, one } from '../core/db.ts';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { aCase } from '../tests/harness/factories.ts';

let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await freshDatabase();
  const facts = { category: '电梯', place: '定海路1号' };
  caseId = (await asSystem(database.db, (trx) => aCase(trx, { facts, firmUscc: '91310110DEM010378U' })))
    .caseId;
});
afterAll(() => database.close());

/** The command as somebody types it, against the test's database. */
async function bihuan(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, DATABASE_URL: database.ownerUrl, NODE_OPTIONS: '' };
  const cli = new URL('./bihuan.js', import.meta.url).pathname;
  return promisify(execFile)(process.execPath, [cli, 'try', ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

describe('bihuan try', () => {
  test('tells what a worker answered, noted and wrote, and leaves nothing behind', async () => {
    const { code, stdout } = await bihuan(
      'hazard.route',
      JSON.stringify({ caseId, streetGroup: 'street:yanji' }),
      '--json',
    );
    expect(code).toBe(0);
    const tried = JSON.parse(stdout);
    expect(tried).toMatchObject({ verb: 'hazard.route', output: {}, acts: [{ act: 'hazard.routed' }] });
    expect(tried.rows).toContainEqual({ table: 'cases', inserted: 0, updated: 1, deleted: 0 });
    const kept = await asSystem(database.db, (trx) =>
      one<{ facts: object }>(trx, 'select facts from cases where case_id = ?', [caseId]),
    );
    expect(kept!.facts).not.toHaveProperty('suggestion');
  });

  test('for people it says so in Chinese', async () => {
    const { code, stdout } = await bihuan('hazard.deduplicate', JSON.stringify({ caseId }));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^查重（hazard\.deduplicate）\n返回  \{"isDuplicate":false,"duplicateOf":null\}\n留痕 /,
    );
    expect(stdout).toContain('已全部回滚');
  });

  test('a worker that says no ends with 1 and its reason', async () => {
    const variables = JSON.stringify({ caseId, itemId: caseId });
    const { code, stdout } = await bihuan('item.fail', variables, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      verb: 'item.fail',
      refused: { code: 'diagram-fault', message: '整改项不存在' },
    });
    expect((await bihuan('item.fail', '{"caseId":5}')).stderr).toContain('wrong-input');
  });

  test.each([
    [['hazard.rout', '{}'], '相近的有：hazard.route'],
    [['hazard.route', '{'], '变量不是有效的 JSON'],
    [['hazard.route', '[]'], '变量应当是 JSON 对象'],
    [['hazard.route'], '须给出工作器和变量'],
  ])('%j cannot be tried: 2', async (args, message) => {
    const { code, stderr } = await bihuan(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('lists every worker with its Chinese name', async () => {
    const { stdout } = await bihuan('--list', '--json');
    const all = JSON.parse(stdout) as { verb: string; name: string }[];
    expect(all).toContainEqual(expect.objectContaining({ verb: 'case.open', name: '建案' }));
    expect(all.every(({ name }) => /[\u4e00-\u9fff]/.test(name))).toBe(true);
  });
});
