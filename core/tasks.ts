import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { afterCommit, asActor, asHouse, one, rows, type Db, type Trx } from './db.ts';
import { definition } from './definitions.ts';
import { conflict, forbidden, notFound } from './errors.ts';
import { namesOf } from './people.ts';
import { may } from './policies.ts';
import { signals } from './signals.ts';

export interface TaskRow {
  task_id: string;
  case_id: string;
  process: string;
  definition_key: string;
  element_id: string;
  element_name: string;
  form_id: string;
  groups: string[];
  separate_from: string[];
  item_id: string | null;
  doc_id: string | null;
  scope_id: string | null;
  job_key: string;
  instance_key: string;
  broker_epoch: string;
  variables: Record<string, unknown>;
  assignee: string | null;
  state: 'open' | 'closing' | 'done' | 'cancelled';
  cancel_reason: string | null;
  clock_id: string | null;
  due_at: Date | null;
  warn_at: Date | null;
  opened_at: Date;
  closed_at: Date | null;
  completed_by: string | null;
  version: number;
  /** Who reads it sees the whole case, not only this task. */
  whole?: boolean;
}

/** One sentence for what is not there and for what may not be seen, on every route, so that neither tells more. */
export const noSuchTask = () => notFound('没有找到这项任务，或您无权查看');

/**
 * The task, locked, if the actor's case it is. Throws 404 otherwise. Whether the actor may act is asked by `performableTask`.
 * Its clock is locked with it: what is numbered by the clock's history afterwards has seen what the bell wrote last.
 */
export async function lockTask(trx: Trx, taskId: string): Promise<TaskRow> {
  const task = await one<TaskRow>(
    trx,
    `with t as materialized (
       select *, sees_whole_case(case_id) as whole from task where task_id = ? for update),
     k as materialized (select 1 from clock where clock_id = (select clock_id from t) for update)
     select t.* from t, (select count(*) from k) locked`,
    [taskId],
  );
  if (task === undefined) throw noSuchTask();
  return task;
}

/**
 * Whether the actor may look at a task of a case that row-level security shows: who performs it, and who sees the whole
 * case. A firm sees the head of its case and its own tasks; those of others do not exist for it.
 */
export function maySeeTask(actor: Actor, task: Pick<TaskRow, 'groups' | 'whole'>): boolean {
  return task.whole === true || may(actor, 'task.perform', task);
}

/**
 * The task, locked, for an act of somebody who performs it. Asked before anything is said of its state, so that an act
 * tells no stranger what GET does not: 404 as GET for who may not see the task, 403 (`task.perform`) for who sees it
 * and is in none of its groups. Separation of duties and state are the caller's (`mustBeOpen`, `checkPerformer`).
 */
export async function performableTask(trx: Trx, actor: Actor, taskId: string): Promise<TaskRow> {
  const task = await lockTask(trx, taskId);
  mustPerform(actor, task);
  return task;
}

/** Throws what `performableTask` throws, for a task already locked. */
export function mustPerform(actor: Actor, task: TaskRow): void {
  if (may(actor, 'task.perform', task)) return;
  if (!maySeeTask(actor, task)) throw noSuchTask();
  throw forbidden('task.perform', '您不在这项任务的办理人员之列');
}

/**
 * Who performed an element that this task must be separate from, in the same case and item. An id means the element
 * of the task's own process where that process has one, else the element of the caller or a called process: helper
 * processes work inside the caller's case, and `accept` may exist in both. The start form of a process counts as
 * performed by whoever sent it (`requested` of extension-approval).
 */
