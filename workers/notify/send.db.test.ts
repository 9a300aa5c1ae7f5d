import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aClock, anExtension, aTask, run, trail } from '../../tests/harness/factories.ts';
import send from './send.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

async function decided(trx: Trx, set: string) {
  const { caseId } = await aCase(trx);
  const clock = await aClock(trx, { caseId, key: 'rectify.term', from: new Date('2026-03-01T02:00:00Z') });
  const taskId = await aTask(trx, {
    caseId,
    elementId: 'rectify',
    formId: 'rectify.submit',
    clockId: clock.clock_id,
    groups: ['firm:x'],
  });
  await trx.raw('update clock set task_id = ? where clock_id = ?', [taskId, clock.clock_id]);
  const requestId = await anExtension(trx, clock, {
    days: 15,
    requestedAt: new Date('2026-03-19T02:00:00Z'),
  });
  await trx.raw(`update extension set ${set} where extension_id = ?`, [requestId]);
  await run(trx, 'notify.send', send, {
    headers: { template: 'extension-result' },
    variables: { caseId, requestId },
  });
  const notices = await rows<{ grp: string; text: string; kind: string }>(
    trx,
    'select grp, text, kind from notification where case_id = ? order by grp',
    [caseId],
  );
  return { caseId, notices };
}

describe('notify.send', () => {
  test('a granted extension is told to the applicant and to the holders of the task, with the new date', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, notices } = await decided(trx, `state = 'granted', granted_days = 15`);
      const text = '“整改期限”的延期申请已批准,延至2026-03-31';
      expect(notices).toEqual([
        { grp: 'firm:x', text, kind: 'extension-result' },
        { grp: 'person:firm.chen.liang', text, kind: 'extension-result' },
      ]);
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'notice.sent',
        subject: 'extension-result',
      });
    }));

  test('a refused one is told with its reason', () =>
    rolledBack(database.db, async (trx) => {
      const { notices } = await decided(
        trx,
        `state = 'refused', data = data || '{"refusal": "最多可延长30日"}'`,
      );
      expect(notices[0]!.text).toBe('“整改期限”的延期申请未获批准:最多可延长30日');
    }));

  test('an unknown template stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const sent = run(trx, 'notify.send', send, { headers: { template: 'none' }, variables: { caseId } });
      await expect(sent).rejects.toMatchObject({ type: 'unknown-template' });
    }));
});
