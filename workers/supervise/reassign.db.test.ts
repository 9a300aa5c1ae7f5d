import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { one } from '../../core/db.ts';
import { preparedFor } from '../../core/prepared.ts';
import { run, trail } from '../../tests/harness/factories.ts';
import { aNotice } from '../../tests/harness/notice.ts';
import reassign from './reassign.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('supervise.reassign', () => {
  test('another unit answers for the same item, with time of its own', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      const { itemId } = units[0]!;
      const receiver = { id: 'yinhang', group: 'street:yinhang' };
      const output = await run(trx, 'supervise.reassign', reassign, {
        variables: { caseId, itemId, receiver },
      });
      expect(output).toEqual({ unit: { ...receiver, itemId, role: 'lead' }, feedbackBy: null });
      expect(
        await one(trx, 'select responsible_group, rectify_by, state from item where item_id = ?', [itemId]),
      ).toEqual({ responsible_group: 'street:yinhang', rectify_by: null, state: 'open' });
      expect(await preparedFor(trx, caseId, 'notice.units', units[1]!.itemId)).toContain('殷行街道（主办）');
      expect(await preparedFor(trx, caseId, 'notice.answerBy', itemId)).toMatch(
        /^自签收之日起\d+个工作日内$/,
      );
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'notice.reassigned',
        body: { before: { unit: '长白新村街道' }, after: { unit: '殷行街道' } },
      });
    }));

  test('an item that is no notice of the case stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aNotice(trx);
      const receiver = { id: 'yinhang', group: 'street:yinhang' };
      const variables = { caseId, itemId: randomUUID(), receiver };
      await expect(run(trx, 'supervise.reassign', reassign, { variables })).rejects.toMatchObject({
        type: 'diagram-fault',
      });
    }));
});
