import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, anItem, run, trail } from '../../tests/harness/factories.ts';
import markOverdue from './mark-overdue.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('item.mark-overdue', () => {
  test('the first lateness stays on record', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId, { rectify_by: '2026-03-20' });
      const overdue = () =>
        one<{ overdue_at: Date | null; state: string }>(
          trx,
          'select overdue_at, state from item where item_id = ?',
          [itemId],
        );
      await run(trx, 'item.mark-overdue', markOverdue, { variables: { caseId, itemId } });
      const first = await overdue();
      expect(first!.overdue_at).not.toBeNull();
      expect(first!.state).toBe('open');
      await run(trx, 'item.mark-overdue', markOverdue, { variables: { caseId, itemId } });
      expect(await overdue()).toEqual(first);
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'item.overdue',
        body: { after: { rectifyBy: '2026-03-20' } },
      });
    }));
});
