import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aCase, aClock, aTask, deployed } from '../tests/harness/factories.ts';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { ringDue } from '../workers/background/clock-bell.ts';
import type { Actor } from './actor.ts';
import { SYSTEM } from './actor.ts';
import { lockClock } from './clocks.ts';
import { replan } from './clock-replan.ts';
import { asSystem, one, openDatabase, rows, type Db } from './db.ts';
import { law } from './law.ts';
import { actorOf } from './people.ts';
import { submitTask } from './submission/submit.ts';

const GOOD = JSON.parse(
  readFileSync(new URL('../tests/fixtures/forms/hazard.control.good.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

let database: TestDatabase;
let key: string;
let officer: Actor;
/** A second connection pool: the bell, and whatever else runs beside the clerks, in another process. */
let other: Db;
let watcher: Db;
const deadlocks: string[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  other = openDatabase(database.url, 2);
  watcher = openDatabase(database.ownerUrl, 1);
  for (const db of [database.db, other])
    db.on('query-error', (error: { code?: string; message: string }) => {
      if (error.code === '40P01') deadlocks.push(error.message);
    });
  key = await asSystem(database.db, (trx) => deployed(trx, 'hazard-dispatch'));
  officer = (await actorOf(database.db, 'yan.beichuan'))!;
});
afterAll(async () => {
  await Promise.all([other.destroy(), watcher.destroy()]);
  await database.close();
});

/** A step 临时管控 of one officer, whose time ended long ago. */
const overdue = () =>
  asSystem(database.db, async (trx) => {
    const parties = [`person:${officer.account}`];
    const { caseId } = await aCase(trx, { parties });
    const step = { caseId, elementId: 'control', formId: 'hazard.control', groups: parties };
    const taskId = await aTask(trx, { ...step, definitionKey: key });
    const from = new Date('2026-01-05T01:00:00Z');
    const clock = await aClock(trx, { caseId, taskId, key: 'hazard.verify', from, elementId: 'control' });
    await trx.raw('update task set clock_id = ? where task_id = ?', [clock.clock_id, taskId]);
    return { caseId, taskId, clockId: clock.clock_id };
  });

const submit = (taskId: string, decisionNo: string) => {
  const { signature: _, ...rest } = GOOD;
  const refuseReason = '当事人拒绝签字，已当场说明内容并由见证人在场。';
  return submitTask(database.db, officer, taskId, 1, { ...rest, refuseReason, decisionNo });
};

/** Wait until as many connections of this database wait for a lock. */
async function waiting(db: Db, wanted: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { rows } = await db.raw<{ rows: { n: number }[] }>(
      `select count(*)::int as n from pg_locks l join pg_database d on d.datname = current_database()
       where not l.granted and l.pid in (select pid from pg_locks where database = d.oid)`,
    );
    if (rows[0]!.n >= wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`fewer than ${wanted} connections wait`);
}

/** Begin two acts on a case, one after the other, while its chain is held; then let go: both go on at once. */
async function together(caseId: string, ...acts: (() => Promise<unknown>)[]) {
  const holder = openDatabase(database.url, 1);
  const work: Promise<unknown>[] = [];
  try {
    await asSystem(holder, async (trx) => {
      await trx.raw('select 1 from case_chain where case_id = ? for update', [caseId]);
      for (const act of acts) {
        work.push(act());
        await waiting(watcher, work.length);
      }
    });
    return await Promise.all(work);
  } finally {
    await holder.destroy();
  }
}
const clockOf = (clockId: string) =>
  asSystem(database.db, (trx) =>
    one<{ state: string }>(trx, 'select state from clock where clock_id = ?', [clockId]),
  );

describe('rows of a case are locked in one order: task, clock, chain', () => {
  test('a submit and the bell of the same step never wait for each other', async () => {
    // given a step whose bell is due
    const step = await overdue();
    deadlocks.length = 0;
    // when it is submitted at the moment at which the bell rings
    await together(
      step.caseId,
      () => submit(step.taskId, '杨应急现决〔2026〕31号'),
      () => ringDue(other),
    );
    // then one waits for the other, and Postgres has nobody to end
    expect(deadlocks).toEqual([]);
    expect(await clockOf(step.clockId)).toEqual({ state: 'closed' });
  });

  test('a submit that comes while the bell rings is taken, and both stand in the history of the limit', async () => {
    const step = await overdue();
    await together(
      step.caseId,
      () => ringDue(other),
      () => submit(step.taskId, '杨应急现决〔2026〕33号'),
    );
    const events = await asSystem(database.db, (trx) =>
      rows<{ seq: number; kind: string }>(
        trx,
        'select seq, kind from clock_event where clock_id = ? order by seq',
        [step.clockId],
      ),
    );
    expect(events.at(-1)!.kind).toBe('close');
    expect(events.some(({ kind }) => kind === 'ring' || kind === 'warn')).toBe(true);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
  });

  test('nor do a submit and a change of the time of the same step', async () => {
    const step = await overdue();
    deadlocks.length = 0;
    const lengthen = () =>
      asSystem(other, async (trx) => {
        const clock = (await lockClock(trx, step.clockId))!;
        await replan(trx, await law(trx), { ...clock, extended_days: 3 }, SYSTEM, {
          kind: 'extend',
          act: 'clock.extended',
        });
      });
    await together(step.caseId, () => submit(step.taskId, '杨应急现决〔2026〕32号'), lengthen);
    expect(deadlocks).toEqual([]);
    expect(await clockOf(step.clockId)).toEqual({ state: 'closed' });
  });
});
