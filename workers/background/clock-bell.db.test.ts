import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listAlarms, settleAlarm } from '../../core/alarms.ts';
import { asSystem, rows } from '../../core/db.ts';
import { actorOf } from '../../core/people.ts';
import { aCase, aClock, aTask, deployed } from '../../tests/harness/factories.ts';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { ringDue } from './clock-bell.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** A step of these groups whose time ended long ago, with the bell not yet rung. */
const overdue = (groups: string[]) =>
  asSystem(database.db, async (trx) => {
    const { caseId, caseNo } = await aCase(trx);
    const definitionKey = await deployed(trx, 'hazard-dispatch');
    const taskId = await aTask(trx, {
      caseId,
      elementId: 'verify',
      formId: 'hazard.verify',
      groups,
      definitionKey,
    });
    const clock = await aClock(trx, {
      caseId,
      taskId,
      key: 'hazard.verify',
      from: new Date('2026-01-05T01:00:00Z'),
      elementId: 'verify',
      ringKey: `${caseId}:verify`,
    });
    return { caseNo, clockId: clock.clock_id };
  });
const alarms = () => asSystem(database.db, listAlarms);

test('a limit that climbs to a desk where nobody is raises an alarm at each such level, once; others do not', async () => {
  await asSystem(database.db, (trx) =>
    trx.raw(`update person set active = false where account in ('wu.beihai', 'gan.lushan')`),
  );
  const empty = await overdue(['street:dinghai']);
  const manned = await overdue(['street:pingliang']);
  await ringDue(database.db);
  await ringDue(database.db);

  const rung = await asSystem(database.db, (trx) =>
    rows<{ clock_id: string; level: number }>(
      trx,
      `select clock_id, level from clock_event where kind = 'ring'`,
    ),
  );
  for (const { clockId } of [empty, manned])
    expect(rung.filter((one) => one.clock_id === clockId).map(({ level }) => level)).toEqual([0, 1, 2, 3]);
  // 承办 and 单位负责人 are the street's own; 安委办 and 区领导 have people
  expect((await alarms()).map(({ caseNo, level, groups }) => [caseNo, level, groups]).sort()).toEqual([
    [empty.caseNo, 0, ['street:dinghai']],
    [empty.caseNo, 1, ['street:dinghai']],
  ]);
});

test('the top of the ladder with nobody there is an alarm too; settled once, by whom and when', async () => {
  await asSystem(database.db, (trx) =>
    trx.raw(`update membership set until_at = now() - interval '1 day' where grp = 'gov'`),
  );
  const { caseNo } = await overdue(['street:pingliang']);
  await ringDue(database.db);
  const [alarm] = (await alarms()).filter((one) => one.caseNo === caseNo);
  expect(alarm).toMatchObject({ level: 3, desk: '区领导', groups: ['gov'], doneAt: null });

  const settle = async (account: string) => {
    const actor = (await actorOf(database.db, account))!;
    await asSystem(database.db, (trx) => settleAlarm(trx, actor, alarm!.alarmId));
  };
  await settle('kong.liangping');
  await settle('zhang.shouyi');
  const after = (await alarms()).find(({ alarmId }) => alarmId === alarm!.alarmId)!;
  expect([after.doneBy, after.doneAt !== null]).toEqual(['kong.liangping', true]);
});
