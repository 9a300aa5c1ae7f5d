import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { groupsFor } from './assigned-groups.ts';
import { rows } from '../db.ts';
import { readForm } from '../forms/files.ts';
import { compileForm } from '../forms/index.ts';
import { firmGroupOf } from '../people.ts';

const WITH_ACCOUNT = '91310110DEM010378U';
const WITHOUT_ACCOUNT = '91310110DEM010749J';
const always = () => true;
/** The form of 派单: `lead` is a unit. */
const form = compileForm(readForm('processes/hazard-dispatch/forms/hazard.order.form').schema);

let database: TestDatabase;
beforeAll(async () => (database = await freshDatabase()));
afterAll(() => database.close());

describe('who can be given work', () => {
  test('a firm where somebody has an account gets its own group, any other firm none', async () => {
    await rolledBack(database.db, async (trx) => {
      expect(await firmGroupOf(trx, WITH_ACCOUNT)).toBe(`firm:${WITH_ACCOUNT}`);
      expect(await firmGroupOf(trx, WITHOUT_ACCOUNT)).toBeNull();
      expect(await firmGroupOf(trx, null)).toBeNull();
    });
  });

  test('a person whose time in the group is over, or who left, does not count', async () => {
    await rolledBack(database.db, async (trx) => {
      await trx.raw(`update membership set until_at = '2020-02-01' where account = 'firm.chen.liang'`);
      await trx.raw(`update person set active = false where account = 'firm.wan.an'`);

      expect(await firmGroupOf(trx, WITH_ACCOUNT)).toBeNull();
    });
  });

  test('the group of a chosen unit goes along with it', async () => {
    await rolledBack(database.db, async (trx) => {
      expect(await groupsFor(trx, form, { lead: 'dinghai', category: '燃气' }, always)).toEqual({
        lead: 'dinghai',
        category: '燃气',
        leadGroup: 'street:dinghai',
      });
    });
  });

  test('work for a unit without people is refused at its field; only naming such a unit is not', async () => {
    await rolledBack(database.db, async (trx) => {
      await trx.raw(`delete from membership where grp = 'dept:fgj'`);

      await expect(groupsFor(trx, form, { lead: 'fgj' }, always)).rejects.toMatchObject({
        status: 400,
        errors: [{ path: 'lead', message: expect.stringContaining('还没有可以办理的人员') }],
      });
      expect(await groupsFor(trx, form, { lead: 'fgj' }, () => false)).toMatchObject({
        leadGroup: 'dept:fgj',
      });
    });
  });

  // C3 asks for two: who rectifies for a firm without account may not re-check.
  test('every unit the routing table leads to has two people who can work', async () => {
    await rolledBack(database.db, async (trx) => {
      const short = await rows(
        trx,
        `select r.lead_unit_id from (select distinct lead_unit_id from hazard_routing where lead_unit_id <> 'street') r
         where (select count(*) from membership where grp = 'dept:' || r.lead_unit_id) < 2
         union all select unit_id from unit u where kind = 'street'
           and (select count(*) from membership where grp = 'street:' || u.unit_id) < 2`,
      );

      expect(short).toEqual([]);
    });
  });
});
