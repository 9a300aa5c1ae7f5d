import { randomUUID } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { afterCommit, asActor, one, type Db, type Trx } from '../db.ts';
import { definition, type Definition } from '../definitions.ts';
import { conflict } from '../errors.ts';
import { failPoint } from '../fail-point.ts';
import { moment } from '../paper/form-rows.ts';
import { signals } from '../signals.ts';
import { checkPerformer, heldByOther, lockTask, mustBeOpen, type TaskRow } from '../tasks.ts';
import { now } from '../time.ts';
import { accept, hashOf } from './accept.ts';
import type { Accepted } from './accepted.ts';
import { groupsFor } from './assigned-groups.ts';
import { effectOf } from './effects.ts';
import { keep } from './keep.ts';

export interface Submitted {
  taskId: string;
  submissionId: string;
  caseId: string;
}

/** `approve-plan` → `approvePlan`: the one variable a completed user task sets (processes.md §0.4a). */
export const variableOf = (elementId: string): string =>
  elementId.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Submit a task: policy → separation of duties → accept against the form of the deployed version → keep, in one
 * transaction. What it returns is durable, whether the engine is up or not. The same content again gets the first
 * answer; other content by the same person, and whatever a rival sends, gets 409.
 */
export async function submitTask(
  db: Db,
  actor: Actor,
  taskId: string,
  version: number,
  sent: unknown,
): Promise<Submitted> {
  const submitted = await asActor(db, actor, async (trx) => {
    const task = await lockTask(trx, taskId);
    const first = await firstAnswer(trx, task, actor, sent);
    if (first !== undefined) return first;
    await mustBeOpen(trx, task, version);
    await checkPerformer(trx, actor, task);
    if (task.assignee !== null && task.assignee !== actor.account) throw await heldByOther(trx, task);
    const deployed = await definition(trx, task.definition_key);
    const form = deployed.form(task.form_id);
    const accepted = await accept(trx, actor, form, sent, { task, caseId: task.case_id });
    return settle(trx, actor, task, deployed, accepted);
  });
  failPoint('submit.committed');
  return submitted;
}

/** The answer that the same person got for the same content. Throws 409 where the content is another. */
async function firstAnswer(
  trx: Trx,
  task: TaskRow,
  actor: Actor,
  sent: unknown,
): Promise<Submitted | undefined> {
  if (task.completed_by !== actor.account) return undefined;
  const row = await one<{ submission_id: string; sent_hash: string | null; at: Date }>(
    trx,
    'select submission_id, sent_hash, at from submission where task_id = ?',
    [task.task_id],
  );
  if (row === undefined) return undefined;
  // Submissions from before the hash was kept cannot be compared; they get the first answer as they always did.
  if (row.sent_hash !== null && row.sent_hash !== hashOf(sent))
    throw conflict(
      `这项任务已于${moment(row.at.toISOString())}提交，这次的修改没有保存；内容仍在本页，请自行留存`,
      { state: task.state, submittedAt: row.at.toISOString() },
    );
  return { taskId: task.task_id, submissionId: row.submission_id, caseId: task.case_id };
}

/** Keep what was accepted for a task, with its effect and what the engine is to learn. The task is locked by the caller. */
export async function settle(
  trx: Trx,
  actor: Actor,
  task: TaskRow,
  deployed: Definition,
  accepted: Accepted,
): Promise<Submitted> {
  const submissionId = randomUUID();
  const at = now();
  const extra = await effectOf(task.form_id)?.({ trx, actor, task, data: accepted.data, at, submissionId });
  const groups = await groupsFor(trx, accepted.form, accepted.engine, assignedBy(deployed, task));
  const answer = {
    [variableOf(task.element_id)]: { ...groups, by: actor.account, at: at.toISOString(), ...extra },
  };
  await keep(trx, actor, accepted, {
    submissionId,
    caseId: task.case_id,
    elementId: task.element_id,
    itemId: (extra?.itemId as string | undefined) ?? task.item_id,
    scopeId: task.scope_id,
    at,
    task,
    answer,
    papers: deployed.meta.elements.get(task.element_id)?.documents ?? [],
    act: {
      act: 'task.submitted',
      subject: task.element_id,
      more: {
        taskId: task.task_id,
        element: task.element_name,
        form: task.form_id,
        itemId: task.item_id,
        submissionId,
      },
    },
    send: { kind: 'complete', jobKey: task.job_key, variables: answer, taskId: task.task_id },
  });
  afterCommit(trx, () => {
    signals.emit('inbox', task.groups, 'went');
    signals.emit('case', task.case_id);
  });
  return { taskId: task.task_id, submissionId, caseId: task.case_id };
}

/** Does the diagram give work to the group of the unit, or of the units, chosen in this field? */
const assignedBy = (deployed: Definition, task: TaskRow) => (key: string) =>
  ['Group', 'List'].some((end) => deployed.bpmn.includes(`${variableOf(task.element_id)}.${key}${end}`));
