import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import type { Actor } from '../actor.ts';
import { actorOf } from '../people.ts';
import { saveRow } from './edit.ts';
import { listRegister } from './list.ts';
import { registerFor } from './shipped.ts';

let database: TestDatabase;
let awb: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  awb = (await actorOf(database.db, 'gu.xinlan'))!;
});
afterAll(() => database.close());

test('a telephone of 专家库 is put into one spelling as on a form; what is none is refused', () =>
  rolledBack(database.db, async (trx) => {
    const experts = registerFor(awb, 'experts');
    let [row] = (await listRegister(trx, experts, { limit: 1 })).items;
    for (const [typed, kept] of [
      ['+86 138 0013 8000', '13800138000'],
      ['０２１－５５５５ ０１０１ 转 801', '021-55550101-801'],
      ['400-820-8820', '4008208820'],
    ] as const) {
      row = await saveRow(trx, awb, experts, {
        ...{ rowId: row!.rowId, version: row!.version },
        values: { ...row!.values, phone: typed },
      });
      expect([typed, row.values.phone]).toEqual([typed, kept]);
    }
    const wrong = saveRow(trx, awb, experts, {
      ...{ rowId: row!.rowId, version: row!.version },
      values: { ...row!.values, phone: '138 0013 80' },
    });
    await expect(wrong).rejects.toMatchObject({ status: 400 });
  }));
