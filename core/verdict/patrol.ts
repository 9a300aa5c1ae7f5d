import { rows, type Trx } from '../db.ts';
import { evaluateRule } from '../rules/index.ts';
import { rowsIn } from '../submissions.ts';
import { shanghaiDayOf } from '../time.ts';
import { filled, submissionRef } from './refs.ts';
import type { CaseFacts, ItemRow, SubmissionRow } from './facts.ts';
import { FINAL_STATES } from './items.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

const processes = ['patrol-inspection'];

/** A finding with what became of it, wherever that happened. */
interface TracedFinding {
  finding_id: string;
  no: number;
  clause_no: string;
  kind: string;
  state: 'registered' | 'withdrawn' | 'settled';
  drop_reason: string | null;
  /** Its item, here or in the case it was called as. */
  item_state: ItemRow['state'] | null;
  /** A penalty case was started for it, or is waiting to be. */
  penalised: boolean;
  /** The discipline organ has signed for it. */
  referred: boolean;
}

/** What only patrols have. */
export interface PatrolFacts {
  findings: TracedFinding[];
  /** Findings of the last look-back's sample. */
  sampled: number;
  scores: { unit_id: string; clause: string; deduct: string }[];
  unitNames: Map<string, string>;
}

const FINDINGS = `select f.finding_id, f.no, f.clause_no, f.kind, f.state, f.drop_reason,
    (select i.state from item i where i.item_id = f.finding_id) as item_state,
    exists (select 1 from pending_trigger t where t.name = 'penalty.request' and t.key = cast(f.finding_id as text))
      or exists (select 1 from cases c where c.process = 'penalty-case' and c.business_key = cast(f.finding_id as text)) as penalised,
    exists (select 1 from accountability_referral r where r.item_id = f.finding_id and r.received_at is not null) as referred
  from finding f where f.case_id = :id order by f.no`;

/** Read what only a patrol has. */
export async function loadPatrol(trx: Trx, caseId: string): Promise<PatrolFacts> {
  const id = { id: caseId };
  const sampled = await rows(
    trx,
    `select 1 from lookback_sample where case_id = :id and round = (select max(round) from lookback_sample where case_id = :id)`,
    id,
  );
  const units = await rows<{ unit_id: string; name_zh: string }>(trx, 'select unit_id, name_zh from unit');
  return {
    findings: await rows<TracedFinding>(trx, FINDINGS, id),
    sampled: sampled.length,
    unitNames: new Map(units.map(({ unit_id, name_zh }) => [unit_id, name_zh])),
    scores: await rows(
      trx,
      'select unit_id, clause, deduct from appraisal_score where case_id = :id order by unit_id, clause',
      id,
    ),
  };
}

const inspections = (facts: CaseFacts): SubmissionRow[] =>
  facts.submissions.filter((s) => s.form_id === 'patrol.finding');

/** The unit a task of the multi-instance was about. */
const objectOf = (facts: CaseFacts, { task_id }: SubmissionRow): string => {
  const variables = facts.tasks.find((task) => task.task_id === task_id)?.variables;
  return String((variables?.object as { id?: unknown } | undefined)?.id ?? '');
};

/** E-D1a: nobody was left out without a word. */
export const everyObjectVisited: Check = {
  id: 'E-D1a',
  name: '对象全覆盖',
  rule: '方案中的每个单位都有现场检查记录，或写明未能到场的原因。',
  processes,
  judge(facts) {
    const plan = facts.submissions.filter((s) => s.form_id === 'patrol.plan').at(-1);
    const planned = (plan?.data.objects as string[] | undefined) ?? [];
    if (planned.length === 0) return notApplicable('还没有巡查方案');
    const recorded = new Set(
      inspections(facts)
        .filter(({ data }) => data.visited === 'yes' || filled(data.notVisitedReason))
        .map((s) => objectOf(facts, s)),
    );
    const missed = planned.filter((id) => !recorded.has(id));
    return judged(
      missed.map((id): Fault => ({ message: `${facts.patrol?.unitNames.get(id) ?? id}未巡查`, refs: [] })),
      `${planned.length}个单位均已巡查或说明`,
    );
  },
};

