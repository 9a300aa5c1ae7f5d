import { randomUUID } from 'node:crypto';
import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { closeClock } from './clocks.ts';
import { afterCommit, asActor, one, rows, type Db, type Trx } from './db.ts';
import { definition } from './definitions.ts';
import { badRequest, conflict, forbidden, notFound } from './errors.ts';
import { failPoint } from './fail-point.ts';
import { formContext } from './form-context.ts';
import { checkForm } from './forms/index.ts';
import type { CheckResult, EvidenceRef } from './forms/types.ts';
import { enqueue } from './outbox.ts';
import { namesOf } from './people.ts';
import { may } from './policies.ts';
import { signals } from './signals.ts';
import { effectOf } from './submission-effects.ts';
import { now } from './time.ts';

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
  draft: Record<string, unknown> | null;
  draft_by: string | null;
}

export interface Submitted {
  taskId: string;
  submissionId: string;
  caseId: string;
}

/** `approve-plan` → `approvePlan`: the one variable a completed user task sets (processes.md §0.4a). */
export const variableOf = (elementId: string): string =>
  elementId.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The task, locked, if the actor may see its case. Throws 404 otherwise. */
async function lockTask(trx: Trx, taskId: string): Promise<TaskRow> {
  const task = await one<TaskRow>(trx, 'select * from task where task_id = ? for update', [taskId]);
  if (task === undefined) throw notFound('没有找到这项任务,或您无权查看');
  return task;
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
}

