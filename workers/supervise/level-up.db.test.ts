import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { rows } from '../../core/db.ts';
import type { Trx } from '../../core/db.ts';
import { preparedFor } from '../../core/prepared.ts';
import { run, trail } from '../../tests/harness/factories.ts';
import { aNotice } from '../../tests/harness/notice.ts';
import levelUp from './level-up.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const raise = (trx: Trx, caseId: string, itemId: string, level: number | null) =>
  run(trx, 'supervise.level-up', levelUp, { variables: { caseId, itemId, level } });

describe('supervise.level-up', () => {
  test('the ladder says which level; each is reached once', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      const { itemId } = units[0]!;
      expect(await raise(trx, caseId, itemId, 1)).toEqual({ raised: true, level: 1 });
      expect(await raise(trx, caseId, itemId, 1)).toEqual({ raised: false, level: 1 });
      expect(await raise(trx, caseId, itemId, 2)).toEqual({ raised: true, level: 2 });
      expect(await raise(trx, caseId, itemId, 3)).toEqual({ raised: true, level: 3 });
      expect(await preparedFor(trx, caseId, 'supervise.level', itemId)).toContain('三级');
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'notice.raised',
        subject: '长白新村街道',
        body: { before: { level: '二级（分管区领导）' }, after: { level: '三级（区主要领导）' } },
      });
    }));

  test('weak answers raise by one, never above the top; a ring of a level already reached raises nothing', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      const { itemId } = units[1]!;
      for (const level of [1, 2])
        expect(await raise(trx, caseId, itemId, null)).toEqual({ raised: true, level });
      expect(await raise(trx, caseId, itemId, 1)).toEqual({ raised: false, level: 2 });
      expect(await raise(trx, caseId, itemId, null)).toEqual({ raised: true, level: 3 });
      expect(await raise(trx, caseId, itemId, null)).toEqual({ raised: false, level: 3 });
      const causes = await rows(trx, 'select cause from supervise_level where item_id = ?', [itemId]);
      expect(causes).toEqual([{ cause: 'weak' }, { cause: 'weak' }, { cause: 'weak' }]);
      expect(await rows(trx, 'select 1 from supervise_level where item_id = ?', [units[0]!.itemId])).toEqual(
        [],
      );
    }));

  test('an item that is no notice of the case stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aNotice(trx);
      await expect(raise(trx, caseId, randomUUID(), 1)).rejects.toMatchObject({ type: 'diagram-fault' });
    }));
});
