import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import { groupsFor } from './assigned-groups.ts';
import { canonical } from './canonical.ts';
import { afterCommit, asActor, one, type Db, type Trx } from './db.ts';
import { definition, type Definition } from './definitions.ts';
import { badRequest } from './errors.ts';
import { failPoint } from './fail-point.ts';
import { formContext } from './form-context.ts';
import { checkForm } from './forms/index.ts';
import type { CheckResult, EvidenceRef } from './forms/types.ts';
import { announce, headStart, type OutboxPayload } from './outbox.ts';
import { signals } from './signals.ts';
import { effectOf } from './submission-effects.ts';
import { checkPerformer, heldByOther, mustBeOpen, performableTask, type TaskRow } from './tasks.ts';
import { now } from './time.ts';
import { mustBeUploaded } from './uploads.ts';

export interface Submitted {
  taskId: string;
  submissionId: string;
  caseId: string;
}

/** `approve-plan` → `approvePlan`: the one variable a completed user task sets (processes.md §0.4a). */
export const variableOf = (elementId: string): string =>
  elementId.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

type Checked = Extract<CheckResult, { ok: true }>;

/**
 * Submit a task: policy → separation of duties → form check against the form of the deployed version → one
 * transaction { submission, evidence, documents, task closing, clock closed, audit, outbox }. What it returns is
 * durable, whether the engine is up or not. A repeat by the same person gets the first answer; a rival gets 409.
 */
export async function submitTask(
  db: Db,
  actor: Actor,
  taskId: string,
  version: number,
  data: unknown,
): Promise<Submitted> {
  const submitted = await asActor(db, actor, async (trx) => {
    const task = await performableTask(trx, actor, taskId);
    const first = await firstAnswer(trx, task, actor);
    if (first !== undefined) return first;
    await mustBeOpen(trx, task, version);
    await checkPerformer(trx, actor, task);
    if (task.assignee !== null && task.assignee !== actor.account) throw await heldByOther(trx, task);
    const deployed = await definition(trx, task.definition_key);
    const checked = await check(trx, actor, task, deployed, data);
    return settle(trx, actor, task, deployed, checked);
  });
  failPoint('submit.committed');
  return submitted;
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

async function check(
  trx: Trx,
  actor: Actor,
  task: TaskRow,
  deployed: Definition,
  data: unknown,
): Promise<Checked> {
  const form = deployed.form(task.form_id);
  const context = await formContext(trx, actor, form, { task, caseId: task.case_id });
  const checked = checkForm(form, data, context);
  if (!checked.ok) throw badRequest('请先改正标出的内容', checked.errors);
  await mustBeUploaded(trx, actor, checked.data);
  return checked;
}

async function settle(
  trx: Trx,
  actor: Actor,
  task: TaskRow,
  deployed: Definition,
  checked: Checked,
): Promise<Submitted> {
  const submissionId = randomUUID();
  const at = now();
  const extra = await effectOf(task.form_id)?.({
    trx,
    actor,
    task,
    data: checked.data,
    vault: checked.vault,
    at,
    submissionId,
  });
  const own = {
    ...(await groupsFor(trx, deployed.form(task.form_id), checked.engine, assignedBy(deployed, task))),
    by: actor.account,
    at: at.toISOString(),
  };
  const answer = { [variableOf(task.element_id)]: { ...own, ...extra } };
  await storeDocuments(trx, actor, task, deployed, at);
  await storeEvidence(
    trx,
    actor,
    task,
    checked.evidence,
    (extra?.itemId as string | undefined) ?? task.item_id,
    at,
  );
  await close(trx, actor, task, submissionId, checked.data, answer, at);
  afterCommit(trx, () => {
    signals.emit('inbox', task.groups, 'went');
    signals.emit('case', task.case_id);
  });
  return { taskId: task.task_id, submissionId, caseId: task.case_id };
}

/**
 * Everything a submission always does, in one statement: a clerk waits for each round trip, and at a full inbox the
 * database does too. The order of its parts does not matter; the audit function locks the case's chain.
 */
async function close(
  trx: Trx,
  actor: Actor,
  task: TaskRow,
  submissionId: string,
  data: Record<string, unknown>,
  answer: Record<string, unknown>,
  at: Date,
): Promise<void> {
  const payload: OutboxPayload = {
    kind: 'complete',
    jobKey: task.job_key,
    variables: answer,
    taskId: task.task_id,
  };
  const body = canonical({
    name: actor.name,
    after: data,
    taskId: task.task_id,
    element: task.element_name,
    form: task.form_id,
    itemId: task.item_id,
    submissionId,
  });
  const done = await one<{ outbox_id: string }>(
    trx,
    `with closed as (update task set state = 'closing', completed_by = :by, closed_at = :at, version = version + 1, draft = null
                     where task_id = :task),
          gone as (delete from task_candidate where task_id = :task),
          drafted as (delete from task_draft where task_id = :task and account = :by),
          kept as (insert into submission (submission_id, task_id, case_id, item_id, element_id, form_id, data, answer, by, at)
                   values (:submission, :task, :case, :item, :element, :form, :data, :answer, :by, :at)),
          stopped as (update clock set state = 'closed', closed_at = :at, next_at = null
                      where clock_id = :clock and state = 'open' returning clock_id),
          noted as (insert into clock_event (clock_id, seq, kind, at, by, reason)
                    select s.clock_id, (select coalesce(max(seq), 0) + 1 from clock_event e where e.clock_id = s.clock_id), 'close', :at, :by, 'closed'
                    from stopped s),
          sent as (insert into outbox (kind, case_id, payload, available_at)
                   values ('complete', :case, :payload, clock_timestamp() + make_interval(secs => :head)) returning outbox_id)
     select outbox_id, record_act(:case, :stamp, :by, :unit, 'task.submitted', :element, :body) from sent`,
    {
      by: actor.account,
      unit: actor.unitId,
      at,
      stamp: at.toISOString(),
      task: task.task_id,
      submission: submissionId,
      case: task.case_id,
      item: task.item_id,
      element: task.element_id,
      form: task.form_id,
      data: JSON.stringify(data),
      answer: JSON.stringify(answer),
      clock: task.clock_id,
      payload: JSON.stringify(payload),
      head: headStart(),
      body,
    },
  );
  failPoint('submit.stored');
  announce(trx, { outboxId: done!.outbox_id, caseId: task.case_id, attempts: 0, payload });
}

/** A form that is a paper of the file (property `document` of its step) becomes one; it is printed when it is asked for. */
async function storeDocuments(
  trx: Trx,
  actor: Actor,
  task: TaskRow,
  deployed: Definition,
  at: Date,
): Promise<void> {
  const papers = deployed.meta.elements.get(task.element_id)?.documents ?? [];
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
  itemId: string | null,
  at: Date,
): Promise<void> {
  if (found.length === 0) return;
  await trx('evidence').insert(
    found.map((one) => ({
      evidence_id: randomUUID(),
      case_id: task.case_id,
      item_id: itemId,
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

/** Does the diagram give work to the group of the unit, or of the units, chosen in this field? */
const assignedBy = (deployed: Definition, task: TaskRow) => (key: string) =>
  ['Group', 'List'].some((end) => deployed.bpmn.includes(`${variableOf(task.element_id)}.${key}${end}`));
