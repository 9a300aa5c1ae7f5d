import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aCase, anItem, aTask, deployed, trail } from '../tests/harness/factories.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import type { Actor } from './actor.ts';
import { addParties } from './cases.ts';
import { currentGroups } from './current-groups.ts';
import { one, rows, type Trx } from './db.ts';
import { AppError } from './errors.ts';
import { leftDrafts } from './left-drafts.ts';
import { actorOf } from './people.ts';
import { reorganise } from './reorganise.ts';
import { timelineOf } from './timeline.ts';

let database: TestDatabase;
let secadmin: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  secadmin = (await actorOf(database.db, 'zhang.shouyi'))!;
});
afterAll(() => database.close());

const REASON = '街道行政区划调整，两街道合并';
const merge = (trx: Trx, over: object = {}) =>
  reorganise(trx, secadmin, {
    unitId: 'dinghai',
    successorId: 'pingliang',
    withPeople: false,
    reason: REASON,
    ...over,
  });

/** A live case of 定海路街道 with a claimed task and an open item, and one that is sealed. */
async function work(trx: Trx) {
  const { caseId } = await aCase(trx);
  await addParties(trx, caseId, ['street:dinghai', 'unit:dinghai'], '承办');
  const taskId = await aTask(trx, {
    caseId,
    definitionKey: await deployed(trx, 'hazard-dispatch'),
    elementId: 'verify',
    formId: 'hazard.verify',
    groups: ['street:dinghai', 'awb'],
  });
  await trx.raw(`update task set assignee = 'wu.beihai' where task_id = ?`, [taskId]);
  await trx('task_candidate').insert([
    { grp: 'street:dinghai', due_at: '2026-12-01', task_id: taskId },
    { grp: 'awb', due_at: '2026-12-01', task_id: taskId },
  ]);
  const itemId = await anItem(trx, caseId, { responsible_group: 'street:dinghai' });
  const sealed = await aCase(trx);
  await addParties(trx, sealed.caseId, ['street:dinghai'], '承办');
  await trx.raw(`update cases set status = 'sealed' where case_id = ?`, [sealed.caseId]);
  return { caseId, taskId, itemId, sealedId: sealed.caseId };
}

test('open work goes to the successor with a row in the trail; the old party goes on reading', () =>
  rolledBack(database.db, async (trx) => {
    const { caseId, taskId, itemId, sealedId } = await work(trx);
    const untouched = await aCase(trx);
    expect(await merge(trx)).toMatchObject({
      successorName: '平凉路街道',
      cases: 1,
      tasks: 1,
      items: 1,
      people: 0,
    });

    expect(await one(trx, 'select groups, assignee from task where task_id = ?', [taskId])).toEqual({
      groups: ['awb', 'street:pingliang'],
      assignee: null,
    });
    expect(
      await rows(trx, 'select grp from task_candidate where task_id = ? order by grp', [taskId]),
    ).toEqual([{ grp: 'awb' }, { grp: 'street:pingliang' }]);
    expect(await one(trx, 'select responsible_group from item where item_id = ?', [itemId])).toEqual({
      responsible_group: 'street:pingliang',
    });
    const parties = await rows<{ grp: string }>(trx, 'select grp from case_party where case_id = ?', [
      caseId,
    ]);
    for (const grp of ['street:dinghai', 'street:pingliang', 'unit:pingliang'])
      expect(parties).toContainEqual({ grp });
    expect((await trail(trx, caseId)).map(({ act }) => act)).toContain('unit.reorganised');
    const told = (await timelineOf(trx, caseId)).items.at(-1)!;
    expect(told.sentence).toBe(
      `“定海路街道”并入“平凉路街道”，在办环节1个、事项1个由其接着办，理由：${REASON}`,
    );
    for (const id of [sealedId, untouched.caseId])
      expect((await trail(trx, id)).map(({ act }) => act)).not.toContain('unit.reorganised');
  }));

test('who had begun a task and cannot finish it leaves the draft to the successor, as at giving it back; who can keeps it', () =>
  rolledBack(database.db, async (trx) => {
    // given a task that two have begun: one of the street that is dissolved, one of 安委办
    const { taskId } = await work(trx);
    for (const account of ['wu.beihai', 'gu.xinlan'])
      await trx('task_draft').insert({
        task_id: taskId,
        account,
        data: JSON.stringify({
          facts: `${account}写到一半的核查情况`,
          signature: { account, signedAt: '2026-03-21T02:00:00Z' },
        }),
        saved_at: '2026-03-21T02:00:00Z',
        version: 1,
        waiting: 1,
      });
    // when the street is merged into another without its people
    await merge(trx);
    // then the draft of the one is there to be taken over, without his signature, and he is named
    const left = await rows(trx, 'select account, data, waiting from task_draft_left where task_id = ?', [
      taskId,
    ]);
    expect(left).toEqual([
      { account: 'wu.beihai', data: { facts: 'wu.beihai写到一半的核查情况' }, waiting: 1 },
    ]);
    const next = (await actorOf(database.db, 'gu.xinlan'))!;
    expect((await leftDrafts(trx, next, taskId)).map(({ account }) => account)).toEqual(['wu.beihai']);
  }));