export async function separatedPerformers(
  trx: Trx,
  task: Pick<TaskRow, 'case_id' | 'item_id' | 'scope_id' | 'process' | 'definition_key' | 'separate_from'>,
): Promise<{ element_id: string; element_name: string; completed_by: string }[]> {
  if (task.separate_from.length === 0) return [];
  const { meta } = await definition(trx, task.definition_key);
  const own = task.separate_from.filter((id) => meta.elements.has(id));
  // Who did a step counts, also where this person sees only their own tasks of the case.
  return asHouse(trx, async () => {
    const performed = await rows<{ element_id: string; element_name: string; completed_by: string }>(
      trx,
      `select distinct element_id, element_name, completed_by from task
       where case_id = ? and completed_by is not null and state in ('closing', 'done') and element_id = any(?)
         and (process = ? or not (element_id = any(?))) and (?::uuid is null or item_id is null or item_id = ?)`,
      [task.case_id, task.separate_from, task.process, own, task.item_id, task.item_id],
    );
    if (!task.separate_from.includes('requested')) return performed;
    const asked = await rows<{ element_id: string; element_name: string; completed_by: string }>(
      trx,
      `select 'requested' as element_id, '申请延期' as element_name, requested_by as completed_by from extension
       where clock_id::text = ? and state = 'requested'`,
      [task.scope_id],
    );
    return [...performed, ...asked];
  });
}

/** Throws 403 unless the actor is in a group of the task and did none of the steps it must be separate from. */
export async function checkPerformer(trx: Trx, actor: Actor, task: TaskRow): Promise<void> {
  if (!may(actor, 'task.perform', task)) throw forbidden('task.perform', '您不在这项任务的办理人员之列');
  const own = (await separatedPerformers(trx, task)).find((row) => row.completed_by === actor.account);
  if (own)
    throw forbidden(
      'C3 人员分离',
      `您办理过“${own.element_name}”，不能再办理“${task.element_name}”（人员分离），请由其他人员办理`,
    );
}

/** Take the task for oneself. 409 if somebody else holds it, or the version is old. Returns the new version. */
export function claimTask(
  db: Db,
  actor: Actor,
  taskId: string,
  version: number,
): Promise<{ version: number; assignee: string }> {
  return asActor(db, actor, async (trx) => {
    const task = await performableTask(trx, actor, taskId);
    if (task.state === 'open' && task.assignee === actor.account)
      return { version: task.version, assignee: actor.account };
    await mustBeOpen(trx, task, version);
    await checkPerformer(trx, actor, task);
    return {
      version: await reassign(trx, actor, task, actor.account, 'task.claimed'),
      assignee: actor.account,
    };
  });
}

/** Put the task into somebody's name, or nobody's, with its audit row. Returns the new version. */
export async function reassign(
  trx: Trx,
  actor: Actor,
  task: TaskRow,
  assignee: string | null,
  what: string,
): Promise<number> {
  await trx.raw('update task set assignee = ?, version = version + 1 where task_id = ?', [
    assignee,
    task.task_id,
  ]);
  await act(trx, {
    caseId: task.case_id,
    actor,
    act: what,
    subject: task.element_id,
    before: { assignee: task.assignee },
    after: { assignee },
    more: { taskId: task.task_id, element: task.element_name },
  });
  afterCommit(trx, () => signals.emit('inbox', task.groups, assignee === null ? 'came' : 'went'));
  return task.version + 1;
}

/** Throws 409 once the task is over, with who did it or why it was cancelled. */
export async function mustBeUnfinished(trx: Trx, task: TaskRow): Promise<void> {
  if (task.state === 'cancelled')
    throw conflict(`任务已取消：${task.cancel_reason ?? '流程已转入其他环节'}`, { state: task.state });
  if (task.state !== 'open') {
    const names = await namesOf(trx, [task.completed_by ?? '']);
    throw conflict(`${names.get(task.completed_by ?? '') ?? '其他人员'}已办理了这项任务`, {
      state: task.state,
    });
  }
}

/** Throws 409 once the task is over, or when it has changed hands since the page read it. */
export async function mustBeOpen(trx: Trx, task: TaskRow, version: number): Promise<void> {
  await mustBeUnfinished(trx, task);
  if (task.version !== version)
    throw conflict('任务已有变化，请刷新后再办理，已填内容不会丢失', { version: task.version });
}

export async function heldByOther(trx: Trx, task: TaskRow) {
  const names = await namesOf(trx, [task.assignee ?? '']);
  return conflict(`任务已由${names.get(task.assignee ?? '')}认领`, { assignee: task.assignee });
}
