import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { one } from '../../core/db.ts';
import { aCase, aSubmission, run } from '../../tests/harness/factories.ts';
import prepareListing from './prepare-listing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('supervise.prepare-listing', () => {
  test('what the officers found last becomes the description of the listing', () =>
    rolledBack(database.db, async (trx) => {
      const parent = await aCase(trx);
      const { caseId } = await aCase(trx, { process: 'supervise-notice', parentCaseId: parent.caseId });
      const listed = () => one<{ facts: object }>(trx, 'select facts from cases where case_id = ?', [caseId]);
      const variables = { caseId, parentCaseId: parent.caseId, hazardId: 'h1' };
      const before = await listed();
      await run(trx, 'supervise.prepare-listing', prepareListing, { variables });
      expect(await listed()).toEqual(before);
      await aSubmission(trx, {
        caseId: parent.caseId,
        elementId: 'verify',
        formId: 'hazard.verify',
        data: { facts: '除尘系统失效,有爆炸危险', rectifyBy: '2026-06-30' },
      });
      await run(trx, 'supervise.prepare-listing', prepareListing, { variables });
      expect((await listed())!.facts).toMatchObject({
        description: '除尘系统失效,有爆炸危险',
        rectifyBy: '2026-06-30',
      });
    }));
});