test('a draft goes nowhere where the people come along', () =>
  rolledBack(database.db, async (trx) => {
    const { taskId } = await work(trx);
    await trx('task_draft').insert({
      task_id: taskId,
      account: 'wu.beihai',
      data: JSON.stringify({ facts: '写到一半' }),
      saved_at: '2026-03-21T02:00:00Z',
      version: 1,
    });
    await merge(trx, { withPeople: true });
    expect(await one(trx, 'select assignee from task where task_id = ?', [taskId])).toEqual({
      assignee: 'wu.beihai',
    });
    expect(await rows(trx, 'select 1 from task_draft_left where task_id = ?', [taskId])).toEqual([]);
  }));

test('what a running instance still gives to the dissolved unit goes to the end of the chain of successors', () =>
  rolledBack(database.db, async (trx) => {
    await merge(trx);
    await merge(trx, { unitId: 'pingliang', successorId: 'jgw' });
    expect(
      Object.fromEntries(await currentGroups(trx, ['street:dinghai', 'unit:pingliang', 'awb', 'firm:x'])),
    ).toEqual({
      'street:dinghai': 'dept:jgw',
      'unit:pingliang': 'unit:jgw',
      awb: 'awb',
      'firm:x': 'firm:x',
    });
    const { caseId } = await aCase(trx);
    await addParties(trx, caseId, ['street:dinghai'], '承办');
    expect(
      await rows(trx, `select grp from case_party where case_id = ? and why = '承办'`, [caseId]),
    ).toEqual([{ grp: 'dept:jgw' }]);
  }));

test('a renamed unit is a unit of its own with the same people, who keep what they hold', () =>
  rolledBack(database.db, async (trx) => {
    const { taskId } = await work(trx);
    const moved = await merge(trx, { successorId: undefined, newName: '滨江街道' });
    expect(moved).toMatchObject({ successorId: 'dinghai-r1', people: 2, tasks: 1 });
    expect((await actorOf(trx, 'wu.beihai'))!.groups).toEqual(
      expect.arrayContaining(['street:dinghai', 'street:dinghai-r1', 'unit:dinghai-r1']),
    );
    expect(await one(trx, 'select assignee from task where task_id = ?', [taskId])).toEqual({
      assignee: 'wu.beihai',
    });
    expect(await one(trx, `select parent_id, path, kind from unit where unit_id = 'dinghai-r1'`)).toEqual({
      parent_id: 'gov',
      path: 'gov/dinghai-r1',
      kind: 'street',
    });
  }));

test('what cannot be is refused with what to do', () =>
  rolledBack(database.db, async (trx) => {
    const refused = (over: object, actor = secadmin) =>
      trx
        .transaction((inner) =>
          reorganise(inner as Trx, actor, {
            unitId: 'dinghai',
            successorId: 'pingliang',
            withPeople: false,
            reason: REASON,
            ...over,
          }),
        )
        .then(
          () => undefined,
          (error: AppError) => [error.status, error.errors?.[0]?.message ?? error.title],
        );
    expect(await refused({}, (await actorOf(trx, 'gu.xinlan'))!)).toEqual([403, '您没有办理此事项的权限']);
    expect(await refused({ unitId: 'nowhere' })).toEqual([404, '没有这个单位']);
    expect(await refused({ successorId: 'dinghai' })).toEqual([400, '继受单位不能是本单位']);
    expect(await refused({ successorId: undefined })).toEqual([400, '请选择继受单位']);
    expect(await refused({ successorId: 'czj' })).toEqual([
      400,
      '继受单位还没有可以办理的人员，请先授权，或选择人员一并转入',
    ]);
    expect(await refused({ successorId: undefined, newName: '平凉路街道' })).toEqual([400, '已有同名的单位']);
    await merge(trx);
    expect((await refused({}))![0]).toBe(409);
    expect(await refused({ unitId: 'jiangpu', successorId: 'dinghai' })).toEqual([
      400,
      '这个单位自己已经并入或更名，请选择其继受单位',
    ]);
    // with its people along, a successor that had nobody can act
    expect(await merge(trx, { unitId: 'siping', successorId: 'czj', withPeople: true })).toMatchObject({
      people: 2,
    });
  }));
