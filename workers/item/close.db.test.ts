import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ItemRow } from '../../core/items.ts';
import { one, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, anItem, aSubmission, run, trail } from '../../tests/harness/factories.ts';
import close from './close.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const itemOf = (trx: Trx, itemId: string) =>
  one<ItemRow>(trx, 'select * from item where item_id = ?', [itemId]);

describe('item.close', () => {
  test('a finding without a row gets one and ends as untrue', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await aSubmission(trx, {
        caseId,
        elementId: 'verify',
        formId: 'hazard.verify',
        data: { facts: '现场未发现所反映的情况' },
      });
      const itemId = randomUUID();
      expect(await run(trx, 'item.close', close, { variables: { caseId, itemId, as: 'unfounded' } })).toEqual(
        {},
      );
      const item = await itemOf(trx, itemId);
      expect(item).toMatchObject({ state: 'unfounded', title: '动火与临时用电:现场未发现所反映的情况' });
      expect(item!.closed_at).not.toBeNull();
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'item.closed',
        body: { after: { state: 'unfounded' } },
      });
    }));

  test('merged it names the item that goes on; the header goes before the variable', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const [itemId, mergedInto] = [await anItem(trx, caseId), randomUUID()];
      await run(trx, 'item.close', close, {
        headers: { as: 'merged' },
        variables: { caseId, itemId, mergedInto, as: 'unfounded' },
      });
      expect(await itemOf(trx, itemId)).toMatchObject({ state: 'merged', merged_into: mergedInto });
    }));

  test('transferred it belongs to the receiver', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId);
      await run(trx, 'item.close', close, {
        headers: { as: 'transferred' },
        variables: { caseId, itemId, receiverGroup: 'dept:jgw' },
      });
      expect(await itemOf(trx, itemId)).toMatchObject({
        state: 'transferred',
        responsible_group: 'dept:jgw',
      });
    }));

  test('an end state is not replaced by another one', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId, { state: 'struck-off', closed_at: new Date() });
      const closed = run(trx, 'item.close', close, {
        headers: { as: 'merged' },
        variables: { caseId, itemId },
      });
      await expect(closed).rejects.toMatchObject({ type: 'conflict' });
    }));

  test.each(['refused', '', 'open'])('%j is no way to end an item', (as) =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId);
      const closed = run(trx, 'item.close', close, { headers: { as }, variables: { caseId, itemId } });
      await expect(closed).rejects.toMatchObject({ type: 'diagram-fault' });
    }),
  );
});
