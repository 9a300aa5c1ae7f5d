import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ItemRow } from '../../core/items.ts';
import { one, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, anItem, run, trail } from '../../tests/harness/factories.ts';
import fail from './fail.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const itemOf = (trx: Trx, itemId: string) =>
  one<ItemRow>(trx, 'select * from item where item_id = ?', [itemId]);

describe('item.fail', () => {
  test('each failed recheck counts, and the new date is the order now', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId, { rectify_by: '2026-03-20' });
      const recheck = { fit: 'no', nextStep: 'again' };
      expect(
        await run(trx, 'item.fail', fail, {
          variables: { caseId, itemId, recheck, rectifyBy: '2026-04-10' },
        }),
      ).toEqual({ failCount: 1 });
      expect(
        await run(trx, 'item.fail', fail, {
          variables: { caseId, itemId, recheck, rectifyBy: '2026-04-20' },
        }),
      ).toEqual({ failCount: 2 });
      expect(await itemOf(trx, itemId)).toMatchObject({
        fail_count: 2,
        rectify_by: '2026-04-20',
        state: 'open',
      });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'item.failed',
        body: { before: { failCount: 1 }, after: { failCount: 2 } },
      });
    }));

  test('where the rechecker chose to compel, the item is refused', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId);
      await run(trx, 'item.fail', fail, {
        variables: { caseId, itemId, recheck: { fit: 'no', nextStep: 'stop' }, rectifyBy: null },
      });
      expect(await itemOf(trx, itemId)).toMatchObject({ state: 'refused', closed_at: null });
    }));

  test('a failed acceptance counts too, although the recheck was fit', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId);
      const variables = {
        caseId,
        itemId,
        recheck: { fit: 'yes', nextStep: 'stop' },
        accept: { accepted: 'no' },
      };
      await run(trx, 'item.fail', fail, { variables });
      expect(await itemOf(trx, itemId)).toMatchObject({ fail_count: 1, state: 'open' });
    }));

  test('an item that does not exist stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const failed = run(trx, 'item.fail', fail, { variables: { caseId, itemId: randomUUID() } });
      await expect(failed).rejects.toMatchObject({ type: 'diagram-fault' });
    }));
});
