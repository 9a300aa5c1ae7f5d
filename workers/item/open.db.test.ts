import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ItemRow } from '../../core/items.ts';
import { one, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, anItem, aSubmission, run, trail } from '../../tests/harness/factories.ts';
import open from './open.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const itemOf = (trx: Trx, itemId: string) =>
  one<ItemRow>(trx, 'select * from item where item_id = ?', [itemId]);
const FIRM = 'firm:91310110DEM010378U';

describe('item.open', () => {
  test('enters what the verification found, for whom and until when, with the limit of the pack', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const data = { facts: '三号车间配电箱门缺失、线路裸露', demand: '更换配电箱并规范敷线' };
      await aSubmission(trx, { caseId, elementId: 'verify', formId: 'hazard.verify', data });
      const itemId = randomUUID();
      const variables = { caseId, itemId, responsibleGroup: FIRM, rectifyBy: '2026-03-20', failLimit: null };
      expect(await run(trx, 'item.open', open, { variables })).toEqual({ failCount: 0, failLimit: 2 });
      expect(await itemOf(trx, itemId)).toMatchObject({
        no: 1,
        kind: 'hazard',
        state: 'open',
        rectify_by: '2026-03-20',
        responsible_group: FIRM,
        title: '动火与临时用电:三号车间配电箱门缺失、线路裸露',
        demand: '更换配电箱并规范敷线',
      });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({ act: 'item.opened', body: { itemId } });
    }));

  test('items of a case are numbered', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await anItem(trx, caseId, { no: 4 });
      const itemId = randomUUID();
      await run(trx, 'item.open', open, { variables: { caseId, itemId } });
      expect(await itemOf(trx, itemId)).toMatchObject({ no: 5, title: '车间配电箱线路裸露' });
    }));

  test('opened again it keeps its failed rechecks and its lateness, and the given limit counts', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const overdue = new Date('2026-03-21T00:00:00Z');
      const itemId = await anItem(trx, caseId, {
        state: 'struck-off',
        closed_at: new Date(),
        fail_count: 1,
        overdue_at: overdue,
        rectify_by: '2026-03-20',
      });
      const output = await run(trx, 'item.open', open, {
        variables: { caseId, itemId, rectifyBy: null, failLimit: 5 },
      });
      expect(output).toEqual({ failCount: 1, failLimit: 5 });
      expect(await itemOf(trx, itemId)).toMatchObject({
        state: 'open',
        closed_at: null,
        overdue_at: overdue,
        rectify_by: '2026-03-20',
      });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'item.reopened',
        body: { before: { state: 'struck-off' } },
      });
    }));

  test('a called case works on the item of its caller', () =>
    rolledBack(database.db, async (trx) => {
      const parent = await aCase(trx);
      const child = await aCase(trx, { parentCaseId: parent.caseId });
      const itemId = await anItem(trx, parent.caseId);
      await run(trx, 'item.open', open, {
        variables: { caseId: child.caseId, itemId, rectifyBy: '2026-04-01' },
      });
      expect(await itemOf(trx, itemId)).toMatchObject({ case_id: parent.caseId, rectify_by: '2026-04-01' });
    }));

  test('an item of another case is not touched', () =>
    rolledBack(database.db, async (trx) => {
      const other = await aCase(trx);
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, other.caseId);
      const opened = run(trx, 'item.open', open, { variables: { caseId, itemId } });
      await expect(opened).rejects.toMatchObject({ type: 'conflict' });
    }));
});
