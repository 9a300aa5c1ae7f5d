import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one, rows, type Trx } from '../../core/db.ts';
import { findingsOf, scopeOfObject } from '../../core/findings.ts';
import { preparedFor } from '../../core/prepared.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, run, trail } from '../../tests/harness/factories.ts';
import collect from './collect.ts';
import confirm from './confirm.ts';
import register from './register.ts';
import reopen from './reopen.ts';
import sample from './sample.ts';
import settle from './settle.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const SHA = 'a'.repeat(64);
const found = (kind: string, more: object = {}) => ({
  clauseNo: '1',
  fact: `${kind}的事实`,
  kind,
  level: '一般',
  demand: '逐项整改',
  dutyUnit: 'dinghai',
  dueOn: '2026-04-20',
  photos: [{ sha256: SHA, name: '照片.jpg' }],
  ...more,
});

/** A patrol of 定海路街道 on which these were found. */
async function inspected(trx: Trx, findings: object[]): Promise<string> {
  const { caseId } = await aCase(trx, { process: 'patrol-inspection', series: '杨应急巡' });
  await trx.raw(
    `insert into file (sha256, mime, size, created_at) values (?, 'image/jpeg', 1, now()) on conflict do nothing`,
    [SHA],
  );
  await aSubmission(trx, {
    caseId,
    elementId: 'inspect',
    formId: 'patrol.finding',
    data: { visited: 'yes', findings },
    scopeId: scopeOfObject(caseId, 'dinghai'),
    variables: { object: { id: 'dinghai', group: 'street:dinghai' } },
  });
  return caseId;
}
const verbOf = (trx: Trx, caseId: string, type: string, verb: unknown, more: object = {}) =>
  run(trx, type, verb, { variables: { caseId, ...more } });
const OBJECTS = { objects: [{ id: 'dinghai', group: 'street:dinghai' }] };
const said = (trx: Trx, caseId: string, formId: string, data: Record<string, unknown>) =>
  aSubmission(trx, { caseId, elementId: formId, formId, data });

describe('findings of a patrol', () => {
  test('each row becomes one finding with its own number, once, however often it is asked', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await inspected(trx, [found('履责问题'), found('企业隐患')]);
      await verbOf(trx, caseId, 'finding.register', register);
      await verbOf(trx, caseId, 'finding.register', register);
      const findings = await findingsOf(trx, caseId);
      expect(findings.map(({ no, kind, object_id }) => [no, kind, object_id])).toEqual([
        [1, '履责问题', 'dinghai'],
        [2, '企业隐患', 'dinghai'],
      ]);
      expect(await preparedFor(trx, caseId, 'findings', null)).toMatchObject([{ no: '1' }, { no: '2' }]);
    }));

  test('what the head takes off the list keeps its row and reason; a unit is not asked about leads on officials', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await inspected(trx, [found('履责问题'), found('履责问题'), found('公职人员线索')]);
      await verbOf(trx, caseId, 'finding.register', register);
      const row = { kind: '履责问题', level: '一般', dueOn: '2026-05-01', keep: '列入清单' };
      await said(trx, caseId, 'patrol.list', {
        findings: [
          { no: '1', ...row },
          { no: '2', ...row, keep: '不列入', dropReason: '与问题1重复' },
          { no: '3', ...row, kind: '公职人员线索' },
        ],
      });

      const output = await verbOf(trx, caseId, 'finding.confirm', confirm, OBJECTS);

      expect(output.commenting).toEqual(OBJECTS.objects);
      expect(await findingsOf(trx, caseId, ['withdrawn'])).toMatchObject([
        { no: 2, drop_reason: '与问题1重复' },
      ]);
      const asked = await preparedFor(trx, caseId, 'comment', scopeOfObject(caseId, 'dinghai'));
      expect(asked).toMatchObject([{ no: '1' }]);
      expect(asked).toHaveLength(1);
    }));

  test('an objection that the head accepts withdraws the finding; the others get what their way needs', () =>
    rolledBack(database.db, async (trx) => {
      const firm = { uscc: '91310110DEM010378U' };
      const caseId = await inspected(trx, [
        found('履责问题'),
        found('履责问题'),
        found('企业隐患', { firm }),
      ]);
      await verbOf(trx, caseId, 'finding.register', register);
      await said(trx, caseId, 'patrol.comment', {
        findings: [
          { no: '1', attitude: '认可' },
          { no: '2', attitude: '异议', reason: '有记录' },
        ],
      });
      expect(await verbOf(trx, caseId, 'finding.collect', collect)).toEqual({ disputed: true });
      await said(trx, caseId, 'patrol.reconsider', {
        findings: [{ no: '2', ruling: '撤销', reason: '记录属实' }],
      });

      const { findings } = await verbOf(trx, caseId, 'finding.settle', settle);

      expect(findings).toMatchObject([
        { kind: 'duty', unit: 'dinghai', group: 'street:dinghai', by: '2026-04-20' },
        { kind: 'firm', firm: firm.uscc },
      ]);
      expect(await findingsOf(trx, caseId, ['withdrawn'])).toMatchObject([
        { no: 2, objection: '有记录', drop_reason: '记录属实' },
      ]);
      const [duty, hazard] = findings as { id: string }[];
      expect(await one(trx, 'select kind, state from item where item_id = ?', [duty!.id])).toEqual({
        kind: 'finding',
        state: 'open',
      });
      expect(await one(trx, 'select 1 as n from item where item_id = ?', [hazard!.id])).toBeUndefined();
      expect(await preparedFor(trx, caseId, 'brief', hazard!.id)).toMatchObject({ demand: '逐项整改' });
      const evidence = await rows(trx, `select phase from evidence where item_id = any(?)`, [
        [duty!.id, hazard!.id],
      ]);
      expect(evidence).toEqual([{ phase: 'before' }, { phase: 'before' }]);
      expect((await trail(trx, caseId)).at(-1)!.body.told).toContain(
        '确定问题2个，不列入1个（问题2：记录属实）',
      );
    }));

  test('the look-back draws at least the share of the pack, and what is back is handled again under a new date', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await inspected(
        trx,
        Array.from({ length: 6 }, () => found('履责问题')),
      );
      await verbOf(trx, caseId, 'finding.register', register);
      await verbOf(trx, caseId, 'finding.settle', settle);
      await trx.raw(`update item set state = 'struck-off', closed_at = now() where case_id = ?`, [caseId]);

      await verbOf(trx, caseId, 'finding.sample', sample);

      const drawn = (await preparedFor(trx, caseId, 'sample', null)) as { no: string }[];
      expect(drawn).toHaveLength(2);
      await said(trx, caseId, 'lookback', {
        sample: [
          { no: drawn[0]!.no, result: '反弹', newDueOn: '2026-12-01' },
          { no: drawn[1]!.no, result: '保持' },
        ],
      });
      const { findings } = await verbOf(trx, caseId, 'finding.reopen', reopen);
      const [again] = findings as { id: string; scope: string; by: string }[];
      expect(findings).toHaveLength(1);
      expect(again).toMatchObject({ by: '2026-12-01' });
      expect(again!.scope).not.toBe(again!.id);
      expect(await one(trx, 'select state from item where item_id = ?', [again!.id])).toEqual({
        state: 'open',
      });
    }));
});
