import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClockRow } from '../../core/clocks.ts';
import { one, rows, type Trx } from '../../core/db.ts';
import { setClockOffset } from '../../core/time.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aClock, anExtension, aSubmission, aTask, run, trail } from '../../tests/harness/factories.ts';
import apply from './apply.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const timeIs = (iso: string) => setClockOffset(Date.parse(iso) - Date.now(), { first: true });
const clockOf = (trx: Trx, id: string) => one<ClockRow>(trx, 'select * from clock where clock_id = ?', [id]);
const events = (trx: Trx, id: string) =>
  rows<{ kind: string; by: string; reason: string | null; level: number | null }>(
    trx,
    'select kind, by, reason, level from clock_event where clock_id = ? order by seq',
    [id],
  );

/** 整改期限 from 2026-03-01, 30 days: due Tue 2026-03-31 24:00; applied for on 2026-03-19. */
async function requested(trx: Trx, days = 15) {
  const { caseId } = await aCase(trx);
  const clock = await aClock(trx, { caseId, key: 'rectify.term', from: new Date('2026-03-01T02:00:00Z') });
  const taskId = await aTask(trx, {
    caseId,
    elementId: 'rectify',
    formId: 'rectify.submit',
    clockId: clock.clock_id,
  });
  const requestId = await anExtension(trx, clock, { days, requestedAt: new Date('2026-03-19T02:00:00Z') });
  const decide = async (data: Record<string, unknown>, at = '2026-03-20T02:00:00Z') =>
    aSubmission(trx, {
      caseId,
      elementId: 'decide',
      formId: 'extension.decide',
      scopeId: clock.clock_id,
      by: 'he.zhengyan',
      at: new Date(at),
      data,
    });
  const applied = (as: string, more: object = {}) =>
    run(trx, 'extension.apply', apply, {
      headers: { as },
      variables: { caseId, clockId: clock.clock_id, requestId, ...more },
    });
  return { caseId, clock, taskId, requestId, decide, applied };
}

