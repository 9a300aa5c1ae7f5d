import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClockRow } from '../../core/clocks.ts';
import { one, type Trx } from '../../core/db.ts';
import { setClockOffset } from '../../core/time.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aClock, run, trail } from '../../tests/harness/factories.ts';
import pause from './pause.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const timeIs = (iso: string) => setClockOffset(Date.parse(iso) - Date.now(), { first: true });
const clockOf = (trx: Trx, id: string) => one<ClockRow>(trx, 'select * from clock where clock_id = ?', [id]);
const pausing = { headers: { reason: '技术鉴定' } };

describe('clock.pause', () => {
  test('a paused clock stands still: no reminder, no ladder, the same due date', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-08-20T02:00:00Z');
      const { caseId } = await aCase(trx);
      const clock = await aClock(trx, {
        caseId,
        key: 'accident.probe.60d',
        from: new Date('2026-08-05T06:20:00Z'),
      });
      await run(trx, 'clock.pause', pause, { ...pausing, variables: { caseId, clockId: clock.clock_id } });
      const after = await clockOf(trx, clock.clock_id);
      expect(after).toMatchObject({ due_on: '2026-10-08', next_at: null });
      expect(after!.paused_since).not.toBeNull();
      expect((await trail(trx, caseId)).map(({ act }) => act)).toContain('clock.paused');
    }));

  test('an overdue clock is not paused, and the trail says why', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-10-09T02:00:00Z');
      const { caseId } = await aCase(trx);
      const clock = await aClock(trx, {
        caseId,
        key: 'accident.probe.60d',
        from: new Date('2026-08-05T06:20:00Z'),
      });
      await run(trx, 'clock.pause', pause, { ...pausing, variables: { caseId, clockId: clock.clock_id } });
      expect((await clockOf(trx, clock.clock_id))!.paused_since).toBeNull();
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'clock.pause-refused',
        body: { rule: '已超期的时限不能中止' },
      });
    }));

  test('a reason the law does not name for this clock is refused', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-08-20T02:00:00Z');
      const { caseId } = await aCase(trx);
      const clock = await aClock(trx, { caseId, key: 'hazard.verify' });
      const paused = run(trx, 'clock.pause', pause, {
        ...pausing,
        variables: { caseId, clockId: clock.clock_id },
      });
      await expect(paused).rejects.toMatchObject({ type: 'diagram-fault' });
    }));
});
