import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aClock, aTask, deployed } from '../tests/harness/factories.ts';
import type { Actor } from './actor.ts';
import { asActor, asSystem } from './db.ts';
import { AppError } from './errors.ts';
import { acknowledge } from './escalations.ts';
import { saveDraft } from './drafts.ts';
import { releaseTask } from './left-drafts.ts';
import { actorOf } from './people.ts';
import { submitTask } from './submission/submit.ts';
import { claimTask } from './tasks.ts';

const FIRM = 'firm:91310110DEM010378U';
const NOWHERE = '00000000-0000-4000-8000-000000000000';
let database: TestDatabase;
let firm: Actor;
let stranger: Actor;
let caseId: string;
let clockId: string;
const tasks: Record<string, string> = {};

beforeAll(async () => {
  database = await freshDatabase();
  await asSystem(database.db, async (trx) => {
    firm = (await actorOf(trx, 'firm.chen.liang'))!;
    stranger = (await actorOf(trx, 'firm.gao.kong'))!;
    ({ caseId } = await aCase(trx));
    await trx('case_party').insert({ case_id: caseId, grp: FIRM, scope: 'task', why: '责任单位' });
    const definitionKey = await deployed(trx, 'hazard-dispatch');
    const own = { caseId, elementId: 'accept', formId: 'hazard.accept', definitionKey, groups: ['duty'] };
    for (const state of ['open', 'closing', 'done', 'cancelled']) {
      const taskId = await aTask(trx, { ...own, by: 'mei.siqi', state: 'done' });
      await trx.raw('update task set state = ?, completed_by = ? where task_id = ?', [
        state,
        ['closing', 'done'].includes(state) ? 'mei.siqi' : null,
        taskId,
      ]);
      tasks[state] = taskId;
    }
    ({ clock_id: clockId } = await aClock(trx, { caseId, key: 'rectify.term', taskId: tasks.open! }));
  });
});
afterAll(() => database.close());

const refusal = async (act: Promise<unknown>): Promise<[number, string, unknown]> => {
  const error = (await act.catch((caught: unknown) => caught)) as AppError;
  if (!(error instanceof AppError)) throw new Error('was not refused', { cause: error });
  return [error.status, error.title, error.extra];
};

const acts = (actor: () => Actor): Record<string, (id: string) => Promise<unknown>> => ({
  claim: (id) => claimTask(database.db, actor(), id, 99),
  release: (id) => releaseTask(database.db, actor(), id, 99),
  draft: (id) => saveDraft(database.db, actor(), id, { data: {} }),
  submit: (id) => submitTask(database.db, actor(), id, 99, {}),
});

describe('an act on a task that one may not see', () => {
  for (const [name, who] of [
    ['party to the case by its own tasks only', () => firm],
    ['no party at all', () => stranger],
  ] as const)
    for (const [act, run] of Object.entries(acts(who)))
      test.each(['open', 'closing', 'done', 'cancelled'])(
        `${act} by somebody ${name} is told as much of a task that is %s as of one that does not exist`,
        async (state) => {
          const nothing = await refusal(run(NOWHERE));
          expect(nothing[0]).toBe(404);
          expect(await refusal(run(tasks[state]!))).toEqual(nothing);
        },
      );

  test('who sees the case but is in no group of the task is refused by the same rule whatever its state', async () => {
    // given an auditor, who reads all cases; when, then: giving back what nobody could claim is no other matter
    const auditor = (await asSystem(database.db, (trx) => actorOf(trx, 'dong.jiancheng')))!;
    for (const run of Object.values(acts(() => auditor)))
      for (const taskId of Object.values(tasks)) expect((await refusal(run(taskId)))[0]).toBe(403);
  });

  test('the clock of a task of others, never climbed, is not there for a party that sees its own tasks only', async () => {
    const sign = (id: string) =>
      refusal(asActor(database.db, firm, (trx) => acknowledge(trx, firm, caseId, id, '已阅')));
    expect(await sign(clockId)).toEqual(await sign(NOWHERE));
    expect((await sign(clockId))[0]).toBe(404);
  });
});
