import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { preparedFor } from '../../core/prepared.ts';
import { aCase, aSubmission, run } from '../../tests/harness/factories.ts';
import { aDraftedNotice, MATTER } from '../../tests/harness/notice.ts';
import type { Trx } from '../../core/db.ts';
import prepare from './prepare.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const laidOut = async (trx: Trx, caseId: string, ...names: string[]) =>
  Promise.all(names.map((name) => preparedFor(trx, caseId, `notice.${name}`, null)));

describe('supervise.prepare', () => {
  test('a draft starts with what was registered; above asks for a report upward', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { process: 'supervise-notice' });
      await aSubmission(trx, {
        caseId,
        elementId: 'start',
        formId: 'notice.start',
        data: { source: '上级督查', description: MATTER, lead: 'changbai', helpers: ['scjg'] },
      });
      await run(trx, 'supervise.prepare', prepare, { variables: { caseId } });
      expect(await laidOut(trx, caseId, 'matter', 'lead', 'helpers', 'fromAbove', 'level')).toEqual([
        MATTER,
        'changbai',
        ['scjg'],
        true,
        '抄告',
      ]);
      expect(await laidOut(trx, caseId, 'feedbackBy')).toEqual([
        expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      ]);
    }));

  test('asked for by a patrol it takes matter, demand and units from the message', () =>
    rolledBack(database.db, async (trx) => {
      const patrol = await aCase(trx, { process: 'patrol-inspection' });
      const { caseId } = await aCase(trx, { process: 'supervise-notice', sourceCaseId: patrol.caseId });
      const units = [{ id: 'dinghai', group: 'street:dinghai' }, 'sww'];
      await run(trx, 'supervise.prepare', prepare, {
        variables: { caseId, matter: MATTER, demand: '限期整改', units },
      });
      expect(await laidOut(trx, caseId, 'source', 'matter', 'demand', 'lead', 'helpers')).toEqual([
        '巡查',
        MATTER,
        '限期整改',
        'dinghai',
        ['sww'],
      ]);
    }));

  test('sent back, the draft keeps its words; a day that has passed is replaced', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await aDraftedNotice(trx, { level: '二级', feedbackBy: '2020-01-02' });
      await run(trx, 'supervise.prepare', prepare, { variables: { caseId, matter: '别的事项' } });
      const [matter, level, feedbackBy] = await laidOut(trx, caseId, 'matter', 'level', 'feedbackBy');
      expect([matter, level]).toEqual([MATTER, '二级']);
      expect(String(feedbackBy) > '2026-01-01').toBe(true);
    }));
});
