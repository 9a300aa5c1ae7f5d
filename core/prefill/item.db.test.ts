import { describe, expect, test } from '@jest/globals';
import { rolledBack } from '../../tests/harness/database.ts';
import { aDocument, aSubmission } from '../../tests/harness/factories.ts';
import { background, opened, PLACE } from '../../tests/harness/opened-form.ts';
import { useDatabase } from './database.fixture.ts';

const given = useDatabase();

describe('forms of an item as they open', () => {
  test('整改: what is ordered, when, and the pictures of the problem', () =>
    rolledBack(given.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'rectify.submit', {
        account: 'firm.chen.liang',
      });
      expect(data.order).toBe('配电箱线路裸露\n更换配电箱;规范敷线\n清理可燃物\n整改期限：2026年3月20日');
      expect(data.beforePhotos).toEqual([
        { sha256: 'a'.repeat(64), name: 'before.jpg', takenAt: '2026-03-02T02:00:00.000Z', place: PLACE },
      ]);
      expect(Date.parse(data.orderedAt)).not.toBeNaN();
    }));

  test('复查: one row per demand, and two officers once an order was issued', () =>
    rolledBack(given.db, async (trx) => {
      const ground = await background(trx);
      const first = await opened(trx, ground, 'rectify.recheck', { account: 'wu.beihai' });
      expect(first.data).toMatchObject({
        points: [{ item: '更换配电箱' }, { item: '规范敷线' }, { item: '清理可燃物' }],
        enforcement: false,
        checkers: ['wu.beihai'],
      });
      await aDocument(trx, ground.caseId, { doc_no: '杨应急责改〔2026〕1号' });
      expect((await opened(trx, ground, 'rectify.recheck')).data.enforcement).toBe(true);
    }));

  test('销号: what was done by whom, and the pictures side by side', () =>
    rolledBack(given.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'strike-off');
      expect(data.trail).toContainEqual({
        step: 'verify',
        person: '吴北海',
        at: expect.any(String),
        result: '重大隐患',
      });
      expect(data.evidence).toMatchObject([
        {
          no: 1,
          title: '配电箱线路裸露',
          before: [{ sha256: 'a'.repeat(64) }],
          after: [{ sha256: 'b'.repeat(64) }],
        },
      ]);
    }));

  test('审核: the plan under review, point by point; 验收: its six parts', () =>
    rolledBack(given.db, async (trx) => {
      const ground = await background(trx);
      await aSubmission(trx, {
        caseId: ground.caseId,
        definitionKey: ground.definitionKey,
        elementId: 'major-plan',
        formId: 'hazard.plan',
        by: 'firm.chen.liang',
        data: {
          goal: '消除电气火灾风险',
          deadline: '2026-05-01',
          signature: { account: 'firm.chen.liang', signedAt: '2026-03-03T00:00:00Z' },
        },
      });
      const review = await opened(trx, ground, 'review', { task: { separate_from: ['major-plan'] } });
      expect(review.data.object).toMatch(/^重大隐患治理方案\(陈亮舟,/);
      expect(review.data.points).toEqual([
        { item: '治理的目标和任务:消除电气火灾风险' },
        { item: '治理的时限和要求:2026年5月1日' },
      ]);
      const { data } = await opened(trx, ground, 'hazard.acceptance');
      expect(data.points).toHaveLength(6);
      expect(data.points[0]).toEqual({ part: '治理的目标和任务:消除电气火灾风险' });
    }));
});
