import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClockRow } from '../../core/clocks.ts';
import { one } from '../../core/db.ts';
import { setClockOffset } from '../../core/time.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, deployed, run, trail } from '../../tests/harness/factories.ts';
import open from './open.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  // Thu 2026-02-12 09:00 in Shanghai, before the Spring Festival.
  setClockOffset(Date.parse('2026-02-12T01:00:00Z') - Date.now(), { first: true });
});
afterAll(() => database.close());

const clockOf = (trx: Parameters<typeof one>[0], id: unknown) =>
  one<ClockRow>(trx, 'select * from clock where clock_id = ?', [id]);
const TOTAL = {
  'clock-options': 'hazard.total.12345.complaint,hazard.total.12345.complex',
  result: 'totalClockId',
  from: 'totalFrom',
};

describe('clock.open', () => {
  test('a 12345 complaint of 2026-02-12 16:40 has five working days across the festival', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const definitionKey = await deployed(trx, 'hazard-dispatch');
      const output = await run(trx, 'clock.open', open, {
        definitionKey,
        headers: TOTAL,
        variables: { caseId, clockKey: 'hazard.total.12345.complaint', totalFrom: '2026-02-12T08:40:00Z' },
      });
      const clock = await clockOf(trx, output.totalClockId);
      expect(clock).toMatchObject({
        key: 'hazard.total.12345.complaint',
        due_on: '2026-02-26',
        state: 'open',
        ring_message: null,
      });
      expect(clock!.next_kind).toBe('warn');
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'clock.opened',
        subject: 'hazard.total.12345.complaint',
      });
    }));

  test('without a start instant it runs from now', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const definitionKey = await deployed(trx, 'hazard-dispatch');
      const variables = { caseId, clockKey: 'hazard.total.12345.complaint', totalFrom: null };
      const output = await run(trx, 'clock.open', open, { definitionKey, headers: TOTAL, variables });
      const started = (await clockOf(trx, output.totalClockId))!.started_at;
      expect(Math.abs(started.getTime() - Date.parse('2026-02-12T01:00:00Z'))).toBeLessThan(60_000);
    }));

  test('a clock rings where its diagram waits for clock.rang under its result', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const definitionKey = await deployed(trx, 'hazard-dispatch');
      const headers = { clock: 'hazard.callback-wait', result: 'callbackClockId' };
      const output = await run(trx, 'clock.open', open, { definitionKey, headers, variables: { caseId } });
      expect(await clockOf(trx, output.callbackClockId)).toMatchObject({
        ring_message: 'clock.rang',
        ring_key: output.callbackClockId,
        next_kind: 'ring',
      });
    }));

  test('a ring message and its key come from the headers', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const definitionKey = await deployed(trx, 'hazard-dispatch');
      const output = await run(trx, 'clock.open', open, {
        definitionKey,
        headers: {
          clock: 'evaluation.start',
          result: 'x',
          'ring-message': 'evaluation.due',
          'ring-key': 'accident.id',
        },
        variables: { caseId, accident: { id: 'A-1' } },
      });
      expect(await clockOf(trx, output.x)).toMatchObject({ ring_message: 'evaluation.due', ring_key: 'A-1' });
    }));

  test('a date named by a document replaces the value of the pack', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const definitionKey = await deployed(trx, 'hazard-dispatch');
      const output = await run(trx, 'clock.open', open, {
        definitionKey,
        headers: { clock: 'hazard.total.other', result: 'x', at: 'talk.on' },
        // 2026-03-05 in Shanghai, still the 4th in UTC.
        variables: { caseId, talk: { on: '2026-03-04T17:00:00Z' } },
      });
      expect(await clockOf(trx, output.x)).toMatchObject({ fixed_on: '2026-03-05', due_on: '2026-03-05' });
    }));

  test('opened again, the old clock is superseded, also by another of the same options, but not one of another scope', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const definitionKey = await deployed(trx, 'hazard-dispatch');
      const start = (clockKey: string, scopeId: string | null = null) =>
        run(trx, 'clock.open', open, {
          definitionKey,
          headers: TOTAL,
          variables: { caseId, clockKey, scopeId },
        });
      const first = await start('hazard.total.12345.complaint');
      const elsewhere = await start('hazard.total.12345.complaint', 'other');
      const second = await start('hazard.total.12345.complex');
      expect((await clockOf(trx, first.totalClockId))!.state).toBe('superseded');
      expect((await clockOf(trx, elsewhere.totalClockId))!.state).toBe('open');
      expect((await clockOf(trx, second.totalClockId))!.state).toBe('open');
    }));

  test('a key that is not among the options is refused', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const opened = run(trx, 'clock.open', open, {
        headers: TOTAL,
        variables: { caseId, clockKey: 'penalty.90d' },
      });
      await expect(opened).rejects.toMatchObject({ type: 'diagram-fault' });
    }));
});
