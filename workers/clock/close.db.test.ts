import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aClock, run, trail } from '../../tests/harness/factories.ts';
import close from './close.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('clock.close', () => {
  test('the clock stands, and the trail says whether it was in time', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const clock = await aClock(trx, { caseId, key: 'hazard.total.other' });
      expect(
        await run(trx, 'clock.close', close, { variables: { caseId, clockId: clock.clock_id } }),
      ).toEqual({});
      const row = await one(trx, 'select state, next_at from clock where clock_id = ?', [clock.clock_id]);
      expect(row).toEqual({ state: 'closed', next_at: null });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'clock.closed',
        body: { after: { inTime: true } },
      });
    }));

  test('a closed clock keeps its closing time, and no clock is nothing to do', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const clock = await aClock(trx, { caseId, key: 'hazard.total.other' });
      const at = new Date('2026-01-05T00:00:00Z');
      await trx.raw(`update clock set state = 'closed', closed_at = ? where clock_id = ?`, [
        at,
        clock.clock_id,
      ]);
      for (const clockId of [clock.clock_id, null, randomUUID()])
        await run(trx, 'clock.close', close, { variables: { caseId, clockId } });
      await run(trx, 'clock.close', close, { variables: { caseId } });
      const row = await one(trx, 'select closed_at from clock where clock_id = ?', [clock.clock_id]);
      expect(row).toEqual({ closed_at: at });
      expect((await trail(trx, caseId)).map(({ act }) => act)).not.toContain('clock.closed');
    }));
});
