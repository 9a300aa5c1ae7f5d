import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import type { Trx } from '../../core/db.ts';
import { aSubmission, run } from '../../tests/harness/factories.ts';
import { aNotice } from '../../tests/harness/notice.ts';
import count from './count.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const reviewed = (trx: Trx, caseId: string, itemId: string, decision: string) =>
  aSubmission(trx, {
    caseId,
    itemId,
    scopeId: itemId,
    elementId: 'check-feedback',
    formId: 'review',
    data: { decision },
  });

describe('supervise.count', () => {
  test('weak answers are counted per unit from the reviews; the limit is the one of the pack', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      const { itemId } = units[0]!;
      await reviewed(trx, caseId, itemId, 'unfit');
      await reviewed(trx, caseId, units[1]!.itemId, 'unfit');
      const counted = () => run(trx, 'supervise.count', count, { variables: { caseId, itemId } });
      expect(await counted()).toEqual({ weakCount: 1, weakLimit: 2 });
      await reviewed(trx, caseId, itemId, 'fit');
      await reviewed(trx, caseId, itemId, 'unfit');
      expect(await counted()).toEqual({ weakCount: 2, weakLimit: 2 });
      expect(await counted()).toEqual({ weakCount: 2, weakLimit: 2 });
    }));

  test('an item that is no notice of the case stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aNotice(trx);
      const counted = run(trx, 'supervise.count', count, { variables: { caseId, itemId: randomUUID() } });
      await expect(counted).rejects.toMatchObject({ type: 'diagram-fault' });
    }));
});
