import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, run, trail } from '../../tests/harness/factories.ts';
import recordDecision from './record-decision.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('case.record-decision', () => {
  test('the decision of the named step is on the case with its reason', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const approve = { caseId, formId: 'approve', by: 'he.zhengyan' };
      await aSubmission(trx, {
        ...approve,
        elementId: 'approve-talk',
        data: { decision: 'refuse', opinion: '情节轻微,已自行整改' },
      });
      await aSubmission(trx, {
        ...approve,
        elementId: 'approve-other',
        data: { decision: 'agree' },
        at: new Date(Date.now() + 5_000),
      });
      await run(trx, 'case.record-decision', recordDecision, {
        headers: { task: 'approve-talk', as: 'rejected' },
        variables: { caseId },
      });
      const row = await one(trx, 'select outcome, outcome_reason from cases where case_id = ?', [caseId]);
      expect(row).toEqual({ outcome: 'rejected', outcome_reason: '情节轻微,已自行整改' });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'case.decision',
        subject: 'approve-talk',
        body: { after: { decision: 'refuse', outcome: 'rejected' }, by: 'he.zhengyan' },
      });
    }));

  test('without a named step the last decision counts and the outcome stays open', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await aSubmission(trx, { caseId, elementId: 'order', formId: 'hazard.order', data: { lead: 'sww' } });
      await aSubmission(trx, {
        caseId,
        elementId: 'take',
        formId: 'hazard.take',
        data: { decision: 'return', reason: '重复' },
      });
      await run(trx, 'case.record-decision', recordDecision, { variables: { caseId } });
      const row = await one(trx, 'select outcome, outcome_reason from cases where case_id = ?', [caseId]);
      expect(row).toEqual({ outcome: null, outcome_reason: '重复' });
    }));

  test('a case without any decision stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const recorded = run(trx, 'case.record-decision', recordDecision, { variables: { caseId } });
      await expect(recorded).rejects.toMatchObject({ type: 'conflict' });
    }));
});
