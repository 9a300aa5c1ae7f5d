import { randomUUID } from 'node:crypto';
import { actRow, type Act } from '../act.ts';
import type { Actor } from '../actor.ts';
import { one, type Trx } from '../db.ts';
import { reserveTyped } from '../doc-numbers.ts';
import { badRequest } from '../errors.ts';
import { EVIDENCE_FACTS, evidenceFacts } from '../file/evidence-row.ts';
import { failPoint } from '../fail-point.ts';
import { announce, headStart, type OutboxPayload } from '../outbox.ts';
import { REPORTER_ACCOUNT } from '../reporter.ts';
import type { TaskRow } from '../tasks.ts';
import { sealReporter } from '../vault.ts';
import { open, type Accepted, type Parts } from './accepted.ts';

/** Where a submission belongs and what it sets in motion; one for each of the four ways (task, start, message, extension). */
export interface Target {
  submissionId: string;
  caseId: string;
  /** Element of the diagram; `start` for a start form. */
  elementId: string;
  itemId: string | null;
  /** Multi-instance element, document or clock that it is about: who works on that may open its files. */
  scopeId: string | null;
  at: Date;
  /** The task that it ends: it closes, its draft goes, its clock stops. */
  task: TaskRow | null;
  /** Variables for the engine, stored as `answer`. */
  answer: Record<string, unknown>;
  /** Papers of the file that this form is (property `document` of its element). */
  papers: readonly { template: string; name: string }[];
  /** The audit row; null where the act that opens the case has written it already, with the same data. */
  act: Pick<Act, 'act' | 'subject' | 'more'> | null;
  /** What the engine is to learn; null where the act that opens the case has sent it already. */
  send: OutboxPayload | null;
}

/** Rows of one statement, as JSON, by the part that they come from. */
interface Rows {
  data: string;
  evidence: string;
  attachments: string;
}

type Keeper<Part> = (target: Target, part: Part, actor: Actor, trx: Trx) => Promise<Partial<Rows>>;

/** Every part that a form check gives has its keeper here: a part without one does not compile. */
const KEEPERS: { readonly [Name in keyof Parts]: Keeper<Parts[Name]> } = {
  data: async (_, data) => ({ data: JSON.stringify(data) }),
  // What the engine gets is in the target's `answer`, which the caller composed from it.
  engine: async () => ({}),
  vault: async ({ caseId }, vault, _, trx) => {
    await sealReporter(trx, caseId, vault);
    return {};
  },
  evidence: async ({ at }, evidence, { account }) => ({
    evidence: JSON.stringify(
      evidence.map((one) => ({
        ...evidenceFacts(one),
        id: randomUUID(),
        field: one.key,
        phase: one.kind,
        sha256: one.sha256,
        name: one.name ?? '',
        by: account,
        at: at.toISOString(),
      })),
    ),
  }),
  numbers: async ({ caseId, submissionId, at }, numbers, _, trx) => {
    const taken = await reserveTyped(trx, numbers, { caseId, submissionId, at });
    if (taken.length > 0) throw badRequest('请先改正标出的内容', taken);
    return {};
  },
  attachments: async (_, attachments, { account }) => ({
    attachments: JSON.stringify(
      attachments.map(({ key, sha256, name, by }) => ({
        id: randomUUID(),
        field: key,
        sha256,
        name,
        // A reporter stands in the file under no name, though the upload is his.
        by: account === REPORTER_ACCOUNT ? account : (by ?? account),
      })),
    ),
  }),
};

/**
 * One statement for everything that a submission always does: a clerk waits for each round trip, and at a full inbox
 * the database does too. Parts without rows do nothing. Task and clock were locked before it (`lockTask`): a lock taken in
 * here would be too late, since the statement sees the clock's history as it was when the statement began.
 */
