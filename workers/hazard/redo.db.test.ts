import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, anItem, aSubmission, run, trail } from '../../tests/harness/factories.ts';
import redo from './redo.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const called = (trx: Trx, caseId: string, satisfied: boolean, at: Date) =>
  aSubmission(trx, {
    caseId,
    elementId: 'callback',
    formId: 'hazard.callback',
    at,
    answer: { satisfied },
    data: { unhappyReason: '隐患还在' },
  });

describe('hazard.redo', () => {
  test('every unsatisfied callback is one redo; the limit is the one of the pack', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await called(trx, caseId, false, new Date('2026-03-02T01:00:00Z'));
      expect(await run(trx, 'hazard.redo', redo, { variables: { caseId } })).toEqual({
        redoCount: 1,
        redoLimit: 1,
      });
      await called(trx, caseId, true, new Date('2026-03-09T01:00:00Z'));
      expect(await run(trx, 'hazard.redo', redo, { variables: { caseId } })).toEqual({
        redoCount: 1,
        redoLimit: 1,
      });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'hazard.redone',
        body: { reason: '隐患还在' },
      });
    }));

  test('the item is open again, and the old outcome no longer holds', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const itemId = await anItem(trx, caseId, { state: 'unfounded', closed_at: new Date() });
      const merged = await anItem(trx, caseId, { no: 2, state: 'merged', closed_at: new Date() });
      await trx.raw(
        `update cases set outcome = 'unfounded', facts = facts || jsonb_build_object('itemId', ?::text) where case_id = ?`,
        [itemId, caseId],
      );
      await called(trx, caseId, false, new Date());
      await run(trx, 'hazard.redo', redo, { variables: { caseId } });
      const state = (id: string) =>
        one(trx, 'select state, closed_at is null as open from item where item_id = ?', [id]);
      expect(await state(itemId)).toEqual({ state: 'open', open: true });
      expect(await state(merged)).toEqual({ state: 'merged', open: false });
      expect(await one(trx, 'select outcome from cases where case_id = ?', [caseId])).toEqual({
        outcome: null,
      });
    }));
});
