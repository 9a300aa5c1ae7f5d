import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aTask } from '../tests/harness/factories.ts';
import type { Actor } from './actor.ts';
import type { Trx } from './db.ts';
import { inboxCounts, listDone, listTodo } from './inbox.ts';
import { actorOf } from './people.ts';

let database: TestDatabase;
let me: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  me = (await actorOf(database.db, 'gu.xinlan'))!;
});
afterAll(() => database.close());

/** So many open tasks of these groups. */
async function waiting(trx: Trx, n: number, groups: string[]): Promise<string> {
  const { caseId } = await aCase(trx);
  const taskId = await aTask(trx, { caseId, elementId: 'verify', formId: 'hazard.verify', groups });
  await trx.raw(
    `insert into task (task_id, case_id, process, definition_key, element_id, element_name, form_id, groups, job_key,
       element_instance_key, instance_key, broker_epoch, opened_at)
     select gen_random_uuid(), case_id, process, definition_key, element_id, element_name, form_id, groups,
       job_key || '-' || g, element_instance_key, instance_key, broker_epoch, opened_at
     from task, generate_series(2, ?::int) g where task_id = ?`,
    [n, taskId],
  );
  await trx.raw(
    `insert into task_candidate (grp, due_at, task_id) select g, 'infinity', task_id from task, unnest(groups) g where case_id = ?`,
    [caseId],
  );
  return caseId;
}

describe('the number of tasks', () => {
  test('is told with the first page only, and what another person holds is not in it', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await waiting(trx, 30, ['awb']);
      await trx.raw(
        `update task set assignee = 'pan.yichen' where task_id in (select task_id from task where case_id = ? limit 4)`,
        [caseId],
      );
      const first = await listTodo(trx, me, {});
      expect([first.items.length, first.total]).toEqual([20, { count: 26, capped: false }]);
      const second = await listTodo(trx, me, { cursor: first.next! });
      expect([second.items.length, 'total' in second]).toEqual([6, false]);
      expect((await listTodo(trx, me, { process: 'hazard-dispatch', limit: 10 })).total!.count).toBe(26);
      expect((await listTodo(trx, me, { process: 'rectify-item' })).total).toEqual({
        count: 0,
        capped: false,
      });
    }));

  test('counts a task of two of my groups once', () =>
    rolledBack(database.db, async (trx) => {
      await waiting(trx, 30, ['awb', `person:${me.account}`]);
      await waiting(trx, 5, ['awb']);
      expect((await listTodo(trx, me, {})).total).toEqual({ count: 35, capped: false });
      expect((await inboxCounts(trx, me)).todo).toEqual({ count: 35, capped: false });
    }));

  test('stops at a thousand', () =>
    rolledBack(database.db, async (trx) => {
      await waiting(trx, 1001, ['awb']);
      expect((await listTodo(trx, me, {})).total).toEqual({ count: 1000, capped: true });
    }));

  test('of what I have done is counted the same way', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      for (let i = 0; i < 3; i += 1)
        await aTask(trx, {
          caseId,
          elementId: 'verify',
          formId: 'hazard.verify',
          state: 'done',
          by: me.account,
        });
      const first = await listDone(trx, me, { limit: 2 });
      expect([first.items.length, first.total]).toEqual([2, { count: 3, capped: false }]);
      expect('total' in (await listDone(trx, me, { limit: 2, cursor: first.next! }))).toBe(false);
    }));
});
