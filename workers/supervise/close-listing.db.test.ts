import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { one } from '../../core/db.ts';
import { aCase, run, trail } from '../../tests/harness/factories.ts';
import closeListing from './close-listing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('supervise.close-listing', () => {
  test.each([
    ['struck-off', '重大隐患已销号，已摘牌公示'],
    ['transferred', '重大隐患已移交，已摘牌公示'],
    [null, '重大隐患已验收，已摘牌公示'],
  ])('a hazard that ended as %j was taken down: %s', (hazardResult, reason) =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { process: 'supervise-notice' });
      await run(trx, 'supervise.close-listing', closeListing, { variables: { caseId, hazardResult } });
      expect(await one(trx, 'select outcome, outcome_reason from cases where case_id = ?', [caseId])).toEqual(
        {
          outcome: 'delisted',
          outcome_reason: reason,
        },
      );
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({ act: 'notice.delisted' });
    }),
  );
});
