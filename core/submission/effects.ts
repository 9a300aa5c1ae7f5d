import { randomUUID } from 'node:crypto';
import { act } from '../act.ts';
import type { Actor } from '../actor.ts';
import { one, type Trx } from '../db.ts';
import { SHORT_SHA } from '../file/evidence-row.ts';
import { limitOf } from '../limit.ts';
import { rowsIn, textOf } from '../submissions.ts';
import type { TaskRow } from '../tasks.ts';

/** What an effect is given: the checked data and the transaction of the submission. */
export interface SubmissionContext {
  trx: Trx;
  actor: Actor;
  task: TaskRow;
  data: Readonly<Record<string, unknown>>;
  at: Date;
  submissionId: string;
}

/** May return further members for the task's engine variable (ids only). */
type Effect = (context: SubmissionContext) => Promise<Record<string, unknown> | void>;

/**
 * Forms whose answer is a thing of its own, not only a submission: an answer to the reporter, an explanation of a red
 * line, the item a verification found. By form id; a form not named here is a submission and nothing else.
 */
const EFFECTS: Record<string, Effect> = {
  'hazard.accept': rememberLevel,
  'hazard.verify': nameFinding,
  'hazard.answer': answerReporter,
  'hazard.callback': recordCallback,
  supplement: async (context) => {
    await explainPictures(context);
    await explainRedLines(context);
  },
};

/** The effect of a form, if it has one. */
export const effectOf = (formId: string): Effect | undefined => EFFECTS[formId];

async function rememberLevel({ trx, task, data }: SubmissionContext): Promise<void> {
  const refused = data.decision === 'reject';
  await trx.raw(
    `update cases set level = coalesce(?, level), outcome = coalesce(?, outcome), outcome_reason = coalesce(?, outcome_reason)
     where case_id = ?`,
    [
      (data.level as string | undefined) ?? null,
      refused ? 'rejected' : null,
      refused ? ((data.rejectReason as string | undefined) ?? null) : null,
      task.case_id,
    ],
  );
}

/**
 * What the officers found is one item for the life of the case: the id is given at the first verification and kept
 * at every later one (重办, 退回); `item.open` or `item.close` writes the row.
 */
async function nameFinding({ trx, task, data }: SubmissionContext): Promise<{ itemId: string }> {
  const row = await one<{ item_id: string }>(
    trx,
    `update cases set facts = jsonb_build_object('itemId', ?::text) || facts || jsonb_build_object('handling', ?::text)
     where case_id = ? returning facts->>'itemId' as item_id`,
    [randomUUID(), String(data.handling), task.case_id],
  );
  return { itemId: row!.item_id };
}

async function answerReporter({ trx, task, actor, data, at }: SubmissionContext): Promise<void> {
  await trx('answer').insert({
    answer_id: randomUUID(),
    case_id: task.case_id,
    kind: 'reporter',
    way: String(data.way),
    at: new Date(String(data.answeredAt ?? at.toISOString())),
    content: String(data.content ?? ''),
    unreachable: data.unreachable === true,
    tries: typeof data.tries === 'number' ? data.tries : null,
    by: actor.account,
  });
}

async function recordCallback({
  trx,
  task,
  actor,
  data,
  at,
}: SubmissionContext): Promise<{ satisfied: boolean }> {
  const satisfied = data.reached !== 'yes' || (Number(data.result) >= 3 && data.solved === 'yes');
  await trx('answer').insert({
    answer_id: randomUUID(),
    case_id: task.case_id,
    kind: 'callback',
    way: '电话',
    at: new Date(String(data.calledAt ?? at.toISOString())),
    content: data.reached === 'yes' ? (satisfied ? '满意' : '不满意') : '未接通',
    unreachable: data.reached !== 'yes',
    by: actor.account,
  });
  if (!satisfied) await flagForReview(trx, actor, task.case_id);
  return { satisfied };
}

/** Still not satisfied after it was done again as often as the pack allows: no further round, somebody must look into it. */
async function flagForReview(trx: Trx, actor: Actor, caseId: string): Promise<void> {
  const unhappy = await one<{ n: number }>(
    trx,
    `select count(*)::int as n from answer where case_id = ? and kind = 'callback' and content = '不满意'`,
    [caseId],
  );
  if (unhappy!.n <= (await limitOf(trx, 'redo.max'))) return;
  const review = `回访${unhappy!.n}次均不满意，列入复核`;
  await trx.raw(`update cases set facts = facts || jsonb_build_object('review', ?::text) where case_id = ?`, [
    review,
    caseId,
  ]);
  await act(trx, { caseId, actor, act: 'case.flagged', subject: 'hazard.callback', after: { review } });
}

/**
 * A stored picture is given the reason that was not written when it was handed in (why it has no place, why something else
 * was said of it). A statement of who supplements, with name and time; the facts of the picture stay as they are.
 */
async function explainPictures({ trx, task, actor, data, at }: SubmissionContext): Promise<void> {
  for (const row of rowsIn(data, 'photoNotes')) {
    const note = textOf(row, 'note').trim();
    if (note === '') continue;
    await trx.raw(
      `update evidence set place_reason = :note, reason_by = :by, reason_at = :at
       where case_id = :case and left(sha256, :digits) = :sha and coalesce(trim(place_reason), '') = ''
         and (place is null or contradicts <> '{}')`,
      { note, by: actor.account, at, case: task.case_id, digits: SHORT_SHA, sha: textOf(row, 'sha') },
    );
  }
}

/** An explanation approved by a leader turns historic red lines into `explained` (domain README §5). */
async function explainRedLines({ trx, task, actor, data, at }: SubmissionContext): Promise<void> {
  const approver = data.lateApprovedBy;
  if (typeof data.explanation !== 'string' || data.explanation === '') return;
  const last = await one<{ predicates: { id: string; value: string }[] }>(
    trx,
    'select predicates from verdict where case_id = ? order by seq desc limit 1',
    [task.case_id],
  );
  const red = (last?.predicates ?? []).filter((line) => line.value === 'red');
  if (red.length === 0) return;
  await trx('explanation').insert(
    red.map((line) => ({
      explanation_id: randomUUID(),
      case_id: task.case_id,
      predicate: line.id,
      text: data.explanation,
      by: actor.account,
      approved_by: typeof approver === 'string' ? approver : '',
      at,
    })),
  );
}
