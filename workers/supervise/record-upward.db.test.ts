import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { rows } from '../../core/db.ts';
import type { Trx } from '../../core/db.ts';
import { aSubmission, run } from '../../tests/harness/factories.ts';
import { aNotice } from '../../tests/harness/notice.ts';
import recordUpward from './record-upward.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const SENT = '2026-04-12T02:00:00.000Z';
const reported = (trx: Trx, caseId: string, receipt: unknown[]) =>
  aSubmission(trx, {
    caseId,
    elementId: 'report-up',
    formId: 'notice.upward',
    by: 'gu.xinlan',
    data: { to: 'sh-awb', docNo: '杨安委办报〔2026〕3号', content: '均已办结', sentAt: SENT, receipt },
  });

describe('supervise.record-upward', () => {
  test('the report is the answer to the source, acknowledged by its receipt, and entered once', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aNotice(trx, { draft: { fromAbove: true } });
      await reported(trx, caseId, [{ sha256: 'a'.repeat(64), name: '签收单.pdf' }]);
      for (let i = 0; i < 2; i++)
        await run(trx, 'supervise.record-upward', recordUpward, { variables: { caseId } });
      const answers = await rows(trx, 'select kind, way, at, content, acknowledged_at, by from answer where case_id = ?', [caseId]); // prettier-ignore
      expect(answers).toEqual([
        {
          kind: 'upward',
          way: '书面上报（杨安委办报〔2026〕3号）',
          at: new Date(SENT),
          content: '均已办结',
          acknowledged_at: expect.any(Date),
          by: 'gu.xinlan',
        },
      ]);
    }));

  test('without a receipt nobody has acknowledged it; without a report there is nothing to enter', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aNotice(trx);
      const entered = () => run(trx, 'supervise.record-upward', recordUpward, { variables: { caseId } });
      await expect(entered()).rejects.toMatchObject({ type: 'conflict' });
      await reported(trx, caseId, []);
      await entered();
      expect(await rows(trx, 'select acknowledged_at from answer where case_id = ?', [caseId])).toEqual([
        { acknowledged_at: null },
      ]);
    }));
});
