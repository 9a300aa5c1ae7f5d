import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { afterCommit, asSystem, rows, type Trx } from './db.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('a transaction', () => {
  test('that Postgres ends because of a deadlock is done again, and its hooks run once', async () => {
    const { db } = database;
    await db.raw(`insert into case_counter (series, year, last) values ('甲', 2026, 0), ('乙', 2026, 0)`);
    let [firstLocks, hooks] = [0, 0];
    let bothHold: () => void = () => {};
    const holding = new Promise<void>((resolve) => (bothHold = resolve));
    const add = (trx: Trx, series: string) =>
      trx.raw('update case_counter set last = last + 1 where series = ?', [series]);
    const both = (one: string, other: string) =>
      asSystem(db, async (trx) => {
        await add(trx, one);
        // The first time each waits until the other holds its row too: then each waits for the other.
        if (++firstLocks === 2) bothHold();
        await holding;
        await add(trx, other);
        afterCommit(trx, () => hooks++);
      });

    await Promise.all([both('甲', '乙'), both('乙', '甲')]);

    const counted = await rows(db, `select last from case_counter where series in ('甲', '乙')`);
    expect(counted).toEqual([{ last: 2 }, { last: 2 }]);
    expect(firstLocks).toBe(3);
    expect(hooks).toBe(2);
  });

  test('that fails for another reason is not done again', async () => {
    let times = 0;
    const failing = asSystem(database.db, async (trx) => {
      times++;
      await trx.raw('select 1 / 0');
    });
    await expect(failing).rejects.toThrow(/division by zero/);
    expect(times).toBe(1);
  });
});