const STORE = `
  with closed as (
    update task set state = 'closing', completed_by = :by, closed_at = :at, version = version + 1
    where task_id = cast(:task as uuid)),
  gone as (delete from task_candidate where task_id = cast(:task as uuid)),
  drafted as (delete from task_draft where task_id = cast(:task as uuid) and account = :by),
  kept as (
    insert into submission (submission_id, task_id, case_id, item_id, scope_id, element_id, form_id, data, answer, sent_hash, by, at)
    values (:submission, :task, :case, :taskItem, :scope, :element, :form, :data, :answer, :sentHash, :by, :at)),
  proved as (
    insert into evidence (evidence_id, case_id, item_id, task_id, element_id, field, phase, sha256, name, by, at, ${EVIDENCE_FACTS})
    select e.id, :case, :item, :task, :element, e.field, e.phase, e.sha256, e.name, e.by, e.at, ${EVIDENCE_FACTS}
    from jsonb_to_recordset(cast(:evidence as jsonb)) e(id uuid, field text, phase text, sha256 text, name text,
      taken_at timestamptz, time_from text, place jsonb, place_from text, place_reason text, stated jsonb, contradicts text[],
      resembles jsonb, by text, at timestamptz)),
  attached as (
    insert into attachment (attachment_id, case_id, submission_id, task_id, item_id, scope_id, element_id, field, sha256, name, by, at)
    select a.id, :case, :submission, :task, :item, :scope, :element, a.field, a.sha256, a.name, a.by, :at
    from jsonb_to_recordset(cast(:attachments as jsonb)) a(id uuid, field text, sha256 text, name text, by text)),
  written as (
    insert into document (doc_id, case_id, item_id, task_id, element_id, template, title, way, state, signed_by, signed_at, created_at)
    select d.id, :case, :taskItem, :task, :element, d.template, d.name, 'form', 'signed', :by, :at, :at
    from jsonb_to_recordset(cast(:papers as jsonb)) d(id uuid, template text, name text)),
  stopped as (
    update clock set state = 'closed', closed_at = :at, next_at = null
    where clock_id = cast(:clock as uuid) and state = 'open' returning clock_id),
  noted as (
    insert into clock_event (clock_id, seq, kind, at, by, reason)
    select s.clock_id, (select coalesce(max(seq), 0) + 1 from clock_event e where e.clock_id = s.clock_id), 'close', :at, :by, 'closed'
    from stopped s),
  sent as (
    insert into outbox (kind, case_id, payload, available_at)
    select p.payload->>'kind', :case, p.payload, clock_timestamp() + make_interval(secs => :head)
    from (select cast(:payload as jsonb) as payload) p where p.payload is not null returning outbox_id)
  select (select outbox_id from sent) as outbox_id,
    case when cast(:act as text) is null then null
         else record_act(:case, :stamp, :by, :unit, :act, :subject, :body) end as seq`;

/**
 * The second half of the one door: store all parts of what was accepted, in the caller's transaction, with paper,
 * clock, audit row and what the engine is to learn.
 */
export async function keep(trx: Trx, actor: Actor, accepted: Accepted, target: Target): Promise<void> {
  const { parts, sentHash } = open(accepted);
  const kept: Rows = { data: '{}', evidence: '[]', attachments: '[]' };
  for (const name of Object.keys(KEEPERS) as (keyof Parts)[])
    Object.assign(kept, await keepPart(name, target, parts, actor, trx));
  const { task, act, send } = target;
  const row = act && actRow({ ...act, caseId: target.caseId, actor, after: parts.data });
  const done = await one<{ outbox_id: string | null }>(trx, STORE, {
    ...kept,
    submission: target.submissionId,
    sentHash,
    case: target.caseId,
    task: task?.task_id ?? null,
    item: target.itemId,
    taskItem: task?.item_id ?? null,
    scope: target.scopeId,
    element: target.elementId,
    form: accepted.form.id,
    answer: JSON.stringify(target.answer),
    papers: JSON.stringify(target.papers.map((paper) => ({ ...paper, id: randomUUID() }))),
    clock: task?.clock_id ?? null,
    payload: send && JSON.stringify(send),
    head: headStart(),
    by: actor.account,
    unit: row?.unit ?? '',
    at: target.at,
    stamp: target.at.toISOString(),
    act: row?.act ?? null,
    subject: row?.subject ?? null,
    body: row?.body ?? null,
  });
  failPoint('submit.stored');
  if (send !== null)
    announce(trx, { outboxId: done!.outbox_id!, caseId: target.caseId, attempts: 0, payload: send });
}

const keepPart = <Name extends keyof Parts>(
  name: Name,
  target: Target,
  parts: Parts,
  actor: Actor,
  trx: Trx,
): Promise<Partial<Rows>> => KEEPERS[name](target, parts[name], actor, trx);
