import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, run, trail } from '../../tests/harness/factories.ts';
import deduplicate from './deduplicate.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const FIRM = '91310110DEM010378U';
const facts = { category: '电梯', place: '定海路1号' };
/** One after the other: who came first decides. */
async function reported(trx: Trx, over: Parameters<typeof aCase>[1] = {}) {
  const made = await aCase(trx, { firmUscc: FIRM, facts, ...over });
  await trx.raw(
    `update cases set opened_at = opened_at + make_interval(secs => (select count(*) from cases)) where case_id = ?`,
    [made.caseId],
  );
  return made;
}
const check = (trx: Trx, caseId: string) =>
  run(trx, 'hazard.deduplicate', deduplicate, { variables: { caseId } });

describe('hazard.deduplicate', () => {
  test('the same firm, category and address: the later report is the duplicate, never the earlier', () =>
    rolledBack(database.db, async (trx) => {
      const first = await reported(trx);
      const second = await reported(trx);
      expect(await check(trx, second.caseId)).toEqual({ isDuplicate: true, duplicateOf: first.caseId });
      expect(await check(trx, first.caseId)).toEqual({ isDuplicate: false, duplicateOf: null });
      expect((await trail(trx, second.caseId)).at(-1)!.body.after).toMatchObject({
        duplicateOf: first.caseNo,
        why: '单位、类别、地点均相同',
      });
    }));

  test('the same ticket number is the same matter, whatever else is said', () =>
    rolledBack(database.db, async (trx) => {
      const first = await reported(trx, { facts: { ticketNo: 'T-1', category: '燃气' } });
      const second = await reported(trx, { firmUscc: null, facts: { ticketNo: 'T-1' } });
      expect(await check(trx, second.caseId)).toEqual({ isDuplicate: true, duplicateOf: first.caseId });
    }));

  test.each<[string, Parameters<typeof aCase>[1]]>([
    ['another address', { facts: { ...facts, place: '定海路2号' } }],
    ['another category', { facts: { ...facts, category: '燃气' } }],
    ['another firm', { firmUscc: '91310110DEM010749J' }],
    ['no firm named', { firmUscc: null }],
    ['no address', { facts: { category: '电梯' } }],
  ])('%s is not certain enough', (_, over) =>
    rolledBack(database.db, async (trx) => {
      await reported(trx);
      const { caseId } = await reported(trx, over);
      expect(await check(trx, caseId)).toEqual({ isDuplicate: false, duplicateOf: null });
    }),
  );

  test('two reports that both name no firm are not taken for one', () =>
    rolledBack(database.db, async (trx) => {
      await reported(trx, { firmUscc: null });
      const { caseId } = await reported(trx, { firmUscc: null });
      expect(await check(trx, caseId)).toMatchObject({ isDuplicate: false });
    }));

  test('a firm outside the register is the same by its name', () =>
    rolledBack(database.db, async (trx) => {
      const named = { firmUscc: null, facts: { ...facts, object: '无证小作坊' } };
      await reported(trx, named);
      const { caseId } = await reported(trx, named);
      expect(await check(trx, caseId)).toMatchObject({ isDuplicate: true });
    }));

  test.each(['sealed', 'cancelled'])('a %s case takes nothing more', (status) =>
    rolledBack(database.db, async (trx) => {
      const first = await reported(trx);
      await trx.raw('update cases set status = ? where case_id = ?', [status, first.caseId]);
      expect(await check(trx, (await reported(trx)).caseId)).toMatchObject({ isDuplicate: false });
    }),
  );

  test('a third report goes to the first, not to the second that was merged', () =>
    rolledBack(database.db, async (trx) => {
      const first = await reported(trx);
      const second = await reported(trx);
      await trx.raw(`update cases set outcome = 'merged' where case_id = ?`, [second.caseId]);
      expect(await check(trx, (await reported(trx)).caseId)).toMatchObject({ duplicateOf: first.caseId });
    }));
});
