import { describe, expect, test } from '@jest/globals';
import { rolledBack } from '../../tests/harness/database.ts';
import { aClock, run } from '../../tests/harness/factories.ts';
import { background, opened, PLACE } from '../../tests/harness/opened-form.ts';
import route from '../../workers/hazard/route.ts';
import { useDatabase } from './database.fixture.ts';

const given = useDatabase();

describe('forms of a hazard as they open', () => {
  test('派单: suggested units by name, the first as lead, and the end of the whole matter', () =>
    rolledBack(given.db, async (trx) => {
      const ground = await background(trx);
      await run(trx, 'hazard.route', route, { variables: { caseId: ground.caseId } });
      const total = await aClock(trx, { caseId: ground.caseId, key: 'hazard.total.report' });
      const { data } = await opened(trx, ground, 'hazard.order', {
        task: { variables: { totalClockId: total.clock_id } },
      });
      expect(data.suggestion[0]).toEqual({
        unit: '安全生产监督管理科',
        why: expect.stringContaining('动火与临时用电'),
      });
      expect(data.lead).toBe('yjj-aqjg');
      expect(data.dueAt).toBe(total.due_at.toISOString());
    }));

  test('受理: the time limit follows from channel and kind, the urgency from the report', () =>
    rolledBack(given.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'hazard.accept');
      expect(data).toMatchObject({ clockKey: '督办复核', urgent: true });
    }));

  test('核查: the reported place with its coordinates, and the officer in the list', () =>
    rolledBack(given.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'hazard.verify', { account: 'wu.beihai' });
      expect(data).toMatchObject({ reportedPlace: PLACE, officers: ['wu.beihai'] });
      expect(data.place).toBeUndefined();
    }));

  test('裁定: which unit returned the order and why', () =>
    rolledBack(given.db, async (trx) => {
      const { data } = await opened(trx, await background(trx), 'hazard.rule');
      expect(data.trail).toEqual([
        { unit: '区商务委员会', reason: '不属本单位职责:该企业为工业企业', at: expect.any(String) },
      ]);
    }));

  test('补正: each red line since it is red, with what only a leader can explain', () =>
    rolledBack(given.db, async (trx) => {
      const ground = await background(trx);
      const verdict = (seq: number, at: string, lines: object[]) =>
        trx('verdict').insert({
          case_id: ground.caseId,
          seq,
          at,
          result: 'red',
          predicates: JSON.stringify(lines),
        });
      const line = (id: string, value: string, curable: boolean) => ({
        id,
        value,
        curable,
        message: `${id}的说明`,
      });
      await verdict(1, '2026-03-01T02:00:00Z', [line('C4', 'red', false), line('C6', 'red', true)]);
      await verdict(2, '2026-03-02T02:00:00Z', [line('C4', 'red', false), line('C6', 'green', true)]);
      await verdict(3, '2026-03-03T02:00:00Z', [
        line('C4', 'red', false),
        line('C6', 'red', true),
        line('C7', 'green', true),
      ]);
      const { data } = await opened(trx, ground, 'supplement');
      expect(data.redLines).toEqual([
        { id: 'C4', message: 'C4的说明', since: '2026年3月1日', historic: true },
        { id: 'C6', message: 'C6的说明', since: '2026年3月3日', historic: false },
      ]);
    }));

  test('答复: a text that names the matter and the result, and nobody', () =>
    rolledBack(given.db, async (trx) => {
      const ground = await background(trx);
      const { data } = await opened(trx, ground, 'hazard.answer', { elementId: 'answer' });
      expect(data.content).toContain(ground.caseNo);
      expect(data.content).toContain('重大事故隐患');
      expect(data.content).not.toContain('沪舟');
    }));
});
