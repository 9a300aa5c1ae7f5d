import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { preparedFor } from '../../core/prepared.ts';
import { aSubmission, run } from '../../tests/harness/factories.ts';
import { aNotice } from '../../tests/harness/notice.ts';
import sumUp from './sum-up.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('supervise.sum-up', () => {
  test('the report says what each unit answered last, the lead first', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      for (const [at, unit, progress] of [
        [1, units[1]!, '专项检查已完成'],
        [2, units[0]!, '管网待疏通'],
        [3, units[0]!, '管网已疏通'],
      ] as const)
        await aSubmission(trx, {
          caseId,
          itemId: unit.itemId,
          scopeId: unit.itemId,
          elementId: 'feedback',
          formId: 'notice.feedback',
          data: { progress },
          at: new Date(Date.parse('2026-04-01T01:00:00Z') + at * 60_000),
        });
      await run(trx, 'supervise.sum-up', sumUp, { variables: { caseId } });
      expect(await preparedFor(trx, caseId, 'upward.content', null)).toBe(
        '抄告事项办理情况如下：\n长白新村街道（主办）：管网已疏通\n区市场监督管理局（协办）：专项检查已完成',
      );
    }));
});