describe('extension.apply', () => {
  test('granted, the due date moves, the open task shows it, and the decider is on record', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-03-20T03:00:00Z');
      const { caseId, clock, taskId, requestId, decide, applied } = await requested(trx);
      await decide({ decision: 'agree', grantedDays: 15, reason: '同意' });
      expect(await applied('granted')).toEqual({});
      expect(await clockOf(trx, clock.clock_id)).toMatchObject({
        due_on: '2026-04-15',
        extended_days: 15,
        extensions: 1,
      });
      const task = await one<{ due_at: Date }>(trx, 'select due_at from task where task_id = ?', [taskId]);
      expect(task!.due_at.toISOString()).toBe('2026-04-15T16:00:00.000Z');
      expect(
        await one(trx, 'select state, granted_days, decided_by from extension where extension_id = ?', [
          requestId,
        ]),
      ).toEqual({
        state: 'granted',
        granted_days: 15,
        decided_by: 'he.zhengyan',
      });
      expect((await events(trx, clock.clock_id)).at(-1)).toMatchObject({
        kind: 'extend',
        by: 'he.zhengyan',
        reason: '批准延长15日;同意',
      });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'extension.granted',
        body: {
          before: { dueAt: '2026-03-31T16:00:00.000Z' },
          after: { dueAt: '2026-04-15T16:00:00.000Z', days: 15 },
        },
      });
    }));

  test('the added days count from the nominal end, then roll once', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-09-28T03:00:00Z');
      const { caseId } = await aCase(trx);
      // Worked example: 2026-10-04 (holiday) + 30 d = 2026-11-03, not 11-07 from the rolled date.
      const clock = await aClock(trx, {
        caseId,
        key: 'accident.probe.60d',
        from: new Date('2026-08-05T06:20:00Z'),
      });
      const requestId = await anExtension(trx, clock, {
        days: 30,
        requestedAt: new Date('2026-09-28T02:00:00Z'),
      });
      const variables = {
        caseId,
        clockId: clock.clock_id,
        requestId,
        decide: { decision: 'agree', grantedDays: 30 },
      };
      await run(trx, 'extension.apply', apply, { headers: { as: 'granted' }, variables });
      expect(await clockOf(trx, clock.clock_id)).toMatchObject({
        nominal_on: '2026-11-03',
        due_on: '2026-11-03',
      });
    }));

  test('granted after the old expiry: what rang stays, with a note, and the ladder starts anew', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-04-02T03:00:00Z');
      const { clock, decide, applied } = await requested(trx);
      await trx.raw('update clock set level = 1 where clock_id = ?', [clock.clock_id]);
      await trx.raw(
        `insert into clock_event (clock_id, seq, kind, level, at, by) values (?, 2, 'ring', 1, ?, 'system')`,
        [clock.clock_id, clock.due_at],
      );
      await decide({ decision: 'agree', grantedDays: 15, reason: '同意' }, '2026-04-02T02:00:00Z');
      await applied('granted');
      expect(await clockOf(trx, clock.clock_id)).toMatchObject({
        level: -1,
        next_kind: 'warn',
        due_on: '2026-04-15',
      });
      const ledger = await events(trx, clock.clock_id);
      expect(ledger.map(({ kind }) => kind)).toEqual(['open', 'ring', 'extend']);
      expect(ledger.at(-1)!.reason).toContain('批准前已有的超期升级记录保留');
    }));

  test('a clock that was stopped late in the meantime gets its new date too, and stays silent', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-04-02T03:00:00Z');
      const { clock, decide, applied } = await requested(trx);
      await trx.raw(
        `update clock set state = 'closed', closed_at = '2026-04-01T00:00:00Z', next_at = null where clock_id = ?`,
        [clock.clock_id],
      );
      await decide({ decision: 'agree', grantedDays: 15 }, '2026-04-02T02:00:00Z');
      await applied('granted');
      expect(await clockOf(trx, clock.clock_id)).toMatchObject({
        state: 'closed',
        due_on: '2026-04-15',
        next_at: null,
      });
    }));

  test.each([[16], [0], [1.5], [undefined]])(
    '%p days are not granted on an application for 15',
    (grantedDays) =>
      rolledBack(database.db, async (trx) => {
        timeIs('2026-03-20T03:00:00Z');
        const { decide, applied } = await requested(trx);
        await decide({ decision: 'agree', grantedDays });
        await expect(applied('granted')).rejects.toMatchObject({ type: 'conflict' });
      }),
  );

  test('refused by a person, the date stays and the reason is in the ledger', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-03-20T03:00:00Z');
      const { caseId, clock, requestId, decide, applied } = await requested(trx);
      await decide({ decision: 'refuse', reason: '整改条件已具备' });
      await applied('refused');
      expect(await clockOf(trx, clock.clock_id)).toMatchObject({ due_on: '2026-03-31', extensions: 0 });
      expect((await events(trx, clock.clock_id)).at(-1)).toMatchObject({
        kind: 'refuse',
        by: 'he.zhengyan',
        reason: '整改条件已具备',
      });
      expect(
        await one(trx, 'select state, refused_rule from extension where extension_id = ?', [requestId]),
      ).toEqual({ state: 'refused', refused_rule: null });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({ act: 'extension.refused' });
    }));

  test('refused by its rule, no person is named', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-03-20T03:00:00Z');
      const { requestId, applied } = await requested(trx);
      await applied('refused', { refusedRule: 'above-max' });
      expect(
        await one(trx, 'select state, refused_rule, decided_by from extension where extension_id = ?', [
          requestId,
        ]),
      ).toEqual({
        state: 'refused',
        refused_rule: 'above-max',
        decided_by: 'system',
      });
    }));

  test('an application is decided once', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-03-20T03:00:00Z');
      const { clock, decide, applied } = await requested(trx);
      await decide({ decision: 'agree', grantedDays: 10 });
      await applied('granted');
      await applied('granted');
      await applied('refused');
      expect(await clockOf(trx, clock.clock_id)).toMatchObject({ extended_days: 10, extensions: 1 });
    }));

  test('the decision on an older application of the same clock does not count', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-03-20T03:00:00Z');
      const { clock, decide, applied } = await requested(trx);
      await decide({ decision: 'agree', grantedDays: 9 }, '2026-03-10T00:00:00Z');
      await applied('granted', { decide: { grantedDays: 3 } });
      expect(await clockOf(trx, clock.clock_id)).toMatchObject({ extended_days: 3 });
    }));
});