/** Throws 403 unless the actor is in a group of the task and did none of the steps it must be separate from. */
export async function checkPerformer(trx: Trx, actor: Actor, task: TaskRow): Promise<void> {
  if (!may(actor, 'task.perform', task)) throw forbidden('task.perform', '您不在这项任务的办理人员之列');
  const own = (await separatedPerformers(trx, task)).find((row) => row.completed_by === actor.account);
  if (own)
    throw forbidden(
      'C3 人员分离',
      `您办理过“${own.element_name}”,不能再办理“${task.element_name}”(人员分离),请由其他人员办理`,
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
    const task = await lockTask(trx, taskId);
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

/** Give the task back to its groups; only its holder may. */
export function releaseTask(
  db: Db,
  actor: Actor,
  taskId: string,
  version: number,
): Promise<{ version: number }> {
  return asActor(db, actor, async (trx) => {
    const task = await lockTask(trx, taskId);
    if (task.assignee !== actor.account) throw conflict('这项任务不在您名下');
    await mustBeOpen(trx, task, version);
    return { version: await reassign(trx, actor, task, null, 'task.released') };
  });
}

async function reassign(
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
  afterCommit(trx, () => signals.emit('inbox', task.groups));
  return task.version + 1;
}

/** Keep unfinished data with the task; nothing is checked. Vault fields never reach a draft: see the caller. */
export function saveDraft(
  db: Db,
  actor: Actor,
  taskId: string,
  version: number,
  data: Record<string, unknown>,
): Promise<{ version: number; savedAt: string }> {
  return asActor(db, actor, async (trx) => {
    const task = await lockTask(trx, taskId);
    await mustBeOpen(trx, task, version);
    await checkPerformer(trx, actor, task);
    if (task.assignee !== null && task.assignee !== actor.account) throw await heldByOther(trx, task);
    const form = (await definition(trx, task.definition_key)).form(task.form_id);
    const keep = Object.fromEntries(
      Object.entries(data).filter(([key]) => !form.fields.some((f) => f.vault && f.key === key)),
    );
    await trx.raw('update task set draft = ?, draft_by = ? where task_id = ?', [
      JSON.stringify(keep),
      actor.account,
      taskId,
    ]);
    return { version: task.version, savedAt: now().toISOString() };
  });
}

async function mustBeOpen(trx: Trx, task: TaskRow, version: number): Promise<void> {
  if (task.state === 'cancelled')
    throw conflict(`任务已取消:${task.cancel_reason ?? '流程已转入其他环节'}`, { state: task.state });
  if (task.state !== 'open') {
    const names = await namesOf(trx, [task.completed_by ?? '']);
    throw conflict(`${names.get(task.completed_by ?? '') ?? '其他人员'}已办理了这项任务`, {
      state: task.state,
    });
  }
  if (task.version !== version)
    throw conflict('任务已有变化,请刷新后再办理,已填内容不会丢失', { version: task.version });
}

async function heldByOther(trx: Trx, task: TaskRow) {
  const names = await namesOf(trx, [task.assignee ?? '']);
  return conflict(`任务已由${names.get(task.assignee ?? '')}认领`, { assignee: task.assignee });
}

/**
 * Submit a task: policy → separation of duties → form check against the form of the deployed version → one
 * transaction { submission, evidence, documents, task closing, clock closed, audit, outbox }. What it returns is
 * durable, whether the engine is up or not. A repeat by the same person gets the first answer; a rival gets 409.
 */
export function submitTask(
  db: Db,
  actor: Actor,
  taskId: string,
  version: number,
  data: unknown,
): Promise<Submitted> {
  return asActor(db, actor, async (trx) => {
    const task = await lockTask(trx, taskId);
    const first = await firstAnswer(trx, task, actor);
    if (first !== undefined) return first;
    await mustBeOpen(trx, task, version);
    await checkPerformer(trx, actor, task);
    if (task.assignee !== null && task.assignee !== actor.account) throw await heldByOther(trx, task);
    const checked = await check(trx, actor, task, data);
    const submissionId = randomUUID();
    const at = now();
    await store(trx, actor, task, submissionId, checked, at);
    failPoint('submit.stored');
    const own = { ...(await groupsFor(trx, checked.engine)), by: actor.account, at: at.toISOString() };
    const extra = await effectOf(task.form_id)?.({
      trx,
      actor,
      task,
      data: checked.data,
      vault: checked.vault,
      at,
      submissionId,
    });
    const answer = { [variableOf(task.element_id)]: { ...own, ...extra } };
    await trx.raw('update submission set answer = ? where submission_id = ?', [
      JSON.stringify(answer),
      submissionId,
    ]);
    await enqueue(trx, task.case_id, { kind: 'complete', jobKey: task.job_key, variables: answer, taskId });
    afterCommit(trx, () => {
      signals.emit('inbox', task.groups);
      signals.emit('case', task.case_id);
    });
    return { taskId, submissionId, caseId: task.case_id };
  }).then((answer) => {
    failPoint('submit.committed');
    return answer;
  });
}

async function firstAnswer(trx: Trx, task: TaskRow, actor: Actor): Promise<Submitted | undefined> {
  if (task.completed_by !== actor.account) return undefined;
  const row = await one<{ submission_id: string }>(
    trx,
    'select submission_id from submission where task_id = ?',
    [task.task_id],
  );
  if (row === undefined) return undefined;
  return { taskId: task.task_id, submissionId: row.submission_id, caseId: task.case_id };
}

type Checked = Extract<CheckResult, { ok: true }>;

async function check(trx: Trx, actor: Actor, task: TaskRow, data: unknown): Promise<Checked> {
  const form = (await definition(trx, task.definition_key)).form(task.form_id);
  const context = await formContext(trx, actor, form, { task, caseId: task.case_id });
  const checked = checkForm(form, data, context);
  if (!checked.ok) throw badRequest('请先改正标出的内容', checked.errors);
  await filesMustBeOurs(trx, actor, checked);
  return checked;
}

/** Every picture or file named must have been uploaded by this person (or be the case's already). */
async function filesMustBeOurs(trx: Trx, actor: Actor, checked: Checked): Promise<void> {
  const named = new Set<string>();
  JSON.stringify(checked.data, (key, value: unknown) => {
    if (key === 'sha256' && typeof value === 'string') named.add(value);
    return value;
  });
  if (named.size === 0) return;
  const known = await rows<{ sha256: string }>(
    trx,
    'select distinct sha256 from upload where sha256 = any(?) and by = ?',
    [[...named], actor.account],
  );
  const missing = [...named].filter((sha) => !known.some((row) => row.sha256 === sha));
  if (missing.length > 0)
    throw badRequest('有附件尚未上传成功,请重新上传', [
      { path: '', message: `附件 ${missing[0]!.slice(0, 12)}… 未上传` },
    ]);
}

async function store(
  trx: Trx,
  actor: Actor,
  task: TaskRow,
  submissionId: string,
  checked: Checked,
  at: Date,
): Promise<void> {
  await trx.raw(
    `with closed as (update task set state = 'closing', completed_by = ?, closed_at = ?, version = version + 1, draft = null
                     where task_id = ?),
          gone as (delete from task_candidate where task_id = ?)
     insert into submission (submission_id, task_id, case_id, item_id, element_id, form_id, data, answer, by, at)
     values (?, ?, ?, ?, ?, ?, ?, '{}', ?, ?)`,
    [
      actor.account,
      at,
      task.task_id,
      task.task_id,
      submissionId,
      task.task_id,
      task.case_id,
      task.item_id,
      task.element_id,
      task.form_id,
      JSON.stringify(checked.data),
      actor.account,
      at,
    ],
  );
  await closeClock(trx, task.clock_id, actor, at);
  await storeDocuments(trx, actor, task, at);
  await storeEvidence(trx, actor, task, checked.evidence, at);
  await act(trx, {
    caseId: task.case_id,
    actor,
    act: 'task.submitted',
    subject: task.element_id,
    after: checked.data,
    more: {
      taskId: task.task_id,
      element: task.element_name,
      form: task.form_id,
      itemId: task.item_id,
      submissionId,
    },
  });
}

/** A form that is a paper of the file (property `document` of its step) becomes one; it is printed when it is asked for. */
async function storeDocuments(trx: Trx, actor: Actor, task: TaskRow, at: Date): Promise<void> {
  const { meta } = await definition(trx, task.definition_key);
  const papers = meta.elements.get(task.element_id)?.documents ?? [];
  if (papers.length === 0) return;
  await trx('document').insert(
    papers.map(({ template, name }) => ({
      doc_id: randomUUID(),
      case_id: task.case_id,
      item_id: task.item_id,
      task_id: task.task_id,
      element_id: task.element_id,
      template,
      title: name,
      way: 'form',
      state: 'signed',
      signed_by: actor.account,
      signed_at: at,
      created_at: at,
    })),
  );
}

async function storeEvidence(
  trx: Trx,
  actor: Actor,
  task: TaskRow,
  found: EvidenceRef[],
  at: Date,
): Promise<void> {
  if (found.length === 0) return;
  await trx('evidence').insert(
    found.map((one) => ({
      evidence_id: randomUUID(),
      case_id: task.case_id,
      item_id: task.item_id,
      task_id: task.task_id,
      element_id: task.element_id,
      field: one.key,
      phase: one.kind,
      sha256: one.sha256,
      name: one.name ?? '',
      taken_at: one.takenAt ?? null,
      place: one.place ? JSON.stringify(one.place) : null,
      place_reason: one.placeReason ?? null,
      by: actor.account,
      at,
    })),
  );
}

/** For every unit, firm or person that goes to the engine, its group goes along as `<key>Group`: diagrams assign by group. */
async function groupsFor(trx: Trx, engine: Record<string, unknown>): Promise<Record<string, unknown>> {
  const ids = Object.entries(engine).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  if (ids.length === 0) return engine;
  const found = await rows<{ id: string; grp: string }>(
    trx,
    `select unit_id as id, case kind when 'street' then 'street:' when 'soe' then 'soe:' else 'dept:' end || unit_id as grp
     from unit where unit_id = any(:ids)
     union all select uscc, 'firm:' || uscc from firm where uscc = any(:ids)`,
    { ids: ids.map(([, value]) => value) },
  );
  const groups = new Map(found.map((row) => [row.id, row.grp]));
  return {
    ...engine,
    ...Object.fromEntries(
      ids.flatMap(([key, value]) => (groups.has(value) ? [[`${key}Group`, groups.get(value)]] : [])),
    ),
  };
}
