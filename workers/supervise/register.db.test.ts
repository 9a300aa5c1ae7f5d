import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { one, rows } from '../../core/db.ts';
import { preparedFor } from '../../core/prepared.ts';
import { aCase, run, trail } from '../../tests/harness/factories.ts';
import { aDraftedNotice, aNotice, MATTER } from '../../tests/harness/notice.ts';
import register from './register.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('supervise.register', () => {
  test('each unit gets an item; what its paper says is laid out', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      expect(units.map(({ id, role }) => [id, role])).toEqual([
        ['changbai', 'lead'],
        ['scjg', 'helper'],
      ]);
      const items = await rows(
        trx,
        `select item_id, kind, title, responsible_group, rectify_by, state from item where case_id = ? order by no`,
        [caseId],
      );
      expect(items[1]).toEqual({
        item_id: units[1]!.itemId,
        kind: 'notice',
        title: MATTER,
        responsible_group: 'dept:scjg',
        rectify_by: '2026-04-10',
        state: 'open',
      });
      expect(await preparedFor(trx, caseId, 'notice.role', units[1]!.itemId)).toBe('协办');
      expect(await preparedFor(trx, caseId, 'notice.answerBy', units[1]!.itemId)).toBe('2026年4月10日前');
      expect(await preparedFor(trx, caseId, 'notice.units', units[0]!.itemId)).toBe(
        '长白新村街道（主办）、区市场监督管理局（协办）',
      );
    }));

  test('from above the case is owed a report upward, however it was opened', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aNotice(trx, { draft: { fromAbove: true, source: '其他' } });
      expect(await one(trx, 'select source, anonymous from cases where case_id = ?', [caseId])).toEqual({
        source: '上级督查',
        anonymous: false,
      });
      const other = await aNotice(trx);
      expect(await one(trx, 'select source from cases where case_id = ?', [other.caseId])).toEqual({
        source: '会议',
      });
    }));

  test('a fifth of the units is drawn, and whoever has the seed draws the same', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aNotice(trx, { helpers: ['scjg', 'sww', 'jyj', 'jgw', 'fgj'] });
      const units = await rows<{ item_id: string; sampled: boolean; seed: string }>(
        trx,
        'select item_id, sampled, seed from notice_unit where case_id = ?',
        [caseId],
      );
      const lot = (id: string) => createHash('sha256').update(`${units[0]!.seed} ${id}`).digest('hex');
      const again = units.map(({ item_id }) => item_id).sort((a, b) => (lot(a) < lot(b) ? -1 : 1));
      expect(new Set(units.filter(({ sampled }) => sampled).map(({ item_id }) => item_id))).toEqual(
        new Set(again.slice(0, 2)),
      );
      const last = (await trail(trx, caseId)).at(-1)!;
      expect(last).toMatchObject({ act: 'notice.registered', body: { seed: units[0]!.seed } });
    }));

  test('without a draft, and with a unit nobody acts for, it stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const lead = { id: 'changbai', group: 'street:changbai' };
      await expect(
        run(trx, 'supervise.register', register, { variables: { caseId, lead } }),
      ).rejects.toMatchObject({ type: 'conflict' });
      const drafted = await aDraftedNotice(trx);
      const nobody = { variables: { caseId: drafted, lead: { id: 'changbai', group: null } } };
      await expect(run(trx, 'supervise.register', register, nobody)).rejects.toThrow('lead/group');
    }));
});
