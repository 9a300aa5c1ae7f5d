import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { one, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aClock, anExtension, run, trail } from '../../tests/harness/factories.ts';
import check from './check.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** 整改期限 from 2026-03-01, 30 days: due Tue 2026-03-31; an application needs ten days of lead. */
async function rectifying(trx: Trx, key = 'rectify.term') {
  const { caseId } = await aCase(trx);
  return { caseId, clock: await aClock(trx, { caseId, key, from: new Date('2026-03-01T02:00:00Z') }) };
}
async function asked(trx: Trx, days: number, on: string, key?: string) {
  const { caseId, clock } = await rectifying(trx, key);
  const requestId = await anExtension(trx, clock, { days, requestedAt: new Date(on) });
  const variables = { caseId, clockId: clock.clock_id, requestId };
  return { caseId, clock, requestId, check: () => run(trx, 'extension.check', check, { variables }) };
}

describe('extension.check', () => {
  test('asked in time and within the ceiling, it goes to the approver of the pack', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, check } = await asked(trx, 15, '2026-03-19T02:00:00Z');
      expect(await check()).toEqual({ admissible: true, approverGroup: 'lead', refusedRule: null });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'extension.checked',
        subject: 'rectify.term',
      });
    }));

  test.each([
    ['after expiry', 15, '2026-04-01T02:00:00Z', 'expired', '申请应当在期限届满前提出'],
    [
      'with less lead than its row asks for',
      15,
      '2026-03-25T02:00:00Z',
      'too-late',
      '申请应当最迟在2026-03-21前',
    ],
    ['for more than the ceiling', 31, '2026-03-19T02:00:00Z', 'above-max', '最多可延长30日'],
  ])('asked %s, it is refused without a person, and the row says why', (_, days, on, rule, words) =>
    rolledBack(database.db, async (trx) => {
      const { check, requestId } = await asked(trx, days, on);
      expect(await check()).toEqual({ admissible: false, approverGroup: null, refusedRule: rule });
      const row = await one<Record<string, any>>(
        trx,
        'select state, refused_rule, data from extension where extension_id = ?',
        [requestId],
      );
      expect(row).toMatchObject({ state: 'requested', refused_rule: rule });
      expect(row!.data.refusal).toContain(words);
    }),
  );

  test('a limit by the hour cannot be lengthened', () =>
    rolledBack(database.db, async (trx) => {
      const { check } = await asked(trx, 1, '2026-03-01T03:00:00Z', 'hazard.order');
      expect(await check()).toMatchObject({ admissible: false, refusedRule: 'not-extendable' });
    }));

  test('one extension per clock, unless the row says more', () =>
    rolledBack(database.db, async (trx) => {
      const { check, clock } = await asked(trx, 10, '2026-03-19T02:00:00Z');
      await trx.raw('update clock set extensions = 1, extended_days = 10 where clock_id = ?', [
        clock.clock_id,
      ]);
      expect(await check()).toMatchObject({ refusedRule: 'count-used' });
    }));

  test('a clock that stands needs no longer time', () =>
    rolledBack(database.db, async (trx) => {
      const { check, clock } = await asked(trx, 10, '2026-03-19T02:00:00Z');
      await trx.raw(`update clock set state = 'closed' where clock_id = ?`, [clock.clock_id]);
      expect(await check()).toMatchObject({ admissible: false, refusedRule: 'not-running' });
    }));

  test('what the message claims does not count: the row does', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, clock } = await rectifying(trx);
      const requestId = await anExtension(trx, clock, {
        days: 31,
        requestedAt: new Date('2026-04-02T00:00:00Z'),
      });
      const variables = {
        caseId,
        clockId: clock.clock_id,
        requestId,
        days: 5,
        requestedAt: '2026-03-02T00:00:00Z',
      };
      expect(await run(trx, 'extension.check', check, { variables })).toMatchObject({
        refusedRule: 'expired',
      });
    }));

  test('an application nobody lodged stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, clock } = await rectifying(trx);
      const variables = { caseId, clockId: clock.clock_id, requestId: randomUUID() };
      await expect(run(trx, 'extension.check', check, { variables })).rejects.toMatchObject({
        type: 'not-found',
      });
    }));
});
