import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { anItem, aSubmission } from '../../tests/harness/factories.ts';
import { background, opened, type Background } from '../../tests/harness/opened-form.ts';
import type { Trx } from '../db.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('整改反馈 that came back', () => {
  const SENT = {
    measures: '已更换配电箱并规范敷线，\n清理了可燃物。',
    owner: { name: '陈亮' },
    funds: '12000.50',
    finishedOn: '2026-03-10T09:30:00.000Z',
    unfinished: '二层桥架待停产检修时更换',
    afterPhotos: [{ sha256: 'b'.repeat(64), name: 'after.jpg' }],
    files: [{ sha256: 'c'.repeat(64), name: '发票.pdf' }],
  };
  const sent = (trx: Trx, { caseId, itemId, definitionKey }: Background, data: object) =>
    aSubmission(trx, {
      ...{ caseId, itemId, definitionKey, scopeId: itemId },
      ...{ elementId: 'rectify', formId: 'rectify.submit', data: { ...data } },
    });
  const again = (trx: Trx, ground: Background, variables = {}) =>
    opened(trx, ground, 'rectify.submit', {
      elementId: 'rectify',
      task: { item_id: ground.itemId, scope_id: ground.itemId, variables },
    });

  test('holds everything that was entered, and why it came back', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      await sent(trx, ground, SENT);
      await aSubmission(trx, {
        ...{ ...ground, scopeId: ground.itemId, elementId: 'recheck', formId: 'rectify.recheck' },
        data: { fit: 'no', failReason: '桥架没有更换' },
      });
      const { data, form } = await again(trx, ground, { recheck: { fit: 'no' } });
      expect(data).toMatchObject(SENT);
      expect(data.order).toMatch(/^退回原因：桥架没有更换\n上次报送的内容已填在下面/);
      // The signature is given anew; else there is no field of his own that he would have to fill in twice.
      const own = form.fields.filter(({ readonly }) => !readonly).map(({ key }) => key);
      expect(own.filter((key) => !(key in data) && !key.includes('.'))).toEqual(['signature']);
    }));

  test('says what the evidence lacks where the machine sent it back', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      await sent(trx, ground, SENT);
      const { data } = await again(trx, ground, { evidenceOk: false, evidenceReasons: ['缺少整改后照片'] });
      expect(data).toMatchObject(SENT);
      expect(data.order).toContain('退回原因：缺少整改后照片');
    }));

  test('is not filled in for another item of the case, whose unit said nothing yet', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      await sent(trx, ground, SENT);
      const other = {
        ...ground,
        itemId: await anItem(trx, ground.caseId, { no: 2, title: '消防通道堵塞' }),
      };
      const first = await again(trx, other);
      expect(Object.keys(SENT).filter((key) => first.data[key] !== undefined)).toEqual([]);

      await sent(trx, other, { measures: '已清理通道' });
      expect((await again(trx, ground)).data.measures).toBe(SENT.measures);
      expect((await again(trx, other)).data.measures).toBe('已清理通道');
    }));

  test('通知整改进度 of one unit is not the percentage of the next', () =>
    rolledBack(database.db, async (trx) => {
      const ground = await background(trx);
      const progress = (scope: string) =>
        opened(trx, ground, 'notice.progress', { task: { scope_id: scope, variables: {} } });
      await aSubmission(trx, {
        ...{ ...ground, scopeId: 'unit-1', elementId: 'progress', formId: 'notice.progress' },
        data: { percent: 70 },
      });
      expect((await progress('unit-1')).data.lastPercent).toBe(70);
      expect((await progress('unit-2')).data.lastPercent).toBeUndefined();
    }));
});