/** E-D1b: the checklist is a list of answers, not of intentions. */
export const everyCheckAnswered: Check = {
  id: 'E-D1b',
  name: '检查项全填',
  rule: '检查表的每一项都有结果。',
  processes,
  judge(facts) {
    const visited = inspections(facts).filter(({ data }) => data.visited === 'yes');
    if (visited.length === 0) return notApplicable('没有现场检查');
    const checksOf = ({ data }: SubmissionRow) => rowsIn(data, 'checks');
    const faults = visited.flatMap((s): Fault[] => {
      const refs = [submissionRef(facts, s)];
      const open = checksOf(s).filter((row) => !filled(row.result));
      if (checksOf(s).length === 0) return [{ message: '现场检查没有检查项', refs }];
      return open.map((row) => ({ message: `检查项${String(row.no)}未填`, refs }));
    });
    const answered = visited.reduce((sum, s) => sum + checksOf(s).length, 0);
    return judged(faults, `${answered}个检查项均有结果`);
  },
};

/** Where a finding of each kind must have ended, and how that is said when it has not. */
function whereaboutsOf(finding: TracedFinding): string | null {
  const { kind, state, item_state: item } = finding;
  if (state === 'registered') return '尚未确定';
  if (state === 'withdrawn') return filled(finding.drop_reason) ? null : '已撤销但没有理由';
  if (kind === '违法线索') return finding.penalised ? null : '没有移交立案';
  if (kind === '公职人员线索') return finding.referred ? null : '没有纪检监察机关的签收';
  if (item === null) return '没有整改项';
  return FINAL_STATES.has(item) ? null : '尚未办结';
}

/** E-D1c: from the row of the checklist to the end, no finding is lost on the way. */
export const findingsTraced: Check = {
  id: 'E-D1c',
  name: '问题去向',
  rule: '每个问题从检查项或线索到终态去向完整：已销号、合并、移交，或写明理由撤销。',
  processes,
  judge(facts) {
    const findings = facts.patrol?.findings ?? [];
    if (findings.length === 0) return notApplicable('没有发现问题');
    const faults = findings.flatMap((finding): Fault[] => {
      const where = filled(finding.clause_no) ? whereaboutsOf(finding) : '没有对应的检查项';
      return where === null ? [] : [{ message: `问题${finding.no}去向不明：${where}`, refs: [] }];
    });
    return judged(faults, `${findings.length}个问题均有去向`);
  },
};

/** E-D1d: points are taken for a reason that is written somewhere. */
export const deductionsFounded: Check = {
  id: 'E-D1d',
  name: '扣分依据',
  rule: '每项扣分都注明所依据的条款。',
  processes,
  judge(facts) {
    const scores = facts.patrol?.scores ?? [];
    if (scores.length === 0) return notApplicable('尚未计分');
    const faults = scores
      .filter(({ clause, deduct }) => Number(deduct) > 0 && !filled(clause))
      .map(({ unit_id }): Fault => ({
        message: `${facts.patrol?.unitNames.get(unit_id) ?? unit_id}扣分无依据`,
        refs: [],
      }));
    return judged(faults, `${scores.length}项得分均有依据`);
  },
};

/** E-D1e: enough of what was struck off has been seen again. */
export const sampleLargeEnough: Check = {
  id: 'E-D1e',
  name: '回头看抽查',
  rule: '回头看抽查不少于已销号问题的规定比例，抽到的每个问题都有结果。',
  processes,
  judge(facts) {
    const struckOff = (facts.patrol?.findings ?? []).filter((f) => f.item_state === 'struck-off').length;
    if (struckOff === 0) return notApplicable('没有销号的问题');
    const pack = facts.law.on(shanghaiDayOf(facts.at));
    const wanted = Number(
      evaluateRule('lookback.sample', { total: struckOff }, { pack, calendar: facts.calendar }).minimum,
    );
    const seen = facts.submissions.filter((s) => s.form_id === 'lookback').at(-1);
    const answered = rowsIn(seen?.data, 'sample').filter((row) => filled(row.result)).length;
    const drawn = facts.patrol?.sampled ?? 0;
    if (Math.min(answered, drawn) >= wanted) return judged([], `已销号${struckOff}个，抽查${answered}个`);
    return judged(
      [{ message: `回头看抽查不足：已销号${struckOff}个，应抽查${wanted}个，实际${answered}个`, refs: [] }],
      '',
    );
  },
};
