import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one, rows } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, run } from '../../tests/harness/factories.ts';
import post from './post.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('score.post', () => {
  test('each unit starts with the full score of the pack; one clause stands once, with everything it cost', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { process: 'patrol-inspection' });
      const line = { unit: 'dinghai', clause: '3', basis: '缺记录' };
      await aSubmission(trx, {
        caseId,
        elementId: 'write-report',
        formId: 'patrol.report',
        data: {
          scores: [
            { ...line, deduct: 2 },
            { ...line, deduct: 1.5, basis: '缺复查' },
          ],
        },
      });
      const variables = { caseId, objects: [{ id: 'dinghai' }, { id: 'sww' }] };

      await run(trx, 'score.post', post, { variables });
      await run(trx, 'score.post', post, { variables });

      const scores = await rows(
        trx,
        'select unit_id, clause, deduct, basis, total from appraisal_score where case_id = ? order by unit_id',
        [caseId],
      );
      expect(scores).toEqual([
        { unit_id: 'dinghai', clause: '3', deduct: '3.5', basis: '缺记录；缺复查', total: '96.5' },
        { unit_id: 'sww', clause: '', deduct: '0.0', basis: '未扣分', total: '100.0' },
      ]);
      expect(await one(trx, 'select outcome from cases where case_id = ?', [caseId])).toEqual({
        outcome: 'completed',
      });
    }));
});
