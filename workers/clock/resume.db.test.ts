import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClockRow } from '../../core/clocks.ts';
import { one, type Trx } from '../../core/db.ts';
import { setClockOffset } from '../../core/time.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aClock, run, trail } from '../../tests/harness/factories.ts';
import pause from './pause.ts';
import resume from './resume.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const timeIs = (iso: string) => setClockOffset(Date.parse(iso) - Date.now(), { first: true });
const clockOf = (trx: Trx, id: string) => one<ClockRow>(trx, 'select * from clock where clock_id = ?', [id]);
const pausing = { headers: { reason: '技术鉴定' } };

// The worked example 5 of legal-rules §7: accident on 2026-08-05, appraisal 2026-08-20 → 2026-09-09.
describe('clock.resume', () => {
  test('the days of a technical appraisal move the end of a probe by as many, before rolling', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-08-20T02:00:00Z');
      const { caseId } = await aCase(trx);
      const clock = await aClock(trx, {
        caseId,
        key: 'accident.probe.60d',
        from: new Date('2026-08-05T06:20:00Z'),
      });
      expect(clock.due_on).toBe('2026-10-08');
      const variables = { caseId, clockId: clock.clock_id };

      await run(trx, 'clock.pause', pause, { ...pausing, variables });
      expect(await clockOf(trx, clock.clock_id)).toMatchObject({ due_on: '2026-10-08', next_at: null });
      expect((await clockOf(trx, clock.clock_id))!.paused_since).not.toBeNull();

      timeIs('2026-09-09T02:00:00Z');
      await run(trx, 'clock.resume', resume, { variables });
      const after = await clockOf(trx, clock.clock_id);
      expect(after).toMatchObject({ nominal_on: '2026-10-24', due_on: '2026-10-26', paused_since: null });
      expect(after!.next_at).not.toBeNull();
      expect((await trail(trx, caseId)).map(({ act }) => act)).toEqual(
        expect.arrayContaining(['clock.paused', 'clock.resumed']),
      );
    }));

  test('paused twice it stands still once, and resumed twice it moves once', () =>
    rolledBack(database.db, async (trx) => {
      timeIs('2026-08-20T02:00:00Z');
      const { caseId } = await aCase(trx);
      const clock = await aClock(trx, {
        caseId,
        key: 'accident.probe.60d',
        from: new Date('2026-08-05T06:20:00Z'),
      });
      const variables = { caseId, clockId: clock.clock_id };
      await run(trx, 'clock.pause', pause, { ...pausing, variables });
      await run(trx, 'clock.pause', pause, { ...pausing, variables });
      timeIs('2026-08-21T02:00:00Z');
      await run(trx, 'clock.resume', resume, { variables });
      timeIs('2026-08-25T02:00:00Z');
      await run(trx, 'clock.resume', resume, { variables });
      expect((await clockOf(trx, clock.clock_id))!.nominal_on).toBe('2026-10-05');
    }));
});
