import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('the database of a test', () => {
  test('is migrated and seeded, and its role owns nothing', async () => {
    const units = await one<{ n: number }>(database.db, 'select count(*)::int as n from unit');
    expect(units!.n).toBeGreaterThan(40);
    await expect(database.db.raw('create table mine (id int)')).rejects.toThrow(/permission denied/);
  });

  test('forgets what a rolled-back transaction wrote, and its result is kept', async () => {
    const inside = await rolledBack(database.db, async (trx) => {
      await trx.raw(`insert into case_counter (series, year, last) values ('试', 2026, 1)`);
      return one<{ last: number }>(trx, `select last from case_counter where series = '试'`);
    });
    expect(inside!.last).toBe(1);
    expect(await one(database.db, `select last from case_counter where series = '试'`)).toBeUndefined();
  });

  test('passes on the failure of what ran inside', async () => {
    await expect(rolledBack(database.db, () => Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
  });
});
