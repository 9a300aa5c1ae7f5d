import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, run, trail } from '../../tests/harness/factories.ts';
import closeAs from './close-as.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const headers = { as: 'transferred' };

describe('case.close-as', () => {
  test.each([
    [{ accept: { decision: 'death' } }, '涉人员死亡,转事故处置'],
    [{ accept: { decision: 'accept' }, verify: { handling: 'hidden' } }, '瞒报事故属实,转事故处置'],
    [{ accept: null, verify: null }, '按移交结案'],
  ])('after %j the case is transferred with its reason', (decided, reason) =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await run(trx, 'case.close-as', closeAs, { headers, variables: { caseId, ...decided } });
      const row = await one(trx, 'select outcome, outcome_reason from cases where case_id = ?', [caseId]);
      expect(row).toEqual({ outcome: 'transferred', outcome_reason: reason });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'case.closed',
        body: { after: { outcome: 'transferred' }, reason },
      });
    }),
  );

  test('the reason names the case that goes on', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const next = await aCase(trx, {
        process: 'accident-handling',
        series: '杨应急事',
        sourceCaseId: caseId,
      });
      await run(trx, 'case.close-as', closeAs, {
        headers,
        variables: { caseId, accept: { decision: 'death' } },
      });
      const row = await one<{ outcome_reason: string }>(
        trx,
        'select outcome_reason from cases where case_id = ?',
        [caseId],
      );
      expect(row!.outcome_reason).toBe(`涉人员死亡,转事故处置,见${next.caseNo}`);
    }));

  test('without the header it is the diagram that is wrong', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const closed = run(trx, 'case.close-as', closeAs, { variables: { caseId } });
      await expect(closed).rejects.toMatchObject({ type: 'diagram-fault' });
    }));
});
