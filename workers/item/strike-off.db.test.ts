import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, anItem, run, trail } from '../../tests/harness/factories.ts';
import strikeOff from './strike-off.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('item.strike-off', () => {
  test('the item is off the register, and once more changes nothing', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId);
      await run(trx, 'item.strike-off', strikeOff, { variables: { caseId, itemId } });
      const read = () =>
        one<{ state: string; closed_at: Date }>(trx, 'select state, closed_at from item where item_id = ?', [
          itemId,
        ]);
      const first = await read();
      expect(first!.state).toBe('struck-off');
      await run(trx, 'item.strike-off', strikeOff, { variables: { caseId, itemId } });
      expect(await read()).toEqual(first);
      expect((await trail(trx, caseId))[1]).toMatchObject({
        act: 'item.struck-off',
        body: { before: { state: 'open' } },
      });
    }));

  test('an item that was merged is not struck off', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId, { state: 'merged', closed_at: new Date() });
      const struck = run(trx, 'item.strike-off', strikeOff, { variables: { caseId, itemId } });
      await expect(struck).rejects.toMatchObject({ type: 'conflict' });
    }));
});
