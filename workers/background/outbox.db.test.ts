import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asSystem, one, rows, type Trx } from '../../core/db.ts';
import { listDone } from '../../core/inbox.ts';
import { enqueue, type OutboxPayload } from '../../core/outbox.ts';
import { passedElements } from '../../core/path.ts';
import { actorOf } from '../../core/people.ts';
import { submissionsOf } from '../../core/submissions.ts';
import { now } from '../../core/time.ts';
import { loadFacts } from '../../core/verdict/load.ts';
import { aCase, aSubmission, deployed, trail } from '../../tests/harness/factories.ts';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { markDone } from './outbox.ts';
import { projectAll } from './projector.ts';

const CLERK = 'gu.xinlan';
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** A task that the clerk has submitted; its completion is on its way to the engine. */
const submitted = () =>
  asSystem(database.db, async (trx) => {
    const definitionKey = await deployed(trx, 'hazard-dispatch');
    const { caseId } = await aCase(trx);
    const taskId = await aSubmission(trx, {
      caseId,
      definitionKey,
      elementId: 'order',
      formId: 'hazard.order',
      data: { lead: 'dinghai' },
      by: CLERK,
    });
    await trx.raw(`update task set state = 'closing' where task_id = ?`, [taskId]);
    const sha256 = randomBytes(32).toString('hex');
    await trx('file').insert({ sha256, mime: 'image/jpeg', size: 1, created_at: now() });
    await trx('evidence').insert({
      ...{
        evidence_id: randomUUID(),
        case_id: caseId,
        task_id: taskId,
        element_id: 'order',
        field: 'photos',
      },
      ...{ phase: 'before', sha256, name: '前.jpg', by: CLERK, at: now() },
    });
    const task = (await one<{ job_key: string; element_instance_key: string }>(trx, 'select * from task where task_id = ?', [taskId]))!; // prettier-ignore
    const payload: OutboxPayload = { kind: 'complete', jobKey: task.job_key, variables: {}, taskId };
    return { caseId, taskId, ...task, payload, outboxId: await enqueue(trx, caseId, payload) };
  });
type Sent = Awaited<ReturnType<typeof submitted>>;

/** The engine answers that the job is gone. */
const gone = ({ outboxId, caseId, payload }: Sent) =>
  markDone({ db: database.db }, [{ entry: { outboxId, caseId, attempts: 0, payload }, result: 'gone' }]);

let position = 0;
const record = async (trx: Trx, type: string, intent: string, key: string, value: object): Promise<void> => {
  position += 1;
  await trx.raw(
    `insert into engine_record (broker_epoch, partition_id, position, value_type, intent, record_key, at, value)
     values ('test', 1, ?, ?, ?, ?, ?, ?)`,
    [position, type, intent, key, now(), JSON.stringify(value)],
  );
};
/** A boundary event took the step away; the engine's record of it arrives. */
const taken = async ({ job_key }: Sent) => {
  await asSystem(database.db, (trx) => record(trx, 'JOB', 'CANCELED', job_key, {}));
  await projectAll({ db: database.db, brokerEpoch: 'test' });
};
const seen = ({ caseId, taskId, outboxId }: Sent) =>
  asSystem(database.db, async (trx) => ({
    ...(await one<{ state: string; cancel_reason: string | null }>(trx, 'select state, cancel_reason from task where task_id = ?', [taskId])), // prettier-ignore
    sent: (await one<{ done: boolean }>(trx, 'select done_at is not null as done from outbox where outbox_id = ?', [outboxId]))!.done, // prettier-ignore
    passed: (await passedElements(trx, caseId)).map(({ elementId }) => elementId),
    standing: (await submissionsOf(trx, caseId)).length,
    judged: await judged(trx, caseId),
    archived: (await rows(trx, 'select 1 from submission where task_id = ?', [taskId])).length,
  }));

/** How many submissions and pictures the verdict looks at. */
async function judged(trx: Trx, caseId: string): Promise<[submissions: number, pictures: number]> {
  const { submissions, evidence } = await loadFacts(trx, caseId);
  return [submissions.length, evidence.length];
}

describe('a submission whose step the engine had already left', () => {
  test.each([
    ['the answer comes before the record', [gone, taken, gone]],
    ['the record comes before the answer', [taken, gone]],
  ])('is archived and told, and path and list agree: %s', async (_, order) => {
    const task = await submitted();
    for (const step of order) await step(task);
    // then the task is cancelled, the submission is kept but does not stand, and nothing is left to send
    expect(await seen(task)).toEqual({
      state: 'cancelled',
      cancel_reason: '流程已转入其他环节',
      sent: true,
      passed: [],
      standing: 0,
      judged: [0, 0],
      archived: 1,
    });
    await asSystem(database.db, async (trx) => {
      // and the clerk is told, on the trail, in his list and by a notice
      const last = (await trail(trx, task.caseId)).at(-1)!;
      expect(last).toMatchObject({ act: 'task.cancelled', body: { archived: true, submittedBy: '顾欣岚' } });
      const notices = await rows<{ grp: string; text: string }>(trx, 'select grp, text from notification where case_id = ?', [task.caseId]); // prettier-ignore
      expect(notices).toEqual([{ grp: `person:${CLERK}`, text: expect.stringContaining('您的提交已存档') }]);
      const done = await listDone(trx, (await actorOf(trx, CLERK))!, {});
      expect(done.items.find(({ task_id }) => task_id === task.taskId)?.state).toBe('cancelled');
    });
  });

  test('is not what happened when the completion was only sent twice', async () => {
    const task = await submitted();
    // given the engine has completed the step
    await asSystem(database.db, (trx) =>
      record(trx, 'PROCESS_INSTANCE', 'ELEMENT_COMPLETED', task.element_instance_key, {
        bpmnElementType: 'USER_TASK',
        elementId: 'order',
        processInstanceKey: '1',
      }),
    );
    await projectAll({ db: database.db, brokerEpoch: 'test' });
    // when the repeated completion finds the job gone
    await gone(task);
    expect(await seen(task)).toMatchObject({ state: 'done', sent: true, standing: 1, judged: [1, 1] });
  });

  test('stays open until the engine has told which way it left', async () => {
    const task = await submitted();
    await gone(task);
    expect(await seen(task)).toMatchObject({ state: 'closing', sent: false, standing: 1, judged: [1, 1] });
  });
});
