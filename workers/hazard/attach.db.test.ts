import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one, rows } from '../../core/db.ts';
import { addParties } from '../../core/cases.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, run, trail } from '../../tests/harness/factories.ts';
import attach from './attach.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('hazard.attach', () => {
  test('the case is merged with link and reason, and the owner of the other one is told', () =>
    rolledBack(database.db, async (trx) => {
      const target = await aCase(trx);
      const { caseId } = await aCase(trx);
      await run(trx, 'hazard.attach', attach, { variables: { caseId, duplicateOf: target.caseId } });
      const reason = `与${target.caseNo}为同一事项,并入该案办理`;
      expect(await one(trx, 'select outcome, outcome_reason from cases where case_id = ?', [caseId])).toEqual(
        { outcome: 'merged', outcome_reason: reason },
      );
      expect(
        await one(trx, 'select kind from case_link where from_case = ? and to_case = ?', [
          caseId,
          target.caseId,
        ]),
      ).toEqual({ kind: 'merged' });
      expect(await one(trx, 'select grp from notification where case_id = ?', [target.caseId])).toEqual({
        grp: 'awb',
      });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({ act: 'case.closed', body: { reason } });
    }));

  test('who handles the other case may read this one; the firm and single persons may not', () =>
    rolledBack(database.db, async (trx) => {
      const target = await aCase(trx);
      await addParties(
        trx,
        target.caseId,
        ['street:dinghai', 'firm:91310110DEM010378U', 'person:wu.beihai'],
        '承办',
      );
      await addParties(trx, target.caseId, ['volunteer'], '建案');
      const { caseId } = await aCase(trx);
      await run(trx, 'hazard.attach', attach, { variables: { caseId, duplicateOf: target.caseId } });
      const seen = await rows<{ grp: string }>(
        trx,
        `select grp from case_party where case_id = ? and why = '并案承办'`,
        [caseId],
      );
      expect(seen.map(({ grp }) => grp)).toEqual(['street:dinghai']);
    }));

  test('a case is not merged into itself', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const merged = run(trx, 'hazard.attach', attach, { variables: { caseId, duplicateOf: caseId } });
      await expect(merged).rejects.toMatchObject({ type: 'diagram-fault' });
    }));
});
