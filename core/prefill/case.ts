import { one, rows, type Trx } from '../db.ts';
import { chineseDay, formRows, moment } from '../paper/form-rows.ts';
import { namesIn } from '../paper/names.ts';
import { schemaOf } from '../paper/values.ts';
import { latestSubmission, submissionsOf, textOf } from '../submissions.ts';
import { byStep, inCase, short, type PrefillContext, type Resolver } from './types.ts';

/** Answers that say what a step came to, in the order they are looked for. */
const RESULTS = ['decision', 'ruling', 'handling', 'fit', 'accepted', 'received', 'reached', 'solved', 'way'];

export interface CaseHead {
  case_no: string;
  title: string;
  source: string | null;
  level: string | null;
  outcome_reason: string | null;
  facts: Record<string, unknown>;
  opened_at: Date;
}

/** The head of a case; undefined where the transaction may not see it. */
export const headOf = (trx: Trx, caseId: string): Promise<CaseHead | undefined> =>
  one<CaseHead>(
    trx,
    'select case_no, title, source, level, outcome_reason, facts, opened_at from cases where case_id = ?',
    [caseId],
  );

/** What follows from the case and from what was done in it. */
export const CASE: Record<string, Resolver> = {
  'case.summary': inCase(summary),
  'case.place': inCase(async (trx, caseId) => {
    const reported = await latestSubmission(trx, caseId, { form: 'hazard.intake' });
    const address = textOf((await headOf(trx, caseId))?.facts, 'place');
    return reported?.data.place ?? (address ? { address } : undefined);
  }),
  'case.urgency': inCase(async (trx, caseId) => (await headOf(trx, caseId))?.facts.urgency === '紧急'),
  'task.openedAt': (_, { task }) => Promise.resolve(task?.opened_at.toISOString()),
  'task.clock.dueAt': dueOfMatter,
  'step.recordKind': byStep({
    'first-response': '先期处置',
    'write-unfounded': '核查书面材料',
    'talk-and-read': '谈话',
  }),
  'timeline.trail': inCase(trail),
  'review.object': inCase(async (trx, caseId, context) => {
    const reviewed = await reviewedForm(trx, caseId, context);
    return reviewed && short(`${reviewed.title}(${reviewed.name},${moment(reviewed.at.toISOString())})`);
  }),
  'review.points': inCase(async (trx, caseId, context) => {
    const reviewed = await reviewedForm(trx, caseId, context);
    return reviewed?.rows.map((row) => ({ item: short(`${row.label}:${row.value}`) }));
  }),
  'verdict.redLines': inCase(redLines),
};

async function summary(trx: Trx, caseId: string): Promise<string | undefined> {
  const head = await headOf(trx, caseId);
  if (head === undefined) return undefined;
  const found = (await latestSubmission(trx, caseId, { form: 'hazard.verify' }))?.data;
  const notice = (await latestSubmission(trx, caseId, { form: 'notice.issue' }))?.data;
  const document = await one<{ title: string; doc_no: string | null }>(
    trx,
    'select title, doc_no from document where case_id = ? order by created_at desc limit 1',
    [caseId],
  );
  const lines: [string, string | undefined][] = [
    ['案件', `${head.case_no} ${head.title}`],
    ['单位', textOf(head.facts, 'object')],
    ['地点', textOf(head.facts, 'place')],
    ['类别', textOf(head.facts, 'category')],
    ['核查情况', textOf(found, 'facts')],
    ['事项', textOf(notice, 'matter') || (found ? '' : textOf(head.facts, 'description'))],
    ['整改要求', textOf(found, 'demand')],
    ['办理要求', textOf(notice, 'demand')],
    ['反馈期限', textOf(notice, 'feedbackBy')],
    ['最近文书', document && `${document.title}${document.doc_no ?? ''}`],
  ];
  return lines.flatMap(([label, value]) => (value ? [`${label}:${value}`] : [])).join('\n');
}

/** When the matter as a whole must be done; before that is known, when this task must. */
async function dueOfMatter(trx: Trx, { task }: PrefillContext): Promise<string | undefined> {
  const total = task?.variables.totalClockId;
  const clock =
    typeof total === 'string'
      ? await one<{ due_at: Date }>(trx, 'select due_at from clock where clock_id::text = ?', [total])
      : undefined;
  return (clock?.due_at ?? task?.due_at ?? undefined)?.toISOString();
}

async function trail(trx: Trx, caseId: string) {
  const done = await rows<{
    step: string;
    by: string;
    at: Date;
    form_id: string;
    data: Record<string, unknown>;
    definition_key: string;
    process: string;
  }>(
    trx,
    `select t.element_name as step, s.by, s.at, s.form_id, s.data, t.definition_key, t.process
     from standing_submission s join task t on t.task_id = s.task_id where s.case_id = ? order by s.at`,
    [caseId],
  );
  const names = await namesIn(
    trx,
    done.map(({ by, data }) => [by, data]),
  );
  const told = [];
  for (const { step, by, at, data, ...form } of done) {
    const schema = await schemaOf(trx, form);
    const said = schema ? formRows(schema, data, names) : [];
    const result = RESULTS.map((key) => said.find((row) => row.key === key)?.value).find(Boolean) ?? '';
    told.push({ step, person: names.get(by) ?? by, at: moment(at.toISOString()), result });
  }
  return told;
}

/** The form a review looks at: that of the step the reviewer must be separate from, in words. */
async function reviewedForm(trx: Trx, caseId: string, { task }: PrefillContext) {
  const scope = task?.scope_id ? { scopeId: task.scope_id } : {};
  const [reviewed] = (await submissionsOf(trx, caseId, scope)).filter(({ element_id }) =>
    task?.separate_from.includes(element_id),
  );
  if (reviewed === undefined) return undefined;
  const origin = await one<{ definition_key: string; process: string }>(
    trx,
    'select definition_key, process from task where task_id = ?',
    [reviewed.task_id],
  );
  const schema = origin && (await schemaOf(trx, { form_id: reviewed.form_id, ...origin }));
  const names = await namesIn(trx, reviewed.by, reviewed.data);
  const shown = schema ? formRows(schema, reviewed.data, names) : [];
  return {
    title: schema?.properties?.title ?? reviewed.form_id,
    name: names.get(reviewed.by) ?? reviewed.by,
    at: reviewed.at,
    // A signature is no point to judge.
    rows: shown.filter((row) => row.key !== 'signature'),
  };
}

interface Judged {
  at: Date;
  predicates: { id: string; message: string; value: string; curable: boolean }[];
}

/** Red lines of the last verdict, each since the first verdict of the unbroken run in which it is red. */
async function redLines(trx: Trx, caseId: string) {
  const verdicts = await rows<Judged>(
    trx,
    'select at, predicates from verdict where case_id = ? order by seq desc',
    [caseId],
  );
  const red = (verdict: Judged, id: string) =>
    verdict.predicates.some((line) => line.id === id && line.value === 'red');
  return (verdicts[0]?.predicates ?? [])
    .filter((line) => line.value === 'red')
    .map(({ id, message, curable }) => {
      const cured = verdicts.findIndex((verdict) => !red(verdict, id));
      const since = verdicts[cured < 0 ? verdicts.length - 1 : cured - 1]!.at;
      return { id, message, since: chineseDay(since), historic: !curable };
    });
}
