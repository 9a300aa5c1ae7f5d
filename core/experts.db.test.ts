import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aCase } from '../tests/harness/factories.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import { rows } from './db.ts';
import { drawExperts, eligible } from './experts.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const request = { fields: ['电气'], count: 2, excludeUnits: [], excludeAccounts: [], seed: 'seed-1' };

test('each field that patrols ask for has at least two experts', () =>
  rolledBack(database.db, async (trx) => {
    for (const field of ['危化', '建筑', '消防', '特种设备', '电气', '燃气'])
      expect([
        field,
        (await drawExperts(trx, (await aCase(trx)).caseId, { ...request, fields: [field] })).missing,
      ]).toEqual([field, 0]);
  }));

test('a recorded draw comes again although the register has changed since', () =>
  rolledBack(database.db, async (trx) => {
    const { caseId } = await aCase(trx);
    const first = await drawExperts(trx, caseId, request);
    await trx.raw('update expert set retired_at = now() where account = any(?)', [
      first.drawn.map((e) => e.account),
    ]);
    expect(await drawExperts(trx, caseId, request)).toEqual(first);
    expect(await rows(trx, 'select drawn from expert_draw where case_id = ?', [caseId])).toEqual([
      { drawn: first.drawn.map((e) => e.account) },
    ]);
    // another seed is another draw, from those who are left
    const next = await drawExperts(trx, caseId, { ...request, seed: 'seed-2' });
    expect(next.drawn.some((e) => first.drawn.some((f) => f.account === e.account))).toBe(false);
  }));

test('expired, retired, inactive, excluded and recused experts are not in the pool', () =>
  rolledBack(database.db, async (trx) => {
    await trx.raw(`update expert set valid_to = '2021-01-01' where account = 'tan.dianli'`);
    await trx.raw(`update expert set retired_at = now() where account = 'deng.qingran'`);
    await trx.raw(`update person set active = false where account = 'lu.anji'`);
    const pool = async (excludeUnits: string[], excludeAccounts: string[] = []) =>
      (await eligible(trx, { excludeUnits, excludeAccounts })).map(({ account }) => account);
    const all = await pool([]);
    for (const out of ['tan.dianli', 'deng.qingran', 'lu.anji']) expect(all).not.toContain(out);
    expect(all).toContain('shu.jiangang');
    expect(await pool([], ['meng.dianfeng'])).toEqual(all.filter((account) => account !== 'meng.dianfeng'));
    // he has declared an interest in the group; also when it has been merged into another
    await trx.raw(`update unit set successor_id = 'soe-kechuang' where unit_id = 'soe-binjiang'`);
    expect(await pool(['soe-kechuang'])).toEqual(all.filter((account) => account !== 'shu.jiangang'));
    // their own employer is the centre
    expect(await pool(['yjj-zx-aq'])).toEqual([]);
  }));
