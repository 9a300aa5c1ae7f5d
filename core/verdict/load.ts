import type { ClockRow } from '../clocks.ts';
import { one, rows, type Trx } from '../db.ts';
import { definition, type Definition } from '../definitions.ts';
import { notFound } from '../errors.ts';
import { law } from '../law.ts';
import { noticeUnits } from '../notice-units.ts';
import { passedElements } from '../path.ts';
import { namesOf } from '../people.ts';
import type { TaskRow } from '../tasks.ts';
import { now } from '../time.ts';
import type * as Row from './facts.ts';
import { loadPatrol } from './patrol.ts';
import { leaksOf } from './vault-scan.ts';

const ITEMS = `select i.item_id, i.no, i.kind, i.title, i.state, i.merged_into, i.overdue_at,
    exists (select 1 from item t where t.item_id = i.merged_into) as merged_into_known
  from item i where i.case_id = :id order by i.no`;

const EXPLANATIONS = `select e.*, array(select m.grp from membership m where m.account = e.approved_by
      and m.from_at <= e.at and (m.until_at is null or m.until_at > e.at)) as approver_groups
  from explanation e where e.case_id = :id order by e.at`;

const LINKED = `select c.case_id, c.case_no, c.process, c.status, c.outcome, l.how,
    exists (select 1 from standing_submission s where s.case_id = c.case_id and s.form_id = 'transfer.accept'
            and s.data->>'accepted' = 'yes') as received
  from (select case_id, 'parent' as how from cases where parent_case_id = :id
        union select case_id, 'source' from cases where source_case_id = :id
        union select to_case, 'link' from case_link where from_case = :id) l
  join cases c on c.case_id = l.case_id order by c.case_no`;

const CHILD_SUBMISSIONS = `select s.* from standing_submission s join cases c on c.case_id = s.case_id
  where c.parent_case_id = :id order by s.at`;

const TALK_TRIGGERS = `select t.trigger_id, t.rule, t.causes, t.fact, t.source_case_id, t.at, (
    select c.case_no from talk_trigger o join cases c on c.case_id = o.talk_case_id
    where o.talk_case_id <> t.talk_case_id and o.rule = t.rule and o.unit_id is not distinct from t.unit_id
      and o.causes && t.causes and o.at >= t.at and o.at <= coalesce(mine.sealed_at, :now) limit 1) as rival
  from talk_trigger t join cases mine on mine.case_id = t.talk_case_id where t.talk_case_id = :id order by t.at`;

/**
 * Read all facts of a case in one go. Run it in a transaction that sees every case (asSystem): child cases may belong
 * to other units, and a verdict must not depend on who asks. Throws 404 when there is no such case.
 */
export async function loadFacts(trx: Trx, caseId: string): Promise<Row.CaseFacts> {
  const id = { id: caseId };
  const found = await one<Row.CaseRow>(trx, 'select * from cases where case_id = ?', [caseId]);
  if (found === undefined) throw notFound('没有找到这件案件，或您无权查看');
  const all = <T>(table: string, order: string): Promise<T[]> =>
    rows<T>(trx, `select * from ${table} where case_id = :id order by ${order}`, id);
  const tasks = await all<TaskRow>('task', 'opened_at');
  const passed = await passedElements(trx, caseId);
  const submissions = await all<Row.SubmissionRow>('standing_submission', 'at');
  const answers = await all<Row.AnswerRow>('answer', 'at');
  const explanations = await rows<Row.ExplanationRow>(trx, EXPLANATIONS, id);
  const theLaw = await law(trx);
  const [lessons] = await rows<{ n: number }>(
    trx,
    'select count(*)::int as n from lesson where case_id = :id',
    id,
  );
  return {
    at: now(),
    case: found,
    items: await rows<Row.ItemRow>(trx, ITEMS, id),
    noticeUnits: await noticeUnits(trx, caseId),
    tasks,
    submissions,
    childSubmissions: await rows<Row.SubmissionRow>(trx, CHILD_SUBMISSIONS, id),
    evidence: await all<Row.EvidenceRow>('standing_evidence', 'at'),
    clocks: await all<ClockRow>('clock', 'started_at'),
    clockEvents: await rows<Row.ClockEventRow>(
      trx,
      `select e.clock_id, e.kind, e.level, e.at from clock_event e join clock c on c.clock_id = e.clock_id
       where c.case_id = :id order by e.clock_id, e.seq`,
      id,
    ),
    extensions: await all<Row.ExtensionRow>('extension', 'requested_at'),
    documents: await all<Row.DocumentRow>('document', 'created_at'),
    receipts: await all<Row.ReceiptRow>('service_receipt', 'at'),
    answers,
    explanations,
    lessons: lessons!.n,
    talkTriggers:
      found.process === 'warning-talk'
        ? await rows<Row.TalkTriggerRow>(trx, TALK_TRIGGERS, { ...id, now: now() })
        : [],
    triggers: await all('pending_trigger', 'created_at'),
    linked: await rows<Row.LinkedCaseRow>(trx, LINKED, id),
    passed,
    definitions: await definitionsOf(trx, [
      ...tasks.map((t) => t.definition_key),
      ...passed.map((p) => p.definitionKey),
    ]),
    names: await namesOf(trx, accountsIn(tasks, submissions, explanations)),
    leaks: await leaksOf(trx, caseId),
    patrol: found.process === 'patrol-inspection' ? await loadPatrol(trx, caseId) : null,
    law: theLaw,
    calendar: theLaw.calendar,
  };
}

async function definitionsOf(trx: Trx, keys: readonly string[]): Promise<Map<string, Definition>> {
  const found = new Map<string, Definition>();
  for (const key of new Set(keys)) found.set(key, await definition(trx, key));
  return found;
}

const accountsIn = (
  tasks: TaskRow[],
  submissions: Row.SubmissionRow[],
  explanations: Row.ExplanationRow[],
): string[] => [
  ...tasks.flatMap((task) => [task.completed_by ?? '', task.assignee ?? '']),
  ...submissions.map((submission) => submission.by),
  ...explanations.flatMap((explanation) => [explanation.by, explanation.approved_by]),
];
